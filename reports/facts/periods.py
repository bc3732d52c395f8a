"""The days that a quota counts: a calendar period, the term of office, or a window that moves along."""

from datetime import date, timedelta

from reports.facts.months import last_day

# Months of the periods that begin with the year.
LENGTHS = {"month": 1, "two_months": 2, "quarter": 3, "half_year": 6, "year": 12}
# 地方各级政协每届任期五年。
TERM_YEARS = 5


def bounds(quota, on: date, *, term_starts_on: str = "") -> tuple[date, date]:
    """The first and the last day of the period in which this day lies."""
    if quota.period == "days":
        return on - timedelta(days=quota.days - 1), on
    if quota.period == "term":
        return _term(date.fromisoformat(term_starts_on), on)
    length = LENGTHS[quota.period]
    first = date(on.year, (on.month - 1) // length * length + 1, 1)
    return first, last_day(date(on.year, first.month + length - 1, 1))


def _term(start: date, on: date) -> tuple[date, date]:
    """Five years; a term of which nobody has said that it began follows the last one."""
    while (following := _later(start, TERM_YEARS)) <= on:
        start = following
    return start, following - date.resolution


def _later(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)


def is_whole_months(quota) -> bool:
    """Whether the months of the facts add up to the period."""
    return quota.period in LENGTHS
