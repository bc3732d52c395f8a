"""Spans of whole months that figures are told for: a month, a quarter, half a year, a year."""

import re
from dataclasses import dataclass
from datetime import date

from reports.facts.months import last_day

PATTERN = re.compile(r"(\d{4})(?:-(?:(0[1-9]|1[0-2])|Q([1-4])|H([12])))?")
QUARTERS, HALVES = ("一", "二", "三", "四"), ("上", "下")
EARLIEST = 2000
MONTHS_OF_YEAR = 12


@dataclass(frozen=True, order=True)
class Span:
    """From the first day of a month to the last day of the same or a later month."""

    since: date
    until: date

    @property
    def months(self) -> int:
        return (self.until.year - self.since.year) * MONTHS_OF_YEAR + self.until.month - self.since.month + 1

    @property
    def before(self) -> "Span":
        """The one of the same length that ends where this one begins."""
        return _of(_month(self.since, -self.months), self.months)

    @property
    def after(self) -> "Span":
        """The one of the same length that begins where this one ends."""
        return _of(_month(self.since, self.months), self.months)

    @property
    def year_before(self) -> "Span":
        return _of(_month(self.since, -MONTHS_OF_YEAR), self.months)

    @property
    def code(self) -> str:
        year, part = self.since.year, (self.since.month - 1) // self.months + 1
        return {1: f"{year}-{part:02}", 3: f"{year}-Q{part}", 6: f"{year}-H{part}"}.get(self.months, str(year))

    @property
    def name(self) -> str:
        year, part = self.since.year, (self.since.month - 1) // self.months
        if self.months == MONTHS_OF_YEAR:
            return f"{year}年"
        if self.months == 1:
            return f"{year}年{self.since.month}月"
        return f"{year}年第{QUARTERS[part]}季度" if self.months == 3 else f"{year}年{HALVES[part]}半年"

    def holds(self, day: date) -> bool:
        return self.since <= day <= self.until

    def each_month(self) -> list[date]:
        return [_month(self.since, later) for later in range(self.months)]


def span_of(code: str) -> Span:
    """The span of 2026, 2026-H1, 2026-Q3 or 2026-09. Raises ValueError where it is none of these."""
    found = PATTERN.fullmatch(code)
    if found is None or int(found[1]) < EARLIEST:
        raise ValueError(code)
    year, month, quarter, half = (int(part) if part else 0 for part in found.groups())
    length = 1 if month else 3 if quarter else 6 if half else MONTHS_OF_YEAR
    return _of(date(year, ((month or quarter or half or 1) - 1) * length + 1, 1), length)


def month_span(day: date) -> Span:
    return _of(day.replace(day=1), 1)


def span_holding(day: date, months: int) -> Span:
    """The month, quarter, half-year or year in which the day lies."""
    return _of(date(day.year, (day.month - 1) // months * months + 1, 1), months)


def year_span(year: int) -> Span:
    return _of(date(year, 1, 1), MONTHS_OF_YEAR)


def _of(first: date, months: int) -> Span:
    return Span(first, last_day(_month(first, months - 1)))


def _month(first: date, later: int) -> date:
    """The first day of the month that is so many later."""
    years, month = divmod(first.month - 1 + later, MONTHS_OF_YEAR)
    return date(first.year + years, month + 1, 1)
