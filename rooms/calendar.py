"""Working days with holidays and make-up workdays; due dates that explain themselves.

The published calendar holds up to its last year; after it the statutory days are used, and the result says so.
Both give way to the days of `overrides`, a mapping from date to Override that `overrides()` reads from the table.
"""

from calendar import monthrange
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from functools import cache, lru_cache
from typing import NamedTuple

from chinese_calendar import Holiday
from chinese_calendar.constants import holidays as published_holidays
from chinese_calendar.constants import workdays as published_workdays
from django.utils.functional import SimpleLazyObject
from holidays import country_holidays

from rooms.models import CalendarDay

PUBLISHED_YEARS = range(min(published_holidays).year, max(published_holidays).year + 1)
FIRST, LAST = date(2000, 1, 1), date(2099, 12, 31)
SATURDAY = 5
DAY = timedelta(days=1)
# No limit is longer than this; what is asked beyond it is a slip of the finger.
LONGEST = 36_500
WEEKDAYS = "一二三四五六日"
UNPUBLISHED = "暂按未公布日历计算"
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


class Due(NamedTuple):
    """A date and how it came about: one sentence for the page, the steps for 计算依据."""

    date: date
    explanation: str
    # The day before it was moved off a day of rest.
    counted: date
    steps: tuple[str, ...] = ()

    @property
    def moved_days(self) -> int:
        return (self.date - self.counted).days


class Left(NamedTuple):
    days: int
    workdays: int
    sentence: str


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


def due(
    start: date,
    *,
    days: int | None = None,
    workdays: int | None = None,
    months: int | None = None,
    overrides: Mapping[date, Override] = NONE,
) -> Due:
    """The date on which a span ends, the first day not counted; off a day of rest it moves to the next working day."""
    within_range(start)
    if [days, workdays, months].count(None) != 2:
        raise TypeError("due() takes exactly one of days, workdays, months")
    if not 0 <= (days or workdays or months or 0) <= LONGEST:
        raise DateOutOfRange("期限要在一百年以内。")
    begin = f"{day_words(start)}当日不计入，从次日起算。"
    if workdays is not None:
        end = add_workdays(start, workdays, overrides=overrides)
        counted = f"第 {workdays} 个工作日是 {short_words(end, start.year)}"
        steps = (begin, *pauses(start, end, overrides), f"{counted}。", *doubt(start, end))
        return Due(end, told(counted, end, overrides), end, steps)
    end = start + timedelta(days=days) if days is not None else add_months(start, months)
    counted = f"第 {days} 日是" if days is not None else f"满 {months} 个月是"
    moved = moved_off_rest(end, f"{counted} {short_words(end, start.year)}", year=start.year, overrides=overrides)
    return moved._replace(steps=(begin, *moved.steps, *doubt(end, moved.date)))


def moved_off_rest(end: date, counted: str, *, year: int, overrides: Mapping[date, Override]) -> Due:
    target = next_workday(end, overrides=overrides)
    if target == end:
        return Due(end, told(counted, end, overrides), end, (f"{counted}，是工作日。",))
    reasons = dict.fromkeys(rest_name(day, overrides=overrides) for day in days_after(end - DAY, target - DAY))
    sentence = f"{counted}，因{'、'.join(reasons)}顺延 {(target - end).days} 天"
    steps = (f"{sentence}，到期日为 {short_words(target, year)}（{weekday(target)}）。",)
    return Due(target, told(sentence, target, overrides), end, steps)


def days_late(end: date, today: date, *, overrides: Mapping[date, Override] = NONE) -> int:
    """Working days since a deadline passed, 0 before; at least one, also on the days of rest right after it."""
    return max(1, workdays_between(end, today, overrides=overrides)) if end < today else 0


def left(today: date, end: date, *, overrides: Mapping[date, Override] = NONE) -> Left:
    """How long there is until a due date; working days are told too where a holiday lies between."""
    days = (end - today).days
    workdays = workdays_between(today, end, overrides=overrides)
    if days < 0:
        return Left(days, workdays, f"逾期 {days_late(end, today, overrides=overrides)} 天")
    if days == 0:
        return Left(days, workdays, "今天到期")
    ordinary = sum(day.weekday() < SATURDAY for day in days_after(today, end))
    plain = workdays == ordinary and not any(is_break(day, overrides) for day in days_after(today, end))
    return Left(days, workdays, f"还有 {days} 天" + ("" if plain else f"，其中工作日 {workdays} 天"))


def pauses(start: date, end: date, overrides: Mapping[date, Override]) -> Iterator[str]:
    """The days of rest and the make-up workdays of a span, each run of days once."""
    days = list(days_after(start, end))
    rests = [day for day in days if not is_workday(day, overrides=overrides)]
    runs = [run_words(run, start.year, overrides) for run in runs_of(rests, overrides)]
    weekends = sum(rest_name(day, overrides=overrides) == "周末" for day in rests)
    told_rests = [run for run in runs if run] + ([f"周末 {weekends} 天"] if weekends else [])
    if told_rests:
        yield f"其间休息：{'，'.join(told_rests)}。"
    made_up = [day for day in days if day.weekday() >= SATURDAY and is_workday(day, overrides=overrides)]
    if made_up:
        yield f"其间调休上班：{'，'.join(f'{short_words(day, start.year)}（{weekday(day)}）' for day in made_up)}。"


def runs_of(rests: list[date], overrides: Mapping[date, Override]) -> list[list[date]]:
    """Neighbouring days of rest with the same name."""
    runs: list[list[date]] = []
    for day in rests:
        together = runs and runs[-1][-1] == day - DAY
        if together and rest_name(runs[-1][-1], overrides=overrides) == rest_name(day, overrides=overrides):
            runs[-1].append(day)
        else:
            runs.append([day])
    return runs


def run_words(run: list[date], year: int, overrides: Mapping[date, Override]) -> str:
    name = rest_name(run[0], overrides=overrides)
    if name == "周末":
        return ""
    first, last = short_words(run[0], year), short_words(run[-1], year)
    if run[0].month == run[-1].month:
        last = f"{run[-1].day}日"
        first = first if len(run) == 1 else first.removesuffix("日")
    return f"{first}{name}" if len(run) == 1 else f"{first}—{last}{name}"


def is_break(day: date, overrides: Mapping[date, Override]) -> bool:
    return not is_workday(day, overrides=overrides) and rest_name(day, overrides=overrides) != "周末"


def told(sentence: str, end: date, overrides: Mapping[date, Override]) -> str:
    return sentence if is_published(end) or end in overrides else f"{sentence}（{UNPUBLISHED}）"


def doubt(start: date, end: date) -> Iterator[str]:
    years = [year for year in range(start.year, end.year + 1) if year not in PUBLISHED_YEARS]
    if years:
        listed = "、".join(f"{year}年" for year in years)
        yield f"{listed}的放假安排没有正式公布，{UNPUBLISHED}，公布后重新计算。"


def days_after(start: date, end: date) -> Iterator[date]:
    """Each day after the start, up to and with the end."""
    for ordinal in range(start.toordinal() + 1, end.toordinal() + 1):
        yield date.fromordinal(ordinal)


def weekday(day: date) -> str:
    return f"周{WEEKDAYS[day.weekday()]}"


def day_words(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日（星期{WEEKDAYS[day.weekday()]}）"


def short_words(day: date, year: int) -> str:
    """10月7日, with the year where it is another one."""
    return f"{day.month}月{day.day}日" if day.year == year else f"{day.year}年{day.month}月{day.day}日"


def within_range(day: date) -> None:
    if not FIRST <= day <= LAST:
        raise DateOutOfRange(f"日期要在 {FIRST.year}年到 {LAST.year}年之间。")


@cache
def statutory_days():
    return country_holidays("CN", language="zh_CN")
