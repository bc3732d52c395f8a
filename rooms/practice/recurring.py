"""活动日、接待日、征集日: on which days of a year the rule of a pack falls, on the working calendar."""

from calendar import monthrange
from collections.abc import Iterator, Mapping
from datetime import date
from typing import NamedTuple

from rooms import calendar
from rooms.practice.pack import Practice
from rooms.practice.standing import HALVES, NTH, WEEKDAYS

ORDER = {"first": 0, "second": 1, "third": 2, "fourth": 3, "last": -1}


class Coming(NamedTuple):
    """The next day of one rule: 双月活动日, 12月25日（周五）上午."""

    name: str
    due: calendar.Due
    half: str


def coming(pack: Practice, today: date, *, overrides: Mapping = calendar.NONE) -> list[Coming]:
    """The next of each kind of recurring day that the pack has, the soonest first."""
    tables = (*pack.resolved.get("activity_day", ()), *pack.resolved.get("roster", ()))
    found = [
        Coming(
            table["name"],
            next_day(table["rule"], today, overrides=overrides),
            HALVES.get(table["rule"].get("half"), ""),
        )
        for table in tables
    ]
    return sorted(found, key=lambda each: each.due.date)


def days_of(rule: Mapping, year: int, *, overrides: Mapping = calendar.NONE) -> tuple[calendar.Due, ...]:
    """All days of the year, each with how it came about; a rule that shifts leaves days of rest for the next workday.

    A day of the month that a month does not have (31) is its last one.
    """
    return tuple(
        _shifted(rule, day, overrides)
        for month in rule.get("months") or range(1, 13)
        for day in _in_month(rule, year, month)
    )


def next_day(rule: Mapping, today: date, *, overrides: Mapping = calendar.NONE) -> calendar.Due:
    """The first of these days that is not over yet."""
    # A day of last December may have moved into this year.
    years = (today.year - 1, today.year, today.year + 1)
    return next(due for year in years for due in days_of(rule, year, overrides=overrides) if due.date >= today)


def _in_month(rule: Mapping, year: int, month: int) -> Iterator[date]:
    last = monthrange(year, month)[1]
    if "day" in rule:
        yield date(year, month, min(rule["day"], last))
        return
    wanted = tuple(WEEKDAYS).index(rule["weekday"])
    days = [day for number in range(1, last + 1) if (day := date(year, month, number)).weekday() == wanted]
    yield from [days[ORDER[rule["nth"]]]] if "nth" in rule else days


def _shifted(rule: Mapping, day: date, overrides: Mapping) -> calendar.Due:
    said = f"{day.month}月{NTH[rule['nth']]}{WEEKDAYS[rule['weekday']]}是" if "nth" in rule else "原定"
    counted = f"{said} {calendar.short_words(day, day.year)}"
    if rule.get("shift") == "next_workday":
        return calendar.moved_off_rest(day, counted, year=day.year, overrides=overrides)
    return calendar.Due(day, counted, day)
