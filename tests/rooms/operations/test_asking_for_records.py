"""Rooms that recorded nothing for an activity day are asked for it once, some working days later."""

from datetime import date

import pytest
import time_machine

from members.models import Job, Notice
from rooms import operations
from rooms.enums import ActivityContext, ActivityKind, RoomState
from rooms.models import Activity, ActivityDay, Room
from rooms.tasks import keep_days
from tests import factories as make

pytestmark = pytest.mark.django_db
# The third working day after 30 October.
ASKED = "2026-11-04 08:00+08:00"


@pytest.fixture
def town(house):
    with time_machine.travel(ASKED, tick=False) as clock:
        operations.follow_practice(house.city, version=make.daye(), starts_on=date(2020, 1, 1), by=None)
        ActivityDay.objects.filter(on__lt=date(2026, 10, 1)).delete()
        house.clock = clock
        house.day = ActivityDay.objects.get(nominal_on=date(2026, 10, 30))
        yield house


def told() -> dict:
    return {notice.user: notice for notice in Notice.objects.filter(sentence__contains="还没有登记")}


def test_clerk_and_conveners_are_asked_once(town):
    assert (operations.ask_for_records(), operations.ask_for_records()) == (1, 0)
    assert set(told()) == {
        town.clerk,
        town.convener,
        town.second_convener,
        town.other_clerk,
        town.other_convener,
    }
    notice = told()[town.clerk]
    assert notice.sentence == f"{town.room.unit.short_name}还没有登记10月30日（周五）双月活动日的活动，请补登"
    assert notice.url == f"/rooms/{town.room.pk}/activity-days/{town.day.pk}/"
    assert Notice.objects.filter(user=town.clerk).count() == 1


def test_the_daily_job_asks(town):
    job = Job.objects.create(kind="rooms.days", key="today")
    keep_days(job.pk)
    job.refresh_from_db()
    assert (job.error, job.result["asked"], len(told())) == ("", 1, 5)


def test_a_room_that_recorded_something_is_not_asked(town):
    Activity.objects.create(
        room=town.room,
        kind=ActivityKind.VISIT,
        context=ActivityContext.ACTIVITY_DAY,
        day=town.day,
        on=town.day.on,
        what="走访",
        created_by=town.clerk,
    )
    operations.ask_for_records()
    assert set(told()) == {town.other_clerk, town.other_convener}


def test_a_room_that_is_closed_or_opened_later_is_not_asked(town):
    Room.objects.filter(pk=town.room.pk).update(state=RoomState.WITHDRAWN, withdrawn_on=date(2026, 11, 1))
    Room.objects.filter(pk=town.other_room.pk).update(opened_on=date(2026, 11, 1))
    assert (operations.ask_for_records(), told()) == (0, {})


@pytest.mark.parametrize(
    ("when", "why"),
    [
        ("2026-11-03 08:00+08:00", "only two working days have gone by"),
        ("2026-11-04 02:00+08:00", "at night"),
        ("2026-11-04 18:00+08:00", "in the evening"),
        ("2026-11-07 08:00+08:00", "a Saturday"),
        ("2026-12-01 08:00+08:00", "more than a month ago"),
    ],
)
def test_nobody_is_asked_too_early_too_late_or_out_of_office_hours(town, when, why):
    town.clock.move_to(when)
    operations.ask_for_records()
    assert not Notice.objects.filter(sentence__contains="还没有登记10月30日").exists(), why


def test_who_could_not_be_asked_at_night_is_asked_in_the_morning(town):
    town.clock.move_to("2026-11-05 03:00+08:00")
    operations.ask_for_records()
    town.clock.move_to("2026-11-05 08:00+08:00")
    assert operations.ask_for_records() == 1
