"""`manage.py figures` says what the pages say."""

import json
from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from consult.steps import past
from members.enums import RegionKind
from members.models import Region
from rooms import operations

pytestmark = pytest.mark.django_db


def told(**options) -> dict:
    out = StringIO()
    call_command("figures", json=True, stdout=out, **options)
    return json.loads(out.getvalue())


@pytest.fixture
def city(house):
    past.record(house.room, by=house.clerk, title="公园停车", held_on=date(2025, 9, 8), source="台账", matters=[])
    past.record(house.room, by=house.clerk, title="小区门禁", held_on=date(2026, 9, 8), source="台账", matters=[])
    return Region.objects.get(kind=RegionKind.CITY)


def consultations(found) -> tuple[int, int, int]:
    (figure,) = [each for each in found["figures"] if each["code"] == "consultation"]
    return figure["total"], figure["now"], figure["before"]


@pytest.mark.parametrize(
    ("period", "expected"),
    [("2026", (2, 1, 1)), ("2025", (1, 1, 0)), ("2026-09", (2, 1, 0)), ("2026-Q4", (2, 0, 1)), ("2026-H1", (1, 0, 1))],
)
def test_a_period_has_its_own_figures_beside_those_until_its_end(city, period, expected):
    found = told(region=city.code, period=period)
    assert consultations(found) == expected
    assert found["period"]["code"] == period


def test_an_opening_figure_is_in_the_total_and_told_apart(city, house):
    fields = {"measure": "receptions", "context": "ordinary", "until": date(2025, 12, 31), "amount": 40}
    signed = {"source": "总结", "signer": "方静", "signed_on": date(2026, 1, 5)}
    operations.add_opening(house.room, by=house.leading_office, **fields, **signed)
    (figure,) = [each for each in told(region=city.code)["figures"] if each["code"] == "reception"]
    assert (figure["total"], figure["recorded"], figure["opening"], figure["unit"]) == (40, 0, 40, "人次")


def test_a_rate_has_its_numbers_and_nothing_where_there_is_nothing(city):
    rates = {each["code"]: each for each in told(region=city.code)["rates"]}
    assert (rates["taken_on"]["part"], rates["taken_on"]["whole"], rates["taken_on"]["percent"]) == (0, 0, "")


def test_a_township_tells_of_its_rooms_and_not_of_the_offices(city, house):
    found = told(region=house.room.unit.region.code)
    assert found["region"] == {"name": house.room.unit.region.name, "rooms": 1}
    assert "report" not in {each["code"] for each in found["figures"]}
    assert [each["code"] for each in found["stock"]] == ["rooms", "posted", "party", "mass"]


def test_lines_are_for_people(city):
    out = StringIO()
    call_command("figures", region=city.code, period="2026", stdout=out)
    assert "开展协商　累计 2 场次，2026年 1 场次" in out.getvalue().splitlines()


@pytest.mark.parametrize(("options", "said"), [({"region": "1"}, "没有区划代码"), ({"period": "2026-13"}, "看不懂")])
def test_what_is_not_understood_is_said(city, options, said):
    with pytest.raises(CommandError, match=said):
        call_command("figures", **{"region": city.code, "period": "2026", **options})
