"""Which limits a record has."""

from datetime import date

import pytest
import time_machine

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


def test_what_a_record_owns_is_read_with_its_history_at_once(unit, django_assert_num_queries):
    for day in range(9, 20):
        time_limits.extend(
            begin(unit, f"2026-12-{day:02}"), by=None, reason="x", approved_by="x", given_on=date(2027, 1, 4)
        )
    with django_assert_num_queries(4):
        assert [len(limit.extensions.all()) for limit in queries.limits_of(unit.region)] == [1] * 11
    assert TimeLimit.objects.of(unit.region, "proposal_reply").count() == 0
