"""How many rooms and people a place had on a day."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from members.enums import RegionKind
from members.models import Member, Region
from reports.facts import places
from reports.facts.stock import stock
from rooms.models import Posting, Representative, Room
from tests import factories as make

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


def city_place(house):
    return places.place_of_region(Region.objects.get(kind=RegionKind.CITY), places.rooms_of(house.leading_office))


def test_a_room_counts_from_the_day_of_its_opening_until_the_day_before_its_end(house):
    Room.objects.update(opened_on=date(2026, 3, 10))
    Room.objects.filter(pk=house.other_room.pk).update(state="withdrawn", withdrawn_on=date(2026, 9, 16))
    found = {
        day: stock(city_place(house), day)["rooms"]
        for day in (date(2026, 3, 9), date(2026, 3, 10), date(2026, 9, 15), date(2026, 9, 16))
    }
    assert list(found.values()) == [0, 2, 2, 1]


def test_a_room_that_is_not_opened_yet_is_none(house):
    Room.objects.filter(pk=house.room.pk).update(state="approved", opened_on=None)
    assert stock(city_place(house), TODAY)["rooms"] == 1


def test_a_member_of_two_rooms_is_one_member(house):
    before = stock(city_place(house), TODAY)["posted"]
    member = make.posted_member(house.room)
    Posting.objects.create(room=house.other_room, member=member, starts_on=TODAY)
    assert stock(city_place(house), TODAY)["posted"] == before + 1
    Posting.objects.filter(member=member).update(starts_on=TODAY - timedelta(days=9), ends_on=TODAY - timedelta(days=1))
    assert stock(city_place(house), TODAY)["posted"] == before


def test_representatives_are_those_of_the_day(house):
    before = stock(city_place(house), TODAY)["party"]
    Representative.objects.create(name="谢春兰", room=house.room, kind="party", starts_on=TODAY)
    assert stock(city_place(house), TODAY)["party"] == before + 1
    assert stock(city_place(house), TODAY - timedelta(days=1))["party"] == before


def test_members_of_the_roll_are_the_citys(house):
    place = places.place_of_region(house.room.unit.region, places.rooms_of(house.leading_office))
    assert stock(city_place(house), TODAY)["members"] == Member.objects.active().count()
    assert "members" not in stock(place, TODAY)
