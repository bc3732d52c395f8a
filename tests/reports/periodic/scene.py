"""A city that reports by the pack of 大冶: two rooms in two townships, and what they did, month by month."""

from datetime import date

import pytest

from reports.facts.periodic.timing import rule_of
from reports.facts.spans import span_of
from reports.models import PeriodicReport
from reports.operations import periodic
from tests import factories as make
from tests import scenes
from tests.rooms.activity_scene import recorded

# A span that is over whenever the tests run, and the day on which its report is due.
MONTH, NEXT, DUE = "2026-03", date(2026, 4, 1), date(2026, 4, 3)


@pytest.fixture
def house():
    house = scenes.house()
    make.daye()
    house.second_office = make.person("leading_office", unit=make.leading_office(), name="柯正清")
    return house


def received(house, on: date, amount: int, room=None) -> None:
    room, by = room or house.room, house.clerk
    recorded(room, by=by, kind="reception", amount=amount, on=on, what="接待群众")


def made(house, span=MONTH, kind="supervision"):
    """The round of a span, with all of its reports."""
    row = periodic.begin(rule_of(house.city, kind), span_of(span), by=house.leading_office)
    return periodic.make(row)


def of_city(row) -> PeriodicReport:
    return PeriodicReport.objects.for_page().get(round=row, level="city", correction=0)


def of_room(row, room) -> PeriodicReport:
    return PeriodicReport.objects.for_page().get(round=row, room=room, correction=0)


def figure(report, code: str) -> tuple:
    row = next(each for each in report.content["figures"] if each["code"] == code)
    return row["now"], row["before"], row["total"]
