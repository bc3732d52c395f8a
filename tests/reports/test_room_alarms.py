"""What rooms ask of a person on the workbench: applications, vacant places, gaps of the list."""

from datetime import timedelta

import pytest
from django.utils import timezone

from reports.queries.room_tasks import room_alarms, room_tasks
from rooms import operations
from rooms.models import Room
from tests import factories as make

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate()


def vacate(house, *, days):
    first = house.room.conveners.get(rank="first")
    operations.end_convener(first, by=house.leading_office, last_on=TODAY - timedelta(days=days))


def told(user):
    return [(each.sentence, each.room) for each in room_alarms(user)]


def test_a_vacant_place_alarms_the_leading_office_and_the_township_over_the_room(house):
    vacate(house, days=12)
    assert list(Room.objects.without_convener()) == [house.room]
    said = ("第一召集人空缺 11 天", house.room.name)
    assert told(house.leading_office) == [said]
    assert told(house.township) == [said]
    assert told(house.other_township) == []
    urls = [room_alarms(user)[0].url for user in (house.leading_office, house.township)]
    assert urls == [f"/rooms/{house.room.pk}/convener/?rank=first", f"/rooms/{house.room.pk}/"]


def test_an_application_waits_for_the_leading_office_alone(house):
    values = {"region": house.room.unit.region, "name": "滨江室", "short_name": "滨江", "kind": "village"}
    room = operations.apply_room(by=house.township, approver=house.room.approver, reason="委员多", on=TODAY, **values)
    assert [task.url for task in room_tasks(house.leading_office)] == [f"/rooms/{room.pk}/decide/"]
    assert list(room_tasks(house.township)) == []
    room = operations.return_room(room, by=house.leading_office, on=TODAY, reason="补材料")
    assert told(house.township) == [("申请已退回，补充后再报", "滨江室")]
    room = operations.reapply_room(room, by=house.township, reason="已补", on=TODAY)
    operations.approve_room(room, by=house.leading_office, on=TODAY, basis="meeting")
    assert told(house.township) == [("已审定，补齐条件后登记挂牌", "滨江室")]


def test_gaps_of_the_list_are_told_to_the_staff_of_the_room(house, client):
    make.daye()
    said = "八有具备 0/8 项，缺标识牌、宣传图、会议（活动）桌椅（用品）等 8 项"
    assert told(house.clerk) == [(said, house.room.name)]
    assert told(house.member) == []
    client.force_login(house.clerk)
    assert said in client.get("/workbench/rooms/").content.decode()
