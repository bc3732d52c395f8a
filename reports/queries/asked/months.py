"""Months of the lists and papers of what units are asked for, and what of a thing falls into one."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import F, Q
from django.db.models.functions import TruncDate
from django.utils import timezone

from reports.enums import AskedStage
from reports.queries.asked.figures import ANSWERED, COUNTED
from reports.queries.asked.rows import AskedRows
from rooms.calendar import FIRST


def ends_of(month: date) -> tuple[date, date]:
    """The first and the last day of a month."""
    first = month.replace(day=1)
    return first, (first + timedelta(days=32)).replace(day=1) - timedelta(days=1)


def month_of(text) -> date:
    """2026-11 as its first day; this month where it cannot be read or has not come yet."""
    this = timezone.localdate().replace(day=1)
    asked = read_month(text)
    return asked if asked and FIRST <= asked <= this else this


def read_month(text) -> date | None:
    try:
        return date.fromisoformat(f"{text}-01")
    except ValueError:
        return None


@dataclass(frozen=True)
class Months:
    """The month that is shown and those beside it."""

    shown: date

    @property
    def before(self) -> date | None:
        return (self.shown - timedelta(days=1)).replace(day=1) if self.shown > FIRST else None

    @property
    def after(self) -> date | None:
        found = (self.shown + timedelta(days=32)).replace(day=1)
        return found if found <= timezone.localdate() else None


# ── what falls into one ──────────────────────────────────────────────────────────────────────────────────────────────
PARTS = {
    "asked": ("当月交办", lambda first, last: Q(as_issued_on__range=(first, last))),
    "on_time": ("按期完成", lambda first, last: _done(first, last) & _in_time()),
    "done_late": ("逾期完成", lambda first, last: _done(first, last) & ~_in_time()),
    "open": ("期末未办", lambda first, last: Q(as_issued_on__lte=last) & ~_over(last)),
}


def _done(first, last) -> Q:
    return ANSWERED & Q(as_answered_on__range=(first, last))


def _in_time() -> Q:
    """What has no day is never late."""
    return Q(as_answer_by__isnull=True) | Q(as_answered_on__lte=F("as_answer_by"))


def _over(last) -> Q:
    return (ANSWERED & Q(as_answered_on__lte=last)) | Q(as_stage=AskedStage.CLOSED, as_answered_at__isnull=True)


def dated(rows: AskedRows) -> AskedRows:
    rows = rows.filter(COUNTED)
    return rows.annotate(as_issued_on=TruncDate("as_issued_at"), as_answered_on=TruncDate("as_answered_at"))


def part_of(rows: AskedRows, code: str, month: date) -> AskedRows:
    """The records of one column of a month."""
    return dated(rows).filter(PARTS[code][1](*ends_of(month)))
