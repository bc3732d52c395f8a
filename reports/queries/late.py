"""逾期清单: which limits of units were past their day in a month, as far as the person sees them."""

from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from rooms.calendar import FIRST
from rooms.models import TimeLimit
from rooms.queries.time_limits import LateLimit, late_among


def month_of(text: str) -> date:
    """The month of an address (2026-10); this month where none can be read, nor one that is still to come."""
    this = timezone.localdate().replace(day=1)
    try:
        asked = date.fromisoformat(f"{text}-01")
    except ValueError:
        return this
    return asked if FIRST <= asked <= this else this


def late_seen_by(user, month: date) -> list[LateLimit]:
    return late_among(TimeLimit.objects.visible_to(user), month)


@dataclass(frozen=True)
class Months:
    """The month that is shown and those beside it."""

    shown: date

    @property
    def before(self) -> date | None:
        if self.shown <= FIRST:
            return None
        year, month = divmod(self.shown.year * 12 + self.shown.month - 2, 12)
        return date(year, month + 1, 1)

    @property
    def after(self) -> date | None:
        year, month = divmod(self.shown.year * 12 + self.shown.month, 12)
        found = date(year, month + 1, 1)
        return found if found <= timezone.localdate() else None
