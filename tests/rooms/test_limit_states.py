"""The state table of a time limit as a full matrix, and what no row of it may say."""

from datetime import date

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.utils import timezone

from members.workflow import Refused
from rooms import practice
from rooms.enums import LimitState
from rooms.models import ClockStop, Extension, TimeLimit
from rooms.operations import time_limits
from rooms.workflow import TIME_LIMIT, advance
from tests import factories as make

pytestmark = pytest.mark.django_db
PAIRS = [(start, end) for start in TIME_LIMIT for end in LimitState]
OPEN = (LimitState.RUNNING, LimitState.PAUSED)
DAY = date(2026, 10, 12)


@pytest.fixture
def limit():
    unit = make.UnitFactory()
    told = {"subject": "x", "url": "/x/", "by": None, "lapses": True, "pack": practice.load("daye")}
    with time_machine.travel("2026-10-12 10:00+08:00", tick=False):
        yield time_limits.begin(unit.region, unit=unit, of="report_action", **told)


def fields_of(state: LimitState) -> dict:
    """What belongs to a state, as the verbs write it."""
    met_on = DAY if state == LimitState.MET else None
    return {"met_on": met_on, "settled_at": None if state in OPEN else timezone.now()}


def test_the_table_knows_every_state_and_no_other():
    assert set(TIME_LIMIT) == set(LimitState)


@pytest.mark.parametrize(("start", "end"), PAIRS, ids=lambda state: state.value)
def test_a_limit_moves_along_the_table_or_is_refused(limit, start, end):
    TimeLimit.objects.update(**{"state": start, **fields_of(start)})
    limit.refresh_from_db()
    if end in TIME_LIMIT[start]:
        advance(limit, TIME_LIMIT, end, by=None, **fields_of(end))
    else:
        with pytest.raises(Refused):
            advance(limit, TIME_LIMIT, end, by=None, **fields_of(end))
    assert TimeLimit.objects.get().state == (end if end in TIME_LIMIT[start] else start)


@pytest.mark.parametrize(
    ("wrong", "constraint"),
    [
        ({"days": 3}, "time_limit_has_one_span"),
        ({"months": None}, "time_limit_has_one_span"),
        ({"months": None, "given_on": DAY}, "time_limit_given_by_somebody"),
        ({"due_on": date(2026, 10, 11)}, "time_limit_days_in_order"),
        ({"met_on": DAY}, "time_limit_met_has_a_day"),
        ({"settled_at": timezone.now()}, "time_limit_settled_once"),
        ({"state": "void"}, "time_limit_settled_once"),
        ({"state": "lapsed", "settled_at": timezone.now(), "lapses": False}, "time_limit_lapses_by_rule"),
    ],
)
def test_no_row_contradicts_itself(limit, wrong, constraint):
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        TimeLimit.objects.update(**wrong)


def test_no_stop_or_extension_contradicts_itself(limit):
    extension = {"reason": "x", "approved_by": "x", "granted_on": DAY, "due_before": DAY}
    wrong = [
        (ClockStop, {"stopped_on": DAY, "resumed_on": date(2026, 10, 11), "resumed_at": timezone.now()}),
        (ClockStop, {"stopped_on": DAY, "resumed_on": DAY}),
        (Extension, {**extension, "days": 1, "months": 1, "due_after": date(2026, 10, 13)}),
        (Extension, {**extension, "days": 1, "due_after": DAY}),
    ]
    for model, fields in wrong:
        with pytest.raises(IntegrityError), transaction.atomic():
            model.objects.create(limit=limit, **fields)
    ClockStop.objects.create(limit=limit, stopped_on=DAY)
    with pytest.raises(IntegrityError, match="clock_stops_once_at_a_time"), transaction.atomic():
        ClockStop.objects.create(limit=limit, stopped_on=DAY)
