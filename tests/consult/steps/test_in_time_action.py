"""Every verb of steps 5 and 6 has its state: out of it the act is refused with a sentence and leaves no trace."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from consult.models import Consultation, Matter, Submission
from consult.steps import assignment, closing, submission
from consult.workflow import Refused
from members.models import Event
from tests import action_scenes as scene
from tests import factories as make

pytestmark = pytest.mark.django_db


def outcome(act, *args) -> str:
    """Do it and undo it: done, or the sentence of the refusal."""
    count, point = Event.objects.count(), transaction.savepoint()
    try:
        act(*args)
    except Refused as refused:
        assert Event.objects.count() == count
        return str(refused)
    finally:
        transaction.savepoint_rollback(point)
    return "done"


def stop(case, *, by) -> None:
    """A case that was stopped on its way, as no verb stops it any more."""
    ended = {"state": "stopped", "ending": "withdrawn", "ended_at": timezone.now(), "ended_by": by}
    Consultation.objects.filter(pk=case.pk).update(**ended)


def wrong_of(times, name, *args) -> list[str]:
    did = {act.__name__: outcome(act, *args) for act in times}
    return [
        f"{each.__name__}: {did[each.__name__]}"
        for each in times
        if (did[each.__name__] == "done") != (name in times[each])
    ]


# ── tasks ────────────────────────────────────────────────────────────────────────────────────────────────────────────
def issued(house):
    return scene.running(house)[1:]


def accepted(house):
    task, unit = issued(house)
    return assignment.accept(task, by=unit), unit


def refused(house):
    task, unit = issued(house)
    return assignment.refuse(task, by=unit, reason="不属于本单位职责"), unit


def reported(house):
    task, unit = accepted(house)
    assignment.report(task, by=unit, text="已疏通", asks_closing=True)
    return task, unit


def closed(house):
    task, unit = reported(house)
    return assignment.close(task, by=house.township), unit


def canceled(house):
    task, unit = issued(house)
    return assignment.cancel(task, by=house.township, reason="并入大修"), unit


def stopped(house):
    task, unit = reported(house)
    stop(task.matter.consultation, by=house.convener)
    return task, unit


TASKS = {each.__name__: each for each in (issued, accepted, refused, reported, closed, canceled, stopped)}


def accept(task, unit, house):
    assignment.accept(task, by=unit)


def refuse(task, unit, house):
    assignment.refuse(task, by=unit, reason="不属于本单位职责")


def report(task, unit, house):
    assignment.report(task, by=unit, text="已疏通")


def close(task, unit, house):
    assignment.close(task, by=house.township)


def send_back(task, unit, house):
    assignment.send_back(task, by=house.township, reason="缺照片")


def extend(task, unit, house):
    due_on = timezone.localdate() + timedelta(days=200)
    assignment.extend(task, by=house.township, due_on=due_on, reason="雨季")


def cancel(task, unit, house):
    assignment.cancel(task, by=house.township, reason="并入大修")


def reassign(task, unit, house):
    another = make.UnitFactory(region=house.room.approver.region, parent=house.room.approver)
    assignment.reassign(task, by=house.township, unit=another, reason="职责调整")


OPEN = {"issued", "accepted", "reported"}
OF_TASKS = {
    accept: {"issued"},
    refuse: {"issued"},
    report: {"accepted"},
    close: {"reported"},
    send_back: {"reported"},
    extend: OPEN,
    cancel: OPEN,
    reassign: {*OPEN, "refused"},
}


@pytest.mark.parametrize("name", TASKS)
def test_what_is_done_to_a_task_fits_its_state(house, name):
    task, unit = TASKS[name](house)
    assert wrong_of(OF_TASKS, name, task, unit, house) == []


# ── submissions ──────────────────────────────────────────────────────────────────────────────────────────────────────
def sent(house):
    case = scene.signed(house, township=1, city=1)
    submission.send(case, by=house.convener)
    return case


def received(house):
    case = sent(house)
    submission.receive(of(case, "minutes"), by=house.township)
    return case


def answered(house):
    """Everything that was sent has been received, and the matter of the township is closed with the case."""
    case = received(house)
    for each in case.submission_set.filter(state="sent"):
        submission.receive(each, by=house.office)
    matter = Matter.objects.for_page().get(consultation=case, level="township")
    scene.decide(matter, house.township, "decline", opinion="暂不具备条件")
    return case


def returned(house):
    case = sent(house)
    submission.return_to_room(of(case, "minutes"), by=house.township, reason="缺签字页")
    return case


def stopped_after_sending(house):
    case = sent(house)
    stop(case, by=house.convener)
    return case


def of(case, kind) -> Submission:
    return Submission.objects.get(consultation=case, kind=kind)


SENT = {each.__name__: each for each in (sent, received, answered, returned, stopped_after_sending)}


def send(case, house):
    submission.send(scene.fresh(case), by=house.convener)


def receive(case, house):
    submission.receive(of(case, "minutes"), by=house.township)


def give_back(case, house):
    submission.return_to_room(of(case, "minutes"), by=house.township, reason="缺签字页")


def receive_matter(case, house):
    submission.receive(of(case, "matter"), by=house.office)


def give_matter_back(case, house):
    submission.return_to_room(of(case, "matter"), by=house.office, reason="属街道职责")


def opine(case, house):
    submission.add_opinion(of(case, "copy"), by=house.township, version=1, opinion="建议列入")


def a_matter(case) -> Matter:
    return Matter.objects.for_page().get(consultation=case, level="township")


def decide(case, house):
    scene.decide(a_matter(case), house.township, "decline", opinion="暂不具备条件")


def lay_again(case, house):
    submission.lay_again(a_matter(case), by=house.convener, note="已补充")


def add_unit(case, house):
    assignment.add_unit(a_matter(case), by=house.township, unit=house.department_unit)


def close_matter(case, house):
    closing.close_matter(a_matter(case), by=house.township, outcome="solved", text="已疏通")


OF_SUBMISSIONS = {
    send: set(),
    receive: {"sent"},
    give_back: {"sent"},
    receive_matter: {"sent", "received", "returned"},
    give_matter_back: {"sent", "received", "returned"},
    opine: {"sent", "received", "answered", "returned"},
    decide: {"received"},
    lay_again: set(),
    add_unit: set(),
    close_matter: set(),
}


@pytest.mark.parametrize("name", SENT)
def test_what_is_done_to_a_submission_fits_its_state(house, name):
    case = SENT[name](house)
    assert wrong_of(OF_SUBMISSIONS, name, case, house) == []
