"""逾期清单: a department reads its own of a month, the offices those of all units; both take it along as Excel."""

from datetime import date
from io import BytesIO

import pytest
import time_machine
from openpyxl import load_workbook

from members.enums import RoleCode
from reports.queries.asked.late import late_rows, late_seen_by, with_days
from reports.queries.asked.months import Months, month_of
from rooms import practice
from rooms.models import TimeLimit
from rooms.operations import time_limits
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel("2026-11-26 10:00+08:00", tick=False) as clock:
        yield clock


@pytest.fixture
def town(client):
    units = {name: make.UnitFactory(name=name, short_name=name) for name in ("市住建局", "市水务局")}
    for unit, about in zip(units.values(), ("关于加装电梯的专报", "关于水库清淤的专报"), strict=True):
        limit = time_limits.begin(
            unit.region,
            of="report_action",
            unit=unit,
            by=None,
            supervisor=make.office(),
            subject=about,
            url="/calendar/",
            starts_on=date(2026, 9, 1),
            given_on=date(2026, 10, 9),
            given_by="市委办",
            pack=practice.load("daye"),
        )
    time_limits.meet(limit, by=None, on=date(2026, 10, 13))
    table = {
        "handler": ("曹伟", RoleCode.DEPARTMENT, units["市住建局"]),
        "office": ("吴建华", RoleCode.OFFICE, make.office()),
        "clerk": ("周敏", RoleCode.CLERK, make.RoomFactory().unit),
    }
    return {**make.people(table), "client": client, "units": units}


def page(town, who, month="2026-10", **asked):
    town["client"].force_login(town[who])
    return town["client"].get("/asked/late/", {"month": month} | asked)


def listed(town, who, month="2026-10", **asked) -> list[tuple]:
    """What the page lists, by its limit, with the working days."""
    return [(each.item.title, each.days) for each in page(town, who, month, **asked).context["items"]]


LIFTS, RESERVOIR = "交办件办理：关于加装电梯的专报", "交办件办理：关于水库清淤的专报"


def test_the_office_reads_all_units_of_a_month(town):
    assert sorted(listed(town, "office")) == [(LIFTS, 16), (RESERVOIR, 3)]
    # In November one of them was still open; in September neither was due.
    assert listed(town, "office", "2026-11") == [(LIFTS, 35)]
    assert listed(town, "office", "2026-09") == []
    assert "这个月没有逾期" in page(town, "office", "2026-09").content.decode()


def test_a_department_reads_its_own_and_others_nothing(town):
    assert listed(town, "handler") == [(LIFTS, 16)]
    assert page(town, "clerk").status_code == 403


def test_the_list_is_narrowed_by_unit_state_words_kind_and_asker(town):
    water = str(town["units"]["市水务局"].pk)
    assert listed(town, "office", unit=water) == [(RESERVOIR, 3)]
    assert listed(town, "office", state="done") == [(RESERVOIR, 3)]
    assert listed(town, "office", state="still") == [(LIFTS, 16)]
    assert listed(town, "office", q="电梯") == [(LIFTS, 16)]
    assert listed(town, "office", kind="task") == []
    assert len(listed(town, "office", kind="limit", asker=str(make.office().pk))) == 2
    # What cannot be read narrows nothing.
    assert len(listed(town, "office", unit="x", state="?", sort="?")) == 2


def test_the_page_counts_each_unit_and_leads_to_its_rows(town):
    answer = page(town, "office")
    units = [(each.unit.name, each.count, each.still) for each in answer.context["units"]]
    assert sorted(units) == [("市住建局", 1, 1), ("市水务局", 1, 0)]
    assert f"?month=2026-10&amp;unit={town['units']['市水务局'].pk}" in answer.content.decode()


def test_the_list_is_taken_along_as_excel_as_it_is_narrowed(town):
    assert [[*row[:2], row[5].date(), row[6]] for row in exported(town)] == [
        ["市住建局", LIFTS, date(2026, 10, 9), 16],
        ["市水务局", RESERVOIR, date(2026, 10, 9), 3],
    ]
    assert [row[0] for row in exported(town, state="done")] == ["市水务局"]


def exported(town, **asked) -> list[list]:
    town["client"].force_login(town["office"])
    answer = town["client"].get("/exports/asked-late/", {"month": "2026-10", "sort": "unit"} | asked)
    return [[cell.value for cell in row] for row in load_workbook(BytesIO(answer.content)).active.iter_rows(min_row=3)]


def test_a_limit_that_is_held_against_the_unit_no_more_is_left_out(town):
    limit = TimeLimit.objects.get(unit=town["units"]["市住建局"])
    rows = late_seen_by(town["office"], date(2026, 11, 1))
    assert [each.days for each in with_days(rows)] == [35]
    time_limits.void(limit, by=None, reason="撤回")
    assert late_rows(late_seen_by(town["office"], date(2026, 11, 1))) == []


@pytest.mark.parametrize("text", ["", "2026-13", "2027-01", "x", "1999-12", "2026-11-01"])
def test_a_month_that_is_none_is_this_month(text):
    assert month_of(text) == date(2026, 11, 1)


def test_the_months_beside_it_end_with_this_one():
    this = Months(date(2026, 11, 1))
    assert (this.before, this.after) == (date(2026, 10, 1), None)
    first = Months(date(2000, 1, 1))
    assert (first.before, first.after) == (None, date(2000, 2, 1))
