"""履职统计 over all members: measures as columns, filters, order, and the file."""

from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from reports import facts
from reports.facts.duty.statistics import statistics
from tests import factories as make
from tests.reports.test_duty import busy, member_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def city(house):
    house.own = busy(house)
    house.quiet = member_of(house.room, "周正")
    house.far = member_of(house.other_room, "何玉珍")
    facts.rebuild()
    return house


def names(user, **params):
    return [row.member.name for row in statistics(user, params, 2026).rows]


def test_everybody_sees_the_members_whose_files_are_open_to_him(city):
    assert names(city.leading_office) == ["邓国梁", "何玉珍", "周正"]
    assert names(city.clerk) == ["邓国梁", "周正"]
    assert names(city.other_clerk) == ["何玉珍"]
    assert names(city.quiet.user) == ["周正"]


def test_columns_are_measures_and_rows_come_in_their_order(city):
    found = statistics(city.leading_office, {"sort": "visits"}, 2026)
    [first, *_] = found.rows
    assert (first.member, first.of("visits"), first.of("attendances")) == (city.own, 6, 3)
    assert {"attendances", "visits", "information"} <= {code for code, _ in found.columns}
    assert names(city.leading_office, q="周") == ["周正"]
    assert names(city.leading_office, level="nobody", room=city.other_room.unit.short_name) == ["何玉珍"]


def test_the_page_and_its_workbook_say_the_same(client, city):
    client.force_login(city.leading_office)
    page = client.get(reverse("reports:duty_list") + "?year=2026&sort=visits").text
    assert page.index("邓国梁") < page.index("周正")
    sheet = load_workbook(
        BytesIO(client.get(reverse("reports:export_list", args=["duty"]) + "?year=2026").content)
    ).active
    rows = list(sheet.iter_rows(min_row=2, values_only=True))
    at = rows[0].index("走访人次（人次）")
    assert {row[0]: row[at] for row in rows[1:]} == {"邓国梁": 6, "周正": 0, "何玉珍": 0}


def test_three_hundred_members_take_no_more_queries(city):
    def count():
        reader = type(city.leading_office).objects.get(pk=city.leading_office.pk)
        with CaptureQueriesContext(connection) as queries:
            found = statistics(reader, {}, 2026)
        return len(queries), len(found.rows)

    before, _ = count()
    for number in range(300):
        make.posted_member(city.room, name=f"委员{number}")
    assert count() == (before, 303)
    assert before <= 6
