"""How the minutes speak of those whom they do not name: by the phrase of the pack."""

from types import SimpleNamespace

import pytest

from consult.steps import naming, privacy
from rooms import practice
from tests.rooms.packs import LIGHT

DAYE = practice.load("daye")
CATEGORIES = """
[participants]
[[participants.category]]
code = "villager"
name = "村民"
source = "typed"
named = false
[[participants.category]]
code = "expert"
name = "专家"
source = "typed"
named = false
voice = "专业人士"
"""


def person(category, title="", name="吴德胜"):
    return SimpleNamespace(category=category, title=title, name=name, unit_id=None)


@pytest.mark.parametrize(
    ("category", "title", "voice"),
    [
        ("stakeholder", "", "有住户代表"),
        # What the list says of the person is nearer than the phrase of the category.
        ("stakeholder", "商户代表", "有商户代表"),
        # What would point at one person is not told.
        ("stakeholder", "3栋2单元201室", "有住户代表"),
        ("mass_representative", "", "有群众代表"),
        ("other", "", "有与会人员"),
        ("expert", "", "专业人士吴德胜"),
        ("expert", "市设计院工程师", "市设计院工程师吴德胜"),
        ("party_representative", "", "党员代表吴德胜"),
    ],
)
def test_a_person_is_told_by_name_or_by_the_phrase_of_the_category(category, title, voice):
    assert naming.voice(person(category, title), DAYE) == voice


def test_somebody_who_is_not_on_the_list_was_there():
    assert naming.voice(None, DAYE) == "有与会人员"


def test_a_pack_says_how_its_categories_are_spoken_of():
    pack = practice.parse(LIGHT + CATEGORIES, name="light.toml")
    assert naming.voice(person("expert"), pack) == "有专业人士"
    assert "专家：由联络室登记，印发时只写人数，发言写“有专业人士提出”。" in practice.explain(pack)


def test_a_category_without_a_phrase_is_told_by_its_name():
    pack = practice.parse(LIGHT + CATEGORIES, name="light.toml")
    assert (naming.voice(person("villager"), pack), naming.example(pack)) == ("有村民", "有村民提出")


def test_a_name_on_the_paper_is_answered_with_the_phrase_for_this_person():
    private = naming.private_people([person("mass_representative"), person("stakeholder", "商户代表", "彭玉珍")], DAYE)
    section = {"key": "discussion", "heading": "讨论", "text": "吴德胜和彭玉珍提出", "rows": []}
    paper = {"title": "纪要", "sections": [section], "presence": [], "recipients": []}
    assert [hit.sentence for hit in privacy.hits(paper, private)] == [
        "“讨论”里写了群众姓名“吴德胜”，请改写为“有群众代表提出”这样的说法。",
        "“讨论”里写了群众姓名“彭玉珍”，请改写为“有商户代表提出”这样的说法。",
    ]
