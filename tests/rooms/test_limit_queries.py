"""Which limits a unit has, and which were late in a month."""

from datetime import date

import pytest
import time_machine
from django.utils import timezone

from rooms import practice
from rooms.models import TimeLimit
from rooms.operations import time_limits
from rooms.queries import time_limits as queries
from tests import factories as make

pytestmark = pytest.mark.django_db
PACK = practice.load("daye")


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel("2026-11-26 10:00+08:00", tick=False) as clock:
        yield clock


@pytest.fixture
def unit():
    return make.UnitFactory(name="市住建局")


def begin(unit, until, **given):
    told = {"of": "report_action", "subject": "关于加装电梯的专报", "url": "/x/", "by": None, "pack": PACK}
    length = {"given_on": date.fromisoformat(until), "given_by": "市委办", "starts_on": date(2026, 8, 3), "name": until}
    return time_limits.begin(unit.region, unit=unit, **(told | length | given))


def test_what_runs_and_what_is_overdue_of_a_unit(unit):
    late, soon, stopped = begin(unit, "2026-11-20"), begin(unit, "2026-11-27"), begin(unit, "2026-12-20")
    time_limits.pause(stopped, by=None, reason="等材料")
    time_limits.meet(begin(unit, "2026-11-21"), by=None)
    begin(make.UnitFactory(), "2026-11-20")
    assert list(queries.running_of([unit])) == [late, soon, stopped]
    assert list(queries.overdue_of(unit)) == [late]
    assert list(queries.overdue_of([unit], today=date(2026, 11, 28))) == [late, soon]


def test_late_in_a_month_with_how_many_working_days(unit, clock):
    begin(unit, "2026-10-09")
    met = begin(unit, "2026-10-12")
    time_limits.meet(met, by=None, on=date(2026, 10, 15))
    time_limits.meet(begin(unit, "2026-10-13"), by=None, on=date(2026, 10, 13))
    time_limits.void(begin(unit, "2026-10-14"), by=None, reason="撤回")
    begin(make.RoomFactory().approver, "2026-10-09")
    time_limits.meet(begin(unit, "2026-09-29"), by=None, on=date(2026, 9, 30))
    late = queries.late_in(date(2026, 10, 1), unit.region)
    # Until 30 October; 10 October was worked.
    assert [(row.unit, row.name, row.days_late, row.met_on) for row in late] == [
        (unit, "2026-10-09", 16, None),
        (unit, "2026-10-12", 3, date(2026, 10, 15)),
    ]
    assert [row.days_late for row in queries.late_in(date(2026, 9, 1), unit.region)] == [1]
    # This month until today.
    assert [row.days_late for row in queries.late_in(date(2026, 11, 1), unit.region)] == [35]
    assert queries.late_in(date(2026, 12, 1), unit.region) == []


def test_a_month_is_read_with_two_queries_however_many_were_late(unit, django_assert_num_queries):
    for day in range(9, 20):
        begin(unit, f"2026-10-{day:02}")
    with django_assert_num_queries(2):
        late = queries.late_in(timezone.localdate(), unit.region)
        assert [row.unit.name for row in late] == ["市住建局"] * 11


def test_what_a_record_owns_is_read_with_its_history_at_once(unit, django_assert_num_queries):
    for day in range(9, 20):
        time_limits.extend(
            begin(unit, f"2026-12-{day:02}"), by=None, reason="x", approved_by="x", given_on=date(2027, 1, 4)
        )
    with django_assert_num_queries(4):
        assert [len(limit.extensions.all()) for limit in queries.limits_of(unit.region)] == [1] * 11
    assert TimeLimit.objects.of(unit.region, "proposal_reply").count() == 0
