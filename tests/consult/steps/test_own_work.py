"""Where the convener sits in the deciding body, somebody else of that body speaks for it: every act, by every hand."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from consult import queries, rules
from consult.models import Consultation, Matter
from consult.steps import approval, assignment, closing, submission
from consult.workflow import Refused
from members.enums import RoleCode
from members.models import Event
from rooms.models import Convener
from tests import action_scenes as scene
from tests import factories as make

pytestmark = pytest.mark.django_db

OTHERS = "按规定由本机关其他同志"


def submitted(house):
    case = make.consultation(house.room, by=house.clerk)
    approval.submit(case, by=house.convener)
    return case


def sent(house, kind="minutes"):
    case = scene.signed(house, township=1, city=1)
    submission.send(case, by=house.convener)
    return case.submission_set.get(kind=kind)


def pending(house):
    return scene.received(house).matter_set.first()


def finished(house):
    """A matter whose task is done."""
    matter, task, unit = scene.running(house)
    task = assignment.accept(task, by=unit)
    assignment.report(task, by=unit, text="已疏通", asks_closing=True)
    assignment.close(task, by=house.township)
    return Matter.objects.for_page().get(pk=matter.pk)


def reported(house):
    _, task, unit = scene.running(house)
    assignment.report(assignment.accept(task, by=unit), by=unit, text="已疏通", asks_closing=True)
    return task


def issued(house):
    return scene.running(house)[1]


def later():
    return timezone.localdate() + timedelta(days=200)


def another(house):
    return make.UnitFactory(name="街道应急办", region=house.room.approver.region, parent=house.room.approver)


def _decide_topic(case, house, by):
    step = case.approval.steps.get(is_open=True)
    said = {"basis": "signature", "basis_on": timezone.localdate()}
    approval.decide(case, by=by, step_id=step.pk, verdict="approve", **said)


def _close_matter(matter, house, by):
    closing.close_matter(
        matter, by=by, outcome="solved", text="已疏通", attachments=[scene.photo(by).pk], satisfaction="满意"
    )


# Every act of a body over what a room brings: the scene, and the act.
ACTS = {
    "approve": (submitted, _decide_topic),
    "receive": (sent, lambda it, house, by: submission.receive(it, by=by)),
    "return": (sent, lambda it, house, by: submission.return_to_room(it, by=by, reason="缺签字页")),
    "opine": (
        lambda house: sent(house, "copy"),
        lambda it, house, by: submission.add_opinion(it, by=by, version=it.version, opinion="同意"),
    ),
    "decide": (pending, lambda it, house, by: scene.decide(it, by, "decline", opinion="暂不具备条件")),
    "add_unit": (
        lambda house: issued(house).matter,
        lambda it, house, by: assignment.add_unit(it, by=by, unit=another(house), due_on=later()),
    ),
    "close_task": (reported, lambda it, house, by: assignment.close(it, by=by)),
    "return_report": (reported, lambda it, house, by: assignment.send_back(it, by=by, reason="缺照片")),
    "extend": (issued, lambda it, house, by: assignment.extend(it, by=by, due_on=later(), reason="雨季")),
    "cancel": (issued, lambda it, house, by: assignment.cancel(it, by=by, reason="并入大修")),
    "reassign": (
        issued,
        lambda it, house, by: assignment.reassign(it, by=by, unit=another(house), due_on=later(), reason="职责调整"),
    ),
    "close_matter": (finished, _close_matter),
}


def secretary(house):
    """The convener is the secretary of the committee as well: of a village room this is the rule."""
    make.grant(house.convener, RoleCode.TOWNSHIP, unit=house.room.approver)
    return house.convener


def clerk_of_the_committee(house):
    make.grant(house.second_convener, RoleCode.TOWNSHIP_CLERK, unit=house.room.approver)
    return house.second_convener


def convener_by_appointment(house):
    """Appointed, though the role was ended."""
    Convener.objects.filter(room=house.room, rank="second").update(user=house.township_clerk)
    return house.township_clerk


BARRED = {each.__name__: each for each in (secretary, clerk_of_the_committee, convener_by_appointment)}


@pytest.mark.parametrize("who", BARRED)
@pytest.mark.parametrize("act", ACTS)
def test_a_convener_judges_nothing_of_the_own_room(house, act, who):
    scene_of, carry_out = ACTS[act]
    record = scene_of(house)
    count = Event.objects.count()
    with pytest.raises(Refused, match=OTHERS):
        carry_out(record, house, BARRED[who](house))
    assert Event.objects.count() == count


@pytest.mark.parametrize("act", ACTS)
def test_somebody_else_of_the_body_does_it(house, act):
    scene_of, carry_out = ACTS[act]
    record = scene_of(house)
    # Convening another room is no hindrance.
    elsewhere = make.person(RoleCode.TOWNSHIP, unit=house.room.approver)
    make.grant(elsewhere, RoleCode.CONVENER, unit=house.other_room.unit)
    carry_out(record, house, elsewhere)


def test_the_convener_of_a_room_that_joined_is_barred_too(house):
    matter = pending(house)
    matter.consultation.joined_rooms.create(room=house.other_room)
    make.grant(house.other_convener, RoleCode.TOWNSHIP, unit=house.room.approver)
    with pytest.raises(Refused, match=OTHERS):
        scene.decide(matter, house.other_convener, "decline", opinion="暂不具备条件")


def test_the_office_of_a_convener_does_not_receive_the_own_matter(house):
    make.grant(house.convener, RoleCode.OFFICE, unit=make.office())
    with pytest.raises(Refused, match=OTHERS):
        submission.receive(sent(house, "matter"), by=house.convener)


def test_the_leading_office_does_not_raise_the_topic_of_its_own_room(house):
    case = submitted(house)
    make.grant(house.convener, RoleCode.LEADING_OFFICE, unit=make.leading_office())
    with pytest.raises(Refused, match=OTHERS):
        approval.raise_outside(case, by=house.convener, reason="涉及全市")
    approval.raise_outside(case, by=house.leading_office, reason="涉及全市")


def page(client, user, name, pk) -> str:
    client.force_login(user)
    return client.get(reverse(f"consult:{name}", args=[pk]), follow=True).content.decode()


@pytest.mark.parametrize(
    ("scene_of", "name", "words"),
    [
        (submitted, "consultation", "本机关其他同志审定"),
        (submitted, "decide_approval", "本机关其他同志审定"),
        (sent, "submission", "本机关其他同志办理"),
        (pending, "matter", "本机关其他同志确定"),
        (finished, "matter", "本机关其他同志办理"),
        (finished, "close_matter", "本机关其他同志办理"),
        (reported, "assignment", "本机关其他同志办理"),
    ],
)
def test_the_page_says_it_beside_the_button(house, client, scene_of, name, words):
    record = scene_of(house)
    assert words in page(client, secretary(house), name, record.pk)
    assert words not in page(client, house.township, name, record.pk)


def test_the_page_knows_who_convenes_by_appointment_and_nobody_else(house, client):
    case = submitted(house)
    appointed = convener_by_appointment(house)
    Convener.objects.filter(room=house.other_room).update(user=house.township)
    there = Consultation.objects.for_page().get(pk=case.pk)
    assert [rules.convenes_here(user, there) for user in (appointed, house.township)] == [True, False]
    assert "本机关其他同志审定" in page(client, appointed, "consultation", case.pk)
    case.joined_rooms.create(room=house.other_room)
    assert rules.convenes_here(house.township, Consultation.objects.for_page().get(pk=case.pk))


@pytest.mark.parametrize("scene_of", [submitted, sent, pending, reported])
def test_what_somebody_else_has_to_do_waits_for_somebody_else(house, scene_of):
    scene_of(house)
    waiting = {user.name: len(queries.waiting_for(user)) for user in (house.township, secretary(house))}
    own = [task for task in queries.waiting_for(house.convener) if "接收" in task.sentence or "定" in task.sentence]
    assert (waiting[house.township.name] > 0, own) == (True, [])
