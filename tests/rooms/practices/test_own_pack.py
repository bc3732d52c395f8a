"""A pack written only from a description: names, stages, two gates, one quota, one checklist; no code knows it."""

import pytest
from django.conf import settings

from consult.workflow import Refused
from rooms import practice
from tests.rooms.practices.player import Play

pytestmark = pytest.mark.django_db

# The example of docs/practices.md; its head is the description from which it was written.
VILLAGE = (settings.BASE_DIR / "docs" / "practice-example.toml").read_text(encoding="utf-8")


def test_it_runs_to_its_end(house):
    played = Play(house, VILLAGE).run()
    assert (played.case.state, played.case.ending) == ("closed", "done")
    assert played.stops == [
        ("collect", "topic"),
        ("visit", "participants"),
        ("visit", "research"),
        ("talk", "discussion"),
        ("do", "submission"),
        ("do", "action"),
    ]
    assert played.refused == {
        "collect/approval": "议题还没有提请审定。",
        "visit/visits": "调查研究已登记 0 次，至少要 2 次，还差 2 次。",
        "talk/hands": "还没有登记“举手表决”的结果。",
        "talk/signed": "《协商纪要》还没有起草。",
    }


def test_it_is_told_as_a_clerk_would_read_it():
    lines = practice.explain(practice.parse(VILLAGE, name="湾长议事.toml")).splitlines()
    assert lines[0] == "《湾长议事》"
    assert "第二步　入户走访（统计为确定协商主体、调查研究）。由政协委员、联络室工作人员办理。" in lines
    assert "三个一：一张议事桌、一块牌子、一本台账。" in lines
    assert any("每季度" in line and "每季度至少议一次" in line for line in lines)


def test_its_pages_say_its_own_words(house, client):
    played = Play(house, VILLAGE)
    client.force_login(house.clerk)
    page = client.get(played.case.get_absolute_url()).content.decode()
    assert ("湾长收题" in page, "湾子会" in page, "协商讨论" in page) == (True, True, False)


def test_a_running_case_keeps_the_version_under_which_it_began(house):
    played = Play(house, VILLAGE)
    harder = VILLAGE.replace('version = "1"', 'version = "2"').replace("min = 2", "min = 9")
    second = Play(house, harder)
    assert (played.case.practice, second.case.practice) == (played.version, second.version)
    gates = {each.pack.stage("visit").checkpoint("visits").params["min"] for each in (played, second)}
    assert gates == {2, 9}
    assert played.run().case.ending == "done"


def test_a_pack_is_changed_by_a_new_version_and_never_in_place(house):
    played = Play(house, VILLAGE)
    with pytest.raises(Refused, match="已经载入，内容不同"):
        Play(house, VILLAGE.replace("threshold = 0.5", "threshold = 0.9"))
    assert played.case.pack.stage("talk").checkpoint("hands").params["threshold"] == 0.5
