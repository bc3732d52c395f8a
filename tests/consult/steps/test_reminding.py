"""Units hear of a task before its day and when it is late, once each."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.conf import settings
from django.utils import timezone

from consult import tasks
from consult.models import Assignment, Consultation
from consult.steps import assignment, reminding
from members.models import Job, Notice
from tests import action_scenes as scene

pytestmark = pytest.mark.django_db
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


@pytest.fixture
def given(house):
    _, given, _ = scene.running(house, township=1)
    Notice.objects.all().delete()
    return given


def due(given, days):
    Assignment.objects.filter(pk=given.pk).update(due_on=timezone.localdate() + timedelta(days=days))


def told(word):
    return set(Notice.objects.filter(sentence__startswith=f"任务{word}").values_list("user__name", flat=True))


def test_the_unit_is_reminded_once_before_the_day(given):
    due(given, 2)
    assert [reminding.remind(), reminding.remind()] == [1, 0]
    assert told("临期") == {"魏波"}


def test_the_body_and_whom_the_pack_names_hear_of_a_late_task_too(given, house):
    due(given, -20)
    reminding.remind()
    above = {house.township.name, house.township_clerk.name, house.leading_office.name}
    assert told("逾期") == {"魏波"} | above


@pytest.mark.parametrize("days", [10, None])
def test_nobody_is_reminded_long_before_the_day_or_without_one(given, days):
    Assignment.objects.filter(pk=given.pk).update(due_on=days and timezone.localdate() + timedelta(days=days))
    assert reminding.remind() == 0


def test_what_was_reported_or_stopped_is_left_in_peace(given, house):
    due(given, -20)
    given.refresh_from_db()
    person = given.unit.roles.get().user
    assignment.report(assignment.accept(given, by=person), by=person, text="已办完", asks_closing=True)
    assert reminding.remind() == 0
    Assignment.objects.update(state="accepted")
    Consultation.objects.update(state="stopped", ending="withdrawn", ended_by=house.clerk, ended_at=timezone.now())
    assert reminding.remind() == 0


def test_a_later_day_is_reminded_of_anew(given):
    due(given, 1)
    reminding.remind()
    due(given, 2)
    assert reminding.remind() == 1


def test_the_body_is_told_where_the_unit_has_no_account(given, house):
    given.unit.roles.all().delete()
    due(given, 2)
    reminding.remind()
    assert told("临期") == {house.township.name, house.township_clerk.name}


@pytest.mark.parametrize(
    ("at", "told"),
    [("2026-09-22 14:00+08:00", 1), ("2026-09-22 21:00+08:00", 0), ("2026-09-26 14:00+08:00", 0)],
    ids=["in the afternoon", "at night", "on a day off"],
)
def test_the_job_reminds_in_office_hours_alone(given, at, told):
    job = Job.objects.create(kind="consult.remind", key="consult.remind:1", due_at=LONG_AGO)
    with time_machine.travel(at, tick=False):
        due(given, 2)
        tasks.remind(job.pk)
    job.refresh_from_db()
    assert (job.result, settings.PERIODIC_JOBS["consult.remind"]) == ({"told": told, "rounds": 0}, 3600)
