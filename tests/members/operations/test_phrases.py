"""答复用语: kept by a unit or offered to all, and put into what is being written."""

import pytest
from django.urls import reverse

from members.enums import RoleCode
from members.forms.phrases import phrases_for
from members.models import Phrase, Revision
from members.models.phrases import TO_WRITE, filled, unknown_blanks
from members.operations import phrases as verbs
from members.workflow import Refused, Stale
from tests import asked_scene
from tests import factories as make

pytestmark = pytest.mark.django_db
LIST = reverse("members:phrases")


@pytest.fixture
def unit(house):
    return house.department_unit


def added(unit, by, name="已经解决", text="您提出的“{提案标题}”已经解决。联系人：{经办人}。", **fields):
    return verbs.add_phrase(unit, by=by, name=name, text=text, **fields)


# ── blanks ───────────────────────────────────────────────────────────────────────────────────────────────────────────
def test_blanks_are_filled_in_and_what_is_not_known_stays_to_be_written():
    text = "{提出人}：{提案标题}（{编号}）"
    assert filled(text, {"标题": "增设公交站点", "提出人": "邓国梁"}) == f"邓国梁：增设公交站点（{TO_WRITE}）"


def test_what_was_filled_in_is_not_filled_in_again():
    assert filled("{标题}", {"标题": "{单位}", "单位": "市住建局"}) == "{单位}"


def test_only_known_blanks_are_taken(house, unit):
    assert unknown_blanks("{标题}{提案号}{密码}{密码}") == ["密码"]
    with pytest.raises(Refused, match="不能自动填写。可以用的有"):
        added(unit, house.department, text="{密码}")


# ── kept ─────────────────────────────────────────────────────────────────────────────────────────────────────────────
def test_a_phrase_is_the_units_and_its_texts_are_kept(house, unit):
    me = house.department
    phrase = added(unit, me, text="原来的")
    changed = verbs.edit_phrase(phrase, by=me, version=1, name="已经解决", text="后来的")
    assert (changed.text, changed.version) == ("后来的", 2)
    assert Revision.objects.filter(old="原来的", new="后来的").exists()
    with pytest.raises(Stale):
        verbs.edit_phrase(phrase, by=me, version=1, name="已经解决", text="别的")
    other = make.person(RoleCode.DEPARTMENT, unit=make.UnitFactory())
    assert not Phrase.objects.visible_to(other).exists()


def test_a_name_stands_once_until_it_is_removed(house, unit):
    me = house.department
    phrase = added(unit, me)
    with pytest.raises(Refused, match="已有名为"):
        added(unit, me)
    removed = verbs.remove_phrase(phrase, by=me)
    with pytest.raises(Refused, match="已经删除"):
        verbs.remove_phrase(phrase, by=me)
    with pytest.raises(Refused, match="已经删除"):
        verbs.edit_phrase(removed, by=me, version=1, name="改名", text="改")
    assert added(unit, me).pk != phrase.pk


def test_an_office_offers_to_all_and_a_department_does_not(house, unit):
    offered = added(make.office(), house.office, is_offered=True)
    assert offered in Phrase.objects.visible_to(house.department)
    with pytest.raises(Refused, match="只有市政协办公室"):
        added(unit, house.department, is_offered=True)
    # What is kept for the office alone is not offered.
    added(make.office(), house.office, name="内部用")
    assert list(Phrase.objects.visible_to(house.department)) == [offered]


# ── used ─────────────────────────────────────────────────────────────────────────────────────────────────────────────
def test_ones_own_stand_before_those_that_are_offered(house, unit):
    added(make.office(), house.office, name="A", is_offered=True)
    added(unit, house.department, name="B", text="{单位}{标题}")
    rows = phrases_for(house.department, unit, 标题="修路")
    assert [row.name for row in rows] == ["B", "A"]
    assert rows[0].filled == "市住建局修路"
    assert phrases_for(house.township, unit) == []


def test_without_a_script_the_text_is_added_and_nothing_is_lost_or_sent(house, unit, client):
    task = asked_scene.task(house, state="accepted", accepted_by=house.department, accepted_at="2026-03-01T00:00Z")
    phrase = added(unit, house.department)
    client.force_login(house.department)
    assert "您提出的“修好青龙路”已经解决" in client.get(reverse("consult:assignment", args=[task.pk])).content.decode()
    url = reverse("consult:report_progress", args=[task.pk])
    page = client.post(url, {"text": "已进场施工。", "phrase": phrase.pk, "insert_phrase": "1"})
    form = page.context["form"]
    assert form["text"].value() == f"已进场施工。\n您提出的“修好青龙路”已经解决。联系人：{house.department.name}。"
    assert not form.errors
    assert not task.progress.exists()
    # Nothing chosen adds nothing.
    page = client.post(url, {"text": "已进场施工。", "phrase": "x", "insert_phrase": "1"})
    assert page.context["form"]["text"].value() == "已进场施工。"
    client.post(url, {"text": form["text"].value()})
    assert task.progress.count() == 1


def test_a_requirement_and_a_handling_are_answered_with_phrases(house, unit, client):
    added(unit, house.department, text="按{来自}要求，{标题}已落实。")
    requirement = asked_scene.requirement(house)
    handling = asked_scene.handling(house, report=asked_scene.report(house), state="accepted")
    client.force_login(house.department)
    page = client.get(reverse("rooms:answer_requirement", args=[requirement.pk])).content.decode()
    assert "按柳湖街道党工委要求，一个月内完成整改已落实。" in page
    page = client.get(reverse("proposals:answer_handling", args=[handling.pk])).content.decode()
    assert "关于加快老旧小区改造的建议已落实。" in page


# ── pages ────────────────────────────────────────────────────────────────────────────────────────────────────────────
def test_phrases_are_kept_on_their_pages(house, unit, client):
    client.force_login(house.department)
    client.post(reverse("members:new_phrase", args=[unit.pk]), {"name": "列入计划", "text": "已列入{期限}前的计划。"})
    phrase = Phrase.objects.get()
    assert "列入计划" in client.get(LIST).content.decode()
    edit = reverse("members:edit_phrase", args=[phrase.pk])
    client.post(edit, {"name": "列入计划", "text": "已列入明年计划。", "version": 1})
    told = client.get(reverse("members:phrase", args=[phrase.pk])).content.decode()
    assert "已列入{期限}前的计划。 → 已列入明年计划。" in told
    client.post(reverse("members:remove_phrase", args=[phrase.pk]))
    assert not Phrase.objects.standing().exists()


def test_what_is_offered_is_read_but_not_changed_by_others(house, unit, client):
    phrase = added(make.office(), house.office, is_offered=True)
    client.force_login(house.department)
    assert client.get(reverse("members:phrase", args=[phrase.pk])).status_code == 200
    assert client.get(reverse("members:edit_phrase", args=[phrase.pk])).status_code == 403
    assert client.get(reverse("members:new_phrase", args=[make.office().pk])).status_code == 404
