"""逾期清单: a department reads its own of a month, the offices those of all units; both take it along as Excel."""

from datetime import date
from io import BytesIO

import pytest
import time_machine
from openpyxl import load_workbook

from members.enums import RoleCode
from reports.queries.late import Months, month_of
from rooms import practice
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
    return {**make.people(table), "client": client}


def page(town, who, month="2026-10"):
    town["client"].force_login(town[who])
    return town["client"].get("/asked/late/", {"month": month})


def test_the_office_reads_all_units_of_a_month(town):
    text = page(town, "office").content.decode()
    assert all(each in text for each in ("2026年10月逾期清单", "2 个单位，2 项", "其中 1 项还没有完成"))
    assert all(each in text for each in ("关于加装电梯的专报", "16 天", "关于水库清淤的专报", "3 天", "10月13日"))
    # In November one of them was still open.
    november = page(town, "office", "2026-11").content.decode()
    assert ("关于加装电梯的专报" in november, "关于水库清淤的专报" in november) == (True, False)
    assert "这个月没有逾期" in page(town, "office", "2026-09").content.decode()


def test_a_department_reads_its_own_and_others_nothing(town):
    text = page(town, "handler").content.decode()
    assert ("关于加装电梯的专报" in text, "关于水库清淤的专报" in text) == (True, False)
    assert page(town, "clerk").status_code == 403


def test_the_list_is_taken_along_as_excel(town):
    town["client"].force_login(town["office"])
    answer = town["client"].get("/exports/late-limits/", {"month": "2026-10"})
    rows = [[cell.value for cell in row] for row in load_workbook(BytesIO(answer.content)).active.iter_rows(min_row=3)]
    assert [row[:3] + row[4:5] for row in rows] == [
        ["市水务局", "交办件办理", "关于水库清淤的专报", 3],
        ["市住建局", "交办件办理", "关于加装电梯的专报", 16],
    ]


@pytest.mark.parametrize("text", ["", "2026-13", "2027-01", "x", "1999-12"])
def test_a_month_that_is_none_is_this_month(text):
    assert month_of(text) == date(2026, 11, 1)


def test_the_months_beside_it_end_with_this_one():
    this = Months(date(2026, 11, 1))
    assert (this.before, this.after) == (date(2026, 10, 1), None)
    first = Months(date(2000, 1, 1))
    assert (first.before, first.after) == (None, date(2000, 2, 1))
