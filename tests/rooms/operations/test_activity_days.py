"""Days that are moved: by the office, by a later calendar, by another pack; only those that are still open."""

from datetime import date

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from members.enums import RoleCode
from members.models import Event, Notice
from members.workflow import Refused, Stale
from rooms import operations, queries
from rooms.enums import ActivityContext, ActivityKind, DayAttendance
from rooms.models import Activity, ActivityDay, DayAttendee, RoomDay
from tests import factories as make
from tests.rooms.test_activity_days import own_pack

pytestmark = pytest.mark.django_db
TODAY = "2026-10-12 09:00+08:00"


@pytest.fixture
def town(house):
    with time_machine.travel(TODAY, tick=False):
        operations.follow_practice(house.city, version=make.daye(), starts_on=date(2020, 1, 1), by=None)
        house.october = ActivityDay.objects.get(nominal_on=date(2026, 10, 30))
        house.december = ActivityDay.objects.get(nominal_on=date(2026, 12, 25))
        yield house


def recorded(room, day, by):
    return Activity.objects.create(
        room=room,
        kind=ActivityKind.VISIT,
        context=ActivityContext.ACTIVITY_DAY,
        day=day,
        on=day.on,
        what="走访",
        created_by=by,
    )


def moved(town, on=date(2026, 11, 3), **values):
    values = {"reason": "与全会时间冲突", "version": town.october.version, "by": town.leading_office, **values}
    return operations.move_day(town.october, on=on, **values)


def rest(town, day=date(2026, 10, 30)):
    return operations.set_day(by=town.leading_office, date=day, is_workday=False, name="全市停工")


def test_a_practice_that_is_followed_brings_the_days_of_this_year_and_the_next(town):
    assert [day.on.year for day in ActivityDay.objects.all()] == [2026] * 6 + [2027] * 6
    told = Event.objects.filter(verb="rooms.make_activity_days").values_list("sentence", flat=True)
    assert set(told) == {"生成大冶市 2026年活动日 6 个", "生成大冶市 2027年活动日 6 个"}


def test_the_office_moves_a_day_and_everybody_of_the_rooms_hears_why(town):
    member = make.posted_member(town.room, user=make.person(RoleCode.MEMBER, unit=town.room.unit))
    elected = make.RepresentativeFactory(room=town.room, user=make.person(RoleCode.REPRESENTATIVE, unit=town.room.unit))
    day = moved(town)
    assert (day.on, day.moved_reason, day.moved_by) == (date(2026, 11, 3), "与全会时间冲突", town.leading_office)
    told = Notice.objects.filter(sentence="10月30日的双月活动日改到11月3日（周二）：与全会时间冲突")
    rooms = (town.clerk, town.convener, town.second_convener, town.other_clerk, town.other_convener)
    assert {notice.user for notice in told} == {*rooms, member.user, elected.user}
    assert told.get(user=town.clerk).url == reverse("rooms:room_day", args=[town.room.pk, day.pk])
    event = Event.objects.get(verb="rooms.move_activity_day")
    assert event.sentence == "双月活动日从2026年10月30日调整到2026年11月3日"
    assert event.revisions.get().new == "与全会时间冲突"


@pytest.mark.parametrize(
    ("on", "said"),
    [
        (date(2026, 10, 30), "日期没有变"),
        (date(2026, 10, 11), "不能早于今天"),
        (date(2026, 12, 20), "前后最多调整 45 天"),
    ],
)
def test_a_day_is_not_moved_to_nowhere(town, on, said):
    with pytest.raises(Refused, match=said):
        moved(town, on)


def test_a_day_that_is_past_is_not_moved(town):
    town.october = ActivityDay.objects.get(nominal_on=date(2026, 8, 28))
    with pytest.raises(Refused, match="已经过去"):
        moved(town)


def test_a_day_with_a_record_is_not_moved(town):
    recorded(town.room, town.october, town.clerk)
    with pytest.raises(Refused, match="已经有联络室登记"):
        moved(town)


def test_two_days_do_not_fall_on_one(town):
    moved(town, date(2026, 12, 1))
    with pytest.raises(Refused, match="已经是另一个活动日"):
        operations.move_day(
            town.december, on=date(2026, 12, 1), reason="x", version=town.december.version, by=town.leading_office
        )


def test_who_has_not_seen_the_last_move_sees_both(town):
    moved(town)
    with pytest.raises(Stale):
        moved(town, date(2026, 11, 4))


def test_a_day_of_rest_moves_the_days_that_are_open(town):
    day = rest(town)
    [(october, was)] = day.moved
    assert (october.on, was, october.version) == (date(2026, 11, 2), date(2026, 10, 30), 2)
    assert october.words == "10月最后一个周五是 10月30日，因全市停工、周末顺延 3 天"
    sentence = "10月30日的双月活动日改到11月2日（周一）：10月最后一个周五是 10月30日，因全市停工、周末顺延 3 天"
    assert Notice.objects.filter(sentence=sentence).count() == 5
    assert [operations.remove_day(day, by=town.leading_office).moved[0][0].on] == [date(2026, 10, 30)]


def test_what_was_moved_by_hand_stays(town):
    moved(town)
    assert rest(town).moved == []


def test_what_is_past_stays(town):
    with time_machine.travel("2026-10-31 09:00+08:00"):
        assert rest(town).moved == []


def test_what_has_a_record_stays(town):
    recorded(town.room, town.october, town.clerk)
    assert rest(town).moved == []


def test_a_record_that_was_taken_out_holds_nothing(town):
    row = recorded(town.room, town.october, town.clerk)
    Activity.objects.filter(pk=row.pk).update(removed_at=timezone.now(), removed_by=town.clerk)
    assert len(rest(town).moved) == 1


@pytest.mark.parametrize(("attendance", "moves"), [(DayAttendance.PRESENT, 0), (DayAttendance.LEAVE, 1)])
def test_who_came_holds_the_day_and_who_asked_for_leave_does_not(town, attendance, moves):
    own = RoomDay.objects.create(room=town.room, day=town.october)
    DayAttendee.objects.create(room_day=own, member=make.posted_member(town.room), attendance=attendance)
    assert len(rest(town).moved) == moves


def test_a_plan_goes_along(town):
    RoomDay.objects.create(room=town.room, day=town.october, plan="走访三户")
    assert len(rest(town).moved) == 1


def test_a_day_of_rest_that_is_taken_back_brings_no_day_back_that_has_gone_by(town):
    day = rest(town)
    with time_machine.travel("2026-11-01 09:00+08:00"):
        assert operations.remove_day(day, by=town.leading_office).moved == []


def test_another_pack_takes_the_open_days_and_leaves_the_past(town):
    operations.adopt_practice(town.city, version=own_pack(), starts_on=date(2026, 10, 20), by=town.leading_office)
    assert [f"{day.on:%m-%d}" for day in queries.days_for(town.room, 2026)] == ["02-27", "04-24", "06-26", "08-28"]
    assert [f"{day.on:%m-%d}" for day in queries.days_for(town.room, 2027)] == ["03-15", "09-16"]
    assert Notice.objects.filter(sentence="10月30日（周五）的双月活动日按新的做法不再安排").count() == 5


def test_a_plan_for_a_day_that_is_no_more_can_still_be_read(town):
    RoomDay.objects.create(room=town.room, day=town.october, plan="走访三户")
    operations.adopt_practice(town.city, version=own_pack(), starts_on=date(2026, 10, 20), by=town.leading_office)
    town.october.refresh_from_db()
    assert town.october.dropped_at
    assert queries.day_of_room(town.room, town.october.pk) == town.october
    assert queries.day_of_room(town.other_room, town.october.pk) is None
    with pytest.raises(Refused, match="不再安排"):
        moved(town)
    with pytest.raises(Refused, match="不再安排"):
        operations.plan_day(town.room, town.october, by=town.clerk, plan="x", place="", starts_at=None, version=1)


def test_the_first_pack_taken_up_again_brings_the_day_back(town):
    RoomDay.objects.create(room=town.room, day=town.october, plan="走访三户")
    operations.adopt_practice(town.city, version=own_pack(), starts_on=date(2026, 10, 20), by=town.leading_office)
    operations.adopt_practice(town.city, version=make.daye(), starts_on=date(2026, 10, 21), by=town.leading_office)
    assert town.october in queries.days_for(town.room, 2026)


def test_the_daily_job_makes_the_next_year_once(town):
    with time_machine.travel("2027-01-01 08:00+08:00"):
        assert operations.settle_days().made == 6
        assert operations.settle_days().made == 0
