"""The reports of a province's worth of rooms: 5,000 take no more than five minutes of data work.

PERIODIC_ROOMS=5000 pytest -s tests/reports/periodic/test_speed.py measures all of them; a run of all tests a few.
"""

import os
from datetime import date
from time import monotonic

import pytest

from members.enums import RegionKind, UnitKind
from members.models import Region, Unit
from reports.facts.periodic.timing import rule_of
from reports.facts.spans import span_of
from reports.models import PeriodicReport, RoomMonth
from reports.operations import periodic
from rooms.models import Room
from tests import factories as make
from tests.reports.periodic.scene import MONTH, house

__all__ = ["house"]
pytestmark = pytest.mark.django_db

COUNT = int(os.environ.get("PERIODIC_ROOMS", "150"))
TOWNSHIP_OF = 25
SECONDS, ROOMS = 300, 5000
# Reading what every report shares; a small number of rooms is not measured by it.
SHARED = 10
MONTHS = [date(2025, month, 1) for month in range(4, 13)] + [date(2026, month, 1) for month in range(1, 4)]
PARTS = {
    "activities": "|activity=visit|context=ordinary|",
    "study_sessions": "|context=ordinary|",
    "receptions": "|context=ordinary|response=on_the_spot|",
    "visits": "|context=activity_day|",
    "consultations": "|importance=ordinary|",
    "done_matters": "|level=township|",
}


def country(city) -> list[Room]:
    """Rooms in bulk: nothing is measured of how they come about."""
    bulk = Region.objects.bulk_create
    townships = bulk(
        Region(code=f"42028190{at:04}", name=f"第{at}镇", kind=RegionKind.TOWNSHIP, parent=city, path=_path(city, at))
        for at in range(-(-COUNT // TOWNSHIP_OF))
    )
    fields = {"kind": UnitKind.ROOM, "pinyin": "s"}
    bodies = Unit.objects.bulk_create(
        Unit(name=f"{each.name}党委", short_name=each.name, kind=UnitKind.TOWNSHIP, region=each, pinyin="z")
        for each in townships
    )
    units = Unit.objects.bulk_create(
        Unit(name=f"第{at}室", short_name=f"{at}室", region=townships[at // TOWNSHIP_OF], **fields)
        for at in range(COUNT)
    )
    return Room.objects.bulk_create(
        Room(unit=unit, kind="village", state="opened", approver=bodies[at // TOWNSHIP_OF], opened_on=make.LONG_AGO)
        for at, unit in enumerate(units)
    )


def _path(city, at: int) -> str:
    return f"{city.path}42028190{at:04}/"


def test_many_rooms_are_told_of_in_time(house):
    rooms = country(house.city)
    RoomMonth.objects.bulk_create(
        (
            RoomMonth(room=room, month=month, measure=measure, part=part, n=1 + at % 3)
            for at, room in enumerate(rooms)
            for month in MONTHS
            for measure, part in PARTS.items()
        ),
        batch_size=5000,
    )
    row = periodic.begin(rule_of(house.city, "supervision"), span_of(MONTH), by=None)
    begun = monotonic()
    row = periodic.make(row)
    took = monotonic() - begun
    print(f"{row.made} reports in {took:.1f} s, {row.made / took:.0f} a second")
    assert PeriodicReport.objects.filter(level="room").count() == COUNT + 2
    assert took < SHARED + SECONDS * row.made / ROOMS
