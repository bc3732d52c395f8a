"""Due dates that explain themselves: a span from a day, a day that somebody gave, an extension, an upper bound."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import NamedTuple

from rooms.calendar.days import (
    DAY,
    LONGEST,
    NONE,
    SATURDAY,
    DateOutOfRange,
    Override,
    add_months,
    add_workdays,
    days_after,
    days_late,
    is_break,
    is_workday,
    next_workday,
    rest_name,
    within_range,
    workdays_between,
)
from rooms.calendar.words import UNPUBLISHED, day_words, doubt, pauses, short_words, told, weekday


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
        counted = f"第 {workdays} 个工作日是 {short_words(end, start.year)}{_shifted(start, workdays, end, overrides)}"
        steps = (begin, *pauses(start, end, overrides), f"{counted}。", *doubt(start, end))
        return Due(end, told(counted, end, overrides), end, steps)
    end = start + timedelta(days=days) if days is not None else add_months(start, months)
    counted = f"第 {days} 日是" if days is not None else f"满 {months} 个月是"
    moved = moved_off_rest(end, f"{counted} {short_words(end, start.year)}", year=start.year, overrides=overrides)
    return moved._replace(steps=(begin, *moved.steps, *doubt(end, moved.date)))


def _shifted(start: date, workdays: int, end: date, overrides: Mapping[date, Override]) -> str:
    """How much later or earlier than in weeks that have five working days each, and why."""
    shift = (end - _plain(start, workdays)).days
    if shift < 0:
        return f"，因调休上班提前 {-shift} 天"
    weekdays = (day for day in days_after(start, end) if day.weekday() < SATURDAY)
    rests = (day for day in weekdays if not is_workday(day, overrides=overrides))
    reasons = dict.fromkeys(rest_name(day, overrides=overrides) for day in rests)
    return f"，因{'、'.join(reasons)}顺延 {shift} 天" if shift else ""


def _plain(start: date, workdays: int) -> date:
    day = start
    while workdays:
        day += DAY
        workdays -= day.weekday() < SATURDAY
    return day


def moved_off_rest(end: date, counted: str, *, year: int, overrides: Mapping[date, Override]) -> Due:
    target = next_workday(end, overrides=overrides)
    if target == end:
        return Due(end, told(counted, end, overrides), end, (f"{counted}，是工作日。",))
    reasons = dict.fromkeys(rest_name(day, overrides=overrides) for day in days_after(end - DAY, target - DAY))
    sentence = f"{counted}，因{'、'.join(reasons)}顺延 {(target - end).days} 天"
    steps = (f"{sentence}，到期日为 {short_words(target, year)}（{weekday(target)}）。",)
    return Due(target, told(sentence, target, overrides), end, steps)


def given(on: date, *, by: str) -> Due:
    """A day that somebody set: it stands as it was said, also on a day of rest."""
    within_range(on)
    return Due(on, f"由{by}确定", on, (f"{day_words(on)}到期，由{by}确定。",))


def postponed(on: date, *, by: str, year: int) -> Due:
    """Another day that somebody set in the place of the first one."""
    within_range(on)
    sentence = f"由{by}批准延期到 {short_words(on, year)}"
    return Due(on, sentence, on, (f"{sentence}（{weekday(on)}）。",))


def lengthened(before: Due, after: Due) -> Due:
    """What a further span comes to that begins with the day on which the first one ends."""
    begin = f"延期自原到期日 {short_words(before.date, before.counted.year)}的次日起算。"
    return followed(before, after._replace(explanation=f"延期后{after.explanation}", steps=(begin, *after.steps[1:])))


def followed(before: Due, after: Due) -> Due:
    """One after the other, both told."""
    return after._replace(explanation=f"{sure(before)}；{after.explanation}", steps=(*before.steps, *after.steps))


def sure(due: Due) -> str:
    """Without the doubt, which is told once at the end."""
    return due.explanation.removesuffix(f"（{UNPUBLISHED}）")


def no_later_than(due: Due, bound: date, *, name: str) -> Due:
    """A part ends with the whole at the latest."""
    if due.date <= bound:
        return due
    sentence = f"不晚于“{name}”的到期日 {short_words(bound, due.date.year)}"
    return Due(bound, f"{due.explanation}，{sentence}", bound, (*due.steps, f"{sentence}，到期日提前到这一天。"))


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
