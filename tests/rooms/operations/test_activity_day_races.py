"""Two offices move the same activity day at the same moment, on real PostgreSQL."""

from datetime import date, timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from members.models import Event
from rooms import operations, queries
from rooms.models import ActivityDay
from tests import factories as make
from tests import scenes
from tests.rooms.operations.test_practice_races import together


@pytest.fixture
def house(transactional_db):
    house = scenes.house()
    operations.follow_practice(house.city, version=make.daye(), starts_on=date(2020, 1, 1), by=None)
    house.day = queries.coming_day(house.room, timezone.localdate() + timedelta(days=3))
    return house


def moves(house, seen):
    """Each hand to another date; `seen` says which version the hand has in view."""

    def move(days):
        with transaction.atomic():
            on, version = house.day.on + timedelta(days=days), seen()
            return operations.move_day(house.day, on=on, reason="冲突", version=version, by=house.leading_office)

    return together(*(lambda days=days: move(days) for days in (-2, -1, 1, 2)))


def test_of_several_who_move_a_day_one_does_and_the_others_are_told(house):
    results = moves(house, lambda: house.day.version)
    assert sum(isinstance(each, ActivityDay) for each in results) == 1
    assert sum("别人刚刚保存过" in str(each) for each in results) == 3
    assert Event.objects.filter(verb="rooms.move_activity_day").count() == 1


def test_without_looking_at_the_version_all_of_them_would(house):
    """The negative control: it is the version that keeps them apart, the lock only makes them wait."""
    results = moves(house, lambda: ActivityDay.objects.select_for_update().get(pk=house.day.pk).version)
    assert all(isinstance(each, ActivityDay) for each in results)
    assert Event.objects.filter(verb="rooms.move_activity_day").count() == 4


def test_two_who_settle_a_year_at_once_make_it_once(house):
    ActivityDay.objects.all().delete()
    results = together(operations.settle_days, operations.settle_days, operations.settle_days)
    assert sorted(each.made for each in results) == [0, 0, 12]
