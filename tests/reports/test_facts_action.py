"""Figures of steps 5 and 6: what was sent, decided, given to units and done in time."""

from datetime import timedelta

import pytest

from consult.enums import Ending
from consult.models import Assignment, Matter
from consult.steps import assignment, closing
from consult.workflow import end
from reports import facts
from reports.facts import months
from reports.models import RoomMonth, UnitMonth
from tests import action_scenes as scene

pytestmark = pytest.mark.django_db


def totals(table, **subject) -> dict:
    found = {}
    for measure, n in table.objects.filter(**subject).values_list("measure", "n"):
        found[measure] = found.get(measure, 0) + n
    return found


def reported(house):
    """One of two matters is carried out by a unit that says it is done."""
    matter, task, unit_person = scene.running(house, township=2)
    assignment.accept(task, by=unit_person)
    task = Assignment.objects.for_page().get(pk=task.pk)
    assignment.report(task, by=unit_person, text="已疏通 2 处")
    task = Assignment.objects.for_page().get(pk=task.pk)
    assignment.report(task, by=unit_person, text="全部疏通", asks_closing=True)
    return matter, Assignment.objects.for_page().get(pk=task.pk)


def test_what_was_sent_received_and_decided_counts_for_the_room_and_its_body(house):
    _, task = reported(house)
    facts.catch_up()
    of_room = totals(RoomMonth, room=house.room)
    assert {name: of_room.get(name, 0) for name in ("submissions", "receipts", "decisions", "open_matters")} == {
        "submissions": 1,
        "receipts": 1,
        "decisions": 1,
        "open_matters": 2,
    }
    assert totals(UnitMonth, unit=house.room.approver) == {"receipts": 1, "decisions": 1}
    assert totals(UnitMonth, unit=task.unit) == {
        "assignments": 1,
        "assignments_accepted": 1,
        "assignments_due": 1,
        "progress_reports": 2,
    }


def test_a_task_is_in_time_by_the_day_on_which_the_unit_said_that_it_was_done(house):
    _, task = reported(house)
    assignment.close(task, by=house.township)
    facts.catch_up()
    assert totals(UnitMonth, unit=task.unit)["assignments_in_time"] == 1
    # Said a day after the limit: however soon the body agreed.
    asked = task.progress.get(asks_closing=True)
    Assignment.objects.filter(pk=task.pk).update(due_on=asked.reported_at.date() - timedelta(days=2))
    facts.rebuild()
    assert "assignments_in_time" not in totals(UnitMonth, unit=task.unit)


def test_a_task_that_was_refused_is_not_due(house):
    _, task, unit_person = scene.running(house)
    assignment.refuse(task, by=unit_person, reason="不是本单位的管网")
    facts.catch_up()
    assert totals(UnitMonth, unit=task.unit) == {"assignments": 1, "assignments_refused": 1}


def test_a_task_that_was_taken_back_never_was(house):
    _, task, _ = scene.running(house)
    facts.catch_up()
    assert totals(UnitMonth, unit=task.unit) == {"assignments": 1, "assignments_due": 1}
    assignment.cancel(task, by=house.township, reason="改由市住建局办理")
    facts.catch_up()
    assert totals(UnitMonth, unit=task.unit) == {}


def test_a_closed_case_counts_its_matters_by_what_came_of_them(house):
    matter, task = reported(house)
    assignment.close(task, by=house.township)
    evidence = [scene.photo(house.township).pk]
    outcome = {"outcome": "solved", "text": "3 处全部疏通", "attachments": evidence}
    closing.close_matter(Matter.objects.for_page().get(pk=matter.pk), by=house.township, **outcome)
    other = Matter.objects.for_page().filter(consultation=matter.consultation).exclude(pk=matter.pk).get()
    scene.decide(other, house.township, adoption="decline", opinion="资金没有来源")
    facts.catch_up()
    of_room = totals(RoomMonth, room=house.room)
    wanted = ("matters", "open_matters", "done_matters", "declined_matters", "consultations_closed")
    assert {name: of_room.get(name, 0) for name in wanted} == {
        "matters": 2,
        "open_matters": 0,
        "done_matters": 1,
        "declined_matters": 1,
        "consultations_closed": 1,
    }
    parts = RoomMonth.objects.filter(months.narrowed({"outcome": "done", "level": "township"}))
    assert totals(RoomMonth, pk__in=parts) == {"done_matters": 1}


def test_matters_of_a_case_that_was_stopped_are_open_no_longer(house):
    case = scene.received(house)
    end(case, by=house.convener, ending=Ending.WITHDRAWN, note="并入旧改")
    facts.rebuild()
    of_room = totals(RoomMonth, room=house.room)
    assert (of_room["consultations_stopped"], of_room["matters"], "open_matters" in of_room) == (1, 2, False)


def test_following_the_whole_way_gives_what_counting_anew_gives(house):
    _, task = reported(house)
    facts.catch_up()
    assignment.close(task, by=house.township)
    assert facts.catch_up() == 1
    assert facts.compare() == {"room": [], "member": [], "unit": [], "region": []}
