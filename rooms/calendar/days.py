"""Working days with holidays and make-up workdays.

The published calendar holds up to its last year; after it the statutory days are used, and what is counted says so.
Both give way to the days of `overrides`, a mapping from date to Override that `overrides()` reads from the table.
"""

from calendar import monthrange
from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from functools import cache, lru_cache
from typing import NamedTuple

from chinese_calendar import Holiday
from chinese_calendar.constants import holidays as published_holidays
from chinese_calendar.constants import workdays as published_workdays
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from holidays import country_holidays

from rooms.models import CalendarDay

PUBLISHED_YEARS = range(min(published_holidays).year, max(published_holidays).year + 1)
FIRST, LAST = date(2000, 1, 1), date(2099, 12, 31)
SATURDAY = 5
DAY = timedelta(days=1)
# No limit is longer than this; what is asked beyond it is a slip of the finger.
LONGEST = 36_500
# A relay that was started at night orders the jobs of the day at once.
OFFICE_HOURS = range(8, 18)
# The names of both libraries, as the days off are called.
BREAKS = {
    "元旦": "元旦假期",
    "春节": "春节假期",
    "农历除夕": "春节假期",
    "清明": "清明假期",
    "清明节": "清明假期",
    "劳动节": "劳动节假期",
    "端午": "端午假期",
    "端午节": "端午假期",
    "中秋": "中秋假期",
    "中秋节": "中秋假期",
    "国庆节": "国庆假期",
    "中国人民抗日战争暨世界反法西斯战争胜利70周年纪念日": "抗战胜利纪念日假期",
}


class DateOutOfRange(ValueError):
    """A day outside the years that the calendar covers, or a span that leads there."""


class Override(NamedTuple):
    is_workday: bool
    name: str


NONE: Mapping[date, Override] = {}


def overrides() -> dict[date, Override]:
    """The days that the office entered; a few dozen a year at most, read at once."""
    rows = CalendarDay.objects.values_list("date", "is_workday", "name")
    return {day: Override(is_workday, name) for day, is_workday, name in rows}


def overrides_when_asked() -> Mapping[date, Override]:
    """The same, read when the first day is looked up: one read for all uses of a page, and none where no limit runs."""
    return SimpleLazyObject(overrides)


def overrides_of(rows: list[dict]) -> dict[date, Override]:
    return {date.fromisoformat(row["date"]): Override(row["is_workday"], row["name"]) for row in rows}


def is_workday(day: date, *, overrides: Mapping[date, Override] = NONE) -> bool:
    within_range(day)
    if day in overrides:
        return overrides[day].is_workday
    if is_published(day):
        return day in published_workdays or (day.weekday() < SATURDAY and day not in published_holidays)
    return statutory_days().is_working_day(day)


def is_office_time(now: datetime, *, overrides: Mapping[date, Override] = NONE) -> bool:
    """Whether people may be reminded of something now: never at night, in the evening or on a day off."""
    local = timezone.localtime(now)
    return local.hour in OFFICE_HOURS and is_workday(local.date(), overrides=overrides)


def works_on(day: date) -> bool:
    """Whether the day is worked, by what the office entered; for lower apps, which the settings tell of it."""
    return is_workday(day, overrides=overrides())


def is_published(day: date) -> bool:
    return day.year in PUBLISHED_YEARS


def rest_name(day: date, *, overrides: Mapping[date, Override] = NONE) -> str:
    """Why a day of rest is one: a holiday's name, or 周末."""
    if day in overrides:
        return overrides[day].name
    name = Holiday(published_holidays[day]).chinese if day in published_holidays else ""
    if not is_published(day):
        # 春节（补假）, or two that fall together: 中秋节; 国庆节.
        name = statutory_days().get(day, "").split(";")[0].split("（")[0]
    return BREAKS.get(name, name) or "周末"


def next_workday(day: date, *, overrides: Mapping[date, Override] = NONE) -> date:
    """The day itself when it is worked, else the first one after it that is."""
    while not is_workday(day, overrides=overrides):
        day += DAY
    return day


def add_workdays(start: date, count: int, *, overrides: Mapping[date, Override] = NONE) -> date:
    """The count-th working day after the start, which itself is not counted; before it when the count is negative."""
    day, step = start, DAY if count > 0 else -DAY
    for _ in range(abs(count)):
        day += step
        while not is_workday(day, overrides=overrides):
            day += step
    return day


def workdays_between(start: date, end: date, *, overrides: Mapping[date, Override] = NONE) -> int:
    """Working days after the start up to and with the end; negative when the end comes first."""
    if end < start:
        return -workdays_between(end, start, overrides=overrides)
    entered = sum(change.is_workday - is_workday(day) for day, change in overrides.items() if start < day <= end)
    return _worked_until(end) - _worked_until(start) + entered


@lru_cache(maxsize=4096)
def _worked_until(day: date) -> int:
    """Working days of the calendar itself up to this one, counted once: a page asks for dozens of old deadlines."""
    within_range(day)
    new_year = date(day.year, 1, 1)
    before = _worked_until(new_year - DAY) if new_year > FIRST else 0
    return before + is_workday(new_year) + sum(map(is_workday, days_after(new_year, day)))


def add_months(start: date, months: int) -> date:
    """The same day of a later month, or its last day where it has no such day."""
    years, month = divmod(start.month - 1 + months, 12)
    year = start.year + years
    within_range(date(min(year, LAST.year + 1), 1, 1))
    return date(year, month + 1, min(start.day, monthrange(year, month + 1)[1]))


def days_late(end: date, today: date, *, overrides: Mapping[date, Override] = NONE) -> int:
    """Working days since a deadline passed, 0 before; at least one, also on the days of rest right after it."""
    return max(1, workdays_between(end, today, overrides=overrides)) if end < today else 0


def is_break(day: date, overrides: Mapping[date, Override]) -> bool:
    return not is_workday(day, overrides=overrides) and rest_name(day, overrides=overrides) != "周末"


def days_after(start: date, end: date) -> Iterator[date]:
    """Each day after the start, up to and with the end."""
    for ordinal in range(start.toordinal() + 1, end.toordinal() + 1):
        yield date.fromordinal(ordinal)


def within_range(day: date) -> None:
    if not FIRST <= day <= LAST:
        raise DateOutOfRange(f"日期要在 {FIRST.year}年到 {LAST.year}年之间。")


@cache
def statutory_days():
    return country_holidays("CN", language="zh_CN")
