"""逾期件: what units had not done by its day in one month, as the monthly report embeds it."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import DateField, F, Q, Value
from django.db.models.functions import Greatest, TruncDate
from django.utils import timezone

from members.models import Unit
from reports.queries.asked.figures import ANSWERED, COUNTED
from reports.queries.asked.rows import AskedRows
from reports.queries.asked.sources import OWN_TURN, every_unit


def ends_of(month: date) -> tuple[date, date]:
    """The first and the last day of a month."""
    first = month.replace(day=1)
    return first, (first + timedelta(days=32)).replace(day=1) - timedelta(days=1)


def month_of(text) -> date:
    """2026-11 as its first day; this month where it cannot be read or has not come yet."""
    this = timezone.localdate().replace(day=1)
    try:
        asked = date.fromisoformat(f"{text}-01")
    except ValueError:
        return this
    return asked if date(2000, 1, 1) <= asked <= this else this


def late_during(rows: AskedRows, month: date) -> AskedRows:
    """Things that were late on some day of the month: not answered by the day, or only after it.

    Of a month that runs it is what is late up to today.
    """
    first, last = ends_of(month)
    rows = rows.annotate(as_answered_on=TruncDate("as_answered_at"))
    still = ~ANSWERED & Q(as_stage__in=OWN_TURN)
    # Answered after its day, and not before the month had begun: until then it was late.
    answered_late = ANSWERED & Q(as_answered_on__gt=Greatest(F("as_answer_by"), Value(first, DateField())))
    # On its own day it is in time.
    past = Q(as_answer_by__lt=min(last, timezone.localdate()))
    return rows.filter(COUNTED & past & (still | answered_late), as_is_strict=True)


@dataclass(frozen=True)
class UnitLate:
    unit: Unit
    count: int
    still: int


def late_in(month: date, region) -> list[UnitLate]:
    """For a monthly report: how much of the departments of a region was late in the month, the most first."""
    return late_rows(late_during(every_unit(region), month))


def late_rows(rows: AskedRows) -> list[UnitLate]:
    """The units of these late rows with how many each has."""
    counts, still = rows.counts("as_unit"), rows.filter(~ANSWERED).counts("as_unit")
    units = Unit.objects.filter(pk__in=counts).order_by("pinyin", "pk")
    found = [UnitLate(unit, counts[unit.pk], still.get(unit.pk, 0)) for unit in units]
    return sorted(found, key=lambda each: -each.count)
