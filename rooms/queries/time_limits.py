"""Reads of limits for the lists of a unit and for the monthly report."""

from calendar import monthrange
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import F, Q
from django.utils import timezone

from members.models import Region, Unit
from rooms import calendar
from rooms.calendar import Override
from rooms.enums import LimitState
from rooms.models import TimeLimit


@dataclass(frozen=True)
class LateLimit:
    """One limit that was past its day in a month: by how many working days, and when it was met if it was."""

    limit: TimeLimit
    days_late: int

    @property
    def unit(self) -> Unit:
        return self.limit.unit

    @property
    def name(self) -> str:
        return self.limit.name

    @property
    def label(self) -> str:
        return self.limit.subject

    @property
    def url(self) -> str:
        return self.limit.url

    @property
    def due_on(self) -> date:
        return self.limit.due_on

    @property
    def met_on(self) -> date | None:
        return self.limit.met_on


def limits_of(owner, *acts: str):
    """Every limit of a record with its history, what runs before what is settled; four queries, however many."""
    rows = TimeLimit.objects.of(owner, *acts).for_page()
    return rows.order_by(F("settled_at").asc(nulls_first=True), "due_on", "pk")


def running_of(units: Iterable[Unit]):
    """What these units have to do by a day, the most urgent first; also what stands for a while."""
    return TimeLimit.objects.open().filter(unit__in=units).for_page().order_by("due_on", "pk")


def overdue_of(units: Iterable[Unit] | Unit, *, today: date | None = None):
    """What these units have not done by its day, the oldest first."""
    units = [units] if isinstance(units, Unit) else units
    late = TimeLimit.objects.late(today or timezone.localdate())
    return late.filter(unit__in=units).for_page().order_by("due_on", "pk")


def late_in(month: date, region: Region, *, overrides: Mapping[date, Override] | None = None) -> list[LateLimit]:
    """Every limit of the units below a region that was past its day at some time of the month, unit by unit."""
    rows = TimeLimit.objects.filter(unit__region__path__startswith=region.path)
    return late_among(rows, month, overrides=overrides)


def late_among(rows, month: date, *, overrides: Mapping[date, Override] | None = None) -> list[LateLimit]:
    """Which of these limits were past their day at some time of the month, unit by unit.

    What was met in the month counts until that day, what is still open until the end of the month, or until today.
    What lapsed or is waited for no more is not late; neither is what was extended in time.
    """
    first = month.replace(day=1)
    last = min(first.replace(day=monthrange(first.year, first.month)[1]), timezone.localdate())
    if first > last:
        return []
    met_late = Q(state=LimitState.MET, met_on__gte=first)
    rows = rows.filter(Q(state=LimitState.RUNNING) | met_late, due_on__lt=last).toward_units()
    rows = rows.select_related("unit", "supervisor").order_by("unit__pinyin", "unit", "due_on", "pk")
    until = {row.pk: min(row.met_on or last, last) for row in rows}
    late = [row for row in rows if row.due_on < until[row.pk]]
    known = calendar.overrides_when_asked() if overrides is None else overrides
    return [LateLimit(row, calendar.days_late(row.due_on, until[row.pk], overrides=known)) for row in late]
