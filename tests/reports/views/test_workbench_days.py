"""Activity days on the workbench of rooms and of the offices above them."""

from datetime import date

import pytest
import time_machine

from rooms import operations
from rooms.enums import ActivityContext, ActivityKind
from rooms.models import Activity, ActivityDay, RoomDay
from tests import factories as make

pytestmark = pytest.mark.django_db
SENTENCE = "登记10月30日双月活动日的活动"


@pytest.fixture
def town(house):
    with time_machine.travel("2026-10-31 09:00+08:00", tick=False) as clock:
        operations.follow_practice(house.city, version=make.daye(), starts_on=date(2020, 1, 1), by=None)
        ActivityDay.objects.filter(on__lt=date(2026, 10, 1)).delete()
        house.clock = clock
        house.day = ActivityDay.objects.get(nominal_on=date(2026, 10, 30))
        yield house


def desk(client, who):
    client.force_login(who)
    return client.get("/workbench/year/").text + client.get("/workbench/rooms/").text


def test_a_room_without_a_record_is_asked_for_it(town, client):
    assert SENTENCE in desk(client, town.clerk)
    assert SENTENCE in desk(client, town.convener)
    assert SENTENCE not in desk(client, town.member)


def test_a_record_answers_it(town, client):
    Activity.objects.create(
        room=town.room,
        kind=ActivityKind.VISIT,
        context=ActivityContext.ACTIVITY_DAY,
        day=town.day,
        on=town.day.on,
        what="走访",
        created_by=town.clerk,
    )
    assert SENTENCE not in desk(client, town.clerk)
    assert SENTENCE in desk(client, town.other_clerk)


def test_on_the_day_itself_nothing_is_owed(town, client):
    town.clock.move_to("2026-10-30 20:00+08:00")
    assert SENTENCE not in desk(client, town.clerk)


def test_a_room_that_opened_later_owes_nothing(town, client):
    type(town.room).objects.filter(pk=town.room.pk).update(opened_on=date(2026, 10, 31))
    assert SENTENCE not in desk(client, town.clerk)


def test_everybody_of_a_room_sees_its_next_day_with_the_plan(town, client):
    december = ActivityDay.objects.get(nominal_on=date(2026, 12, 25))
    RoomDay.objects.create(room=town.room, day=december, plan="走访困难户")
    for who in (town.clerk, town.member):
        told = desk(client, who)
        assert "下一个活动日" in told
        assert "走访困难户" in told
    assert "还没有登记安排" in desk(client, town.other_clerk)


def test_the_offices_above_see_how_many_rooms_recorded_nothing(town, client):
    assert "2 室没有登记" in desk(client, town.leading_office)
    assert "1 室没有登记" in desk(client, town.township)
    assert "最近的活动日" not in desk(client, town.department)
