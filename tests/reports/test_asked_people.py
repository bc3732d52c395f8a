"""承办人员 and 批量办理: people inside a unit, and one act on several things."""

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse

from consult.enums import AssignmentState
from members.enums import RoleCode
from members.models import Absence, Charge, Desk, HandOver
from members.operations import desks as verbs
from tests import asked_scene
from tests import factories as make

pytestmark = pytest.mark.django_db
ACT = reverse("reports:act_on_asked")
PEOPLE = reverse("reports:asked_people")


@pytest.fixture
def scene(house):
    return asked_scene.asked(house)


@pytest.fixture
def me(client, house):
    client.force_login(house.department)
    return client


def said(response) -> list[str]:
    return [str(message) for message in get_messages(response.wsgi_request)]


# ── several at once ──────────────────────────────────────────────────────────────────────────────────────────────────
def test_each_of_several_is_accepted_or_says_why_not(scene, me):
    keys = [f"assignment:{scene.task.pk}", f"assignment:{scene.request.pk}", f"requirement:{scene.requirement.pk}"]
    type(scene.request).objects.filter(pk=scene.request.pk).update(state="closed")
    answer = me.post(ACT, {"act": "accept", "item": keys, "back": reverse("reports:asked") + "?kind=task"})
    assert answer["Location"] == reverse("reports:asked") + "?kind=task"
    done, left = said(answer)
    assert done == "1 件已签收。"
    assert left.startswith("2 件没有签收：")
    assert "不用签收（一个月内完成整改）" in left
    scene.task.refresh_from_db()
    assert scene.task.state == AssignmentState.ACCEPTED


def test_what_is_another_units_is_not_found(house, scene, client):
    other = make.person(RoleCode.DEPARTMENT, unit=make.UnitFactory())
    client.force_login(other)
    answer = client.post(ACT, {"act": "accept", "item": [f"assignment:{scene.task.pk}"]})
    assert said(answer) == ["请先勾选要办理的承办件。"]
    scene.task.refresh_from_db()
    assert scene.task.state == AssignmentState.ISSUED


@pytest.mark.parametrize("item", ["assignment:x", "tea:1", "", "assignment:99999999999999999999"])
def test_what_cannot_be_read_is_nothing(me, scene, item):
    assert said(me.post(ACT, {"act": "accept", "item": [item]})) == ["请先勾选要办理的承办件。"]


def test_a_way_back_elsewhere_is_not_taken(me, scene):
    answer = me.post(ACT, {"act": "accept", "back": "//evil.example/asked/"})
    assert answer["Location"] == reverse("reports:asked")


def test_a_handler_is_named_for_several(house, scene, me):
    keys = [f"assignment:{scene.task.pk}", f"handling:{scene.lead.pk}"]
    asked = me.post(ACT, {"act": "handle", "item": keys})
    assert asked.status_code == 200
    assert "修好青龙路" in asked.content.decode()
    values = {"act": "handle", "item": keys, "chosen": "1", "holder": scene.second.pk, "deputy": house.department.pk}
    assert said(me.post(ACT, values)) == ["2 件已由石磊经办。"]
    assert {charge.owner for charge in Charge.objects.filter(holder=scene.second)} == {scene.task, scene.lead}


def test_several_are_handed_over_but_not_what_is_over(house, scene, me):
    type(scene.requirement).objects.filter(pk=scene.requirement.pk).update(state="done")
    keys = [f"assignment:{scene.task.pk}", f"requirement:{scene.requirement.pk}"]
    values = {"act": "hand_over", "item": keys, "chosen": "1", "taker": scene.second.pk, "note": "休假"}
    done, left = said(me.post(ACT, values))
    assert done == "1 件已移交石磊。"
    assert "已经了结" in left
    page = me.get(HandOver.objects.get().get_absolute_url()).content.decode()
    assert "修好青龙路" in page
    assert "休假" in page


def test_nobody_outside_the_unit_can_be_named(house, scene, me):
    values = {"act": "handle", "item": [f"assignment:{scene.task.pk}"], "chosen": "1", "holder": house.clerk.pk}
    assert me.post(ACT, values).status_code == 422
    assert not Charge.objects.exists()


# ── the people ───────────────────────────────────────────────────────────────────────────────────────────────────────
def test_the_page_counts_what_each_has(house, scene, me):
    verbs.set_handler([scene.requirement, scene.lead], scene.unit, by=scene.second, holder=scene.second)
    context = me.get(PEOPLE).context
    rows = {row.user.name: (row.open, row.late) for row in context["people"]}
    assert rows["石磊"] == (2, 1)
    assert context["nobody_has"] == 4


def test_a_desk_is_set_changed_and_ended_on_its_pages(house, scene, me):
    form = {"field": "道路", "words": "道路、路灯", "holder": house.department.pk, "deputy": scene.second.pk}
    assert me.post(reverse("reports:new_desk", args=[scene.unit.pk]), form).status_code == 302
    desk = Desk.objects.get()
    assert desk.words == ["道路", "路灯"]
    me.post(reverse("reports:edit_desk", args=[desk.pk]), {**form, "field": "道路交通", "version": 1})
    me.post(reverse("reports:end_desk", args=[desk.pk]))
    desk.refresh_from_db()
    assert (desk.field, desk.ended_by) == ("道路交通", house.department)


def test_an_absence_is_entered_and_canceled_on_its_pages(house, scene, me):
    form = {"user": house.department.pk, "kind": "travel", "starts_on": "2030-01-02", "ends_on": "2030-01-04"}
    me.post(reverse("reports:new_absence", args=[scene.unit.pk]), form)
    absence = Absence.objects.get()
    assert "2030" in me.get(PEOPLE).content.decode() or "1月2日" in me.get(PEOPLE).content.decode()
    me.post(reverse("reports:cancel_absence", args=[absence.pk]))
    absence.refresh_from_db()
    assert absence.canceled_by == house.department


def test_everything_of_one_person_is_handed_over_and_signed_for(house, scene, client):
    verbs.set_handler([scene.task, scene.lead], scene.unit, by=house.department, holder=house.department)
    client.force_login(house.department)
    url = reverse("reports:hand_over_all", args=[scene.unit.pk])
    assert client.get(url).context["form"]["giver"].value() == house.department.pk
    client.post(url, {"giver": house.department.pk, "taker": scene.second.pk})
    made = HandOver.objects.get()
    assert not client.get(made.get_absolute_url()).context["can_receive"]
    client.force_login(scene.second)
    assert client.get(made.get_absolute_url()).context["can_receive"]
    client.post(reverse("reports:receive_hand_over", args=[made.pk]))
    made.refresh_from_db()
    assert made.received_by == scene.second


def test_what_a_unit_settles_inside_is_not_to_be_found_by_others(house, scene, client):
    made = verbs.hand_over([scene.task], scene.unit, by=house.department, taker=scene.second)
    client.force_login(house.leading_office)
    assert client.get(made.get_absolute_url()).status_code == 404
    assert client.get(PEOPLE).status_code == 403
    assert client.get(reverse("reports:new_desk", args=[scene.unit.pk])).status_code == 404
