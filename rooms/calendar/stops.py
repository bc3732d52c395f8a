"""停表: days that do not count because the clock stood still, and how much later a limit ends for them."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from rooms.calendar.counting import Due, moved_off_rest, sure
from rooms.calendar.days import DAY, NONE, Override, days_after, is_workday, within_range
from rooms.calendar.words import short_words, told, weekday

Holds = Callable[[date], bool]


class Stop(NamedTuple):
    """The clock stood from the one day, which does not count, to the other, which counts again."""

    stopped_on: date
    resumed_on: date

    def holds(self, day: date) -> bool:
        return self.stopped_on <= day < self.resumed_on


def stood(
    due: Due,
    start: date,
    *,
    stops: Sequence[Stop],
    in_workdays: bool,
    overrides: Mapping[date, Override] = NONE,
) -> Due:
    """The due date of what runs from `start`, later by the days of the stops that fell into it.

    What counts in working days is lengthened by working days, everything else by days of the calendar.
    """

    def works(day: date) -> bool:
        return is_workday(day, overrides=overrides)

    def held(day: date) -> bool:
        return any(stop.holds(day) for stop in stops)

    def counts(day: date) -> bool:
        return works(day) if in_workdays else True

    if not any(counts(day) and held(day) for day in days_after(start, due.date)):
        return due
    needed = sum(map(counts, days_after(start, due.counted)))
    counted = _after(start, needed, lambda day: counts(day) and not held(day))
    end = _after(counted - DAY, 1, lambda day: works(day) and not held(day))
    unit = "个工作日" if in_workdays else "天"
    lost = [sum(counts(day) for day in days_after(start, end) if stop.holds(day)) for stop in stops]
    steps = [_stop_words(stop, days, unit, start.year) for stop, days in zip(stops, lost, strict=True) if days]
    moved = _moved(due, counted, end, f"停表 {sum(lost)} {unit}", year=start.year, overrides=overrides)
    return Due(end, f"{sure(due)}；{moved.explanation}", counted, (*due.steps, *steps, *moved.steps))


def _moved(due: Due, counted: date, end: date, stopped: str, *, year: int, overrides) -> Due:
    """From where the stop alone would lead to the day on which it ends, in words."""
    if end == due.date:
        sentence = f"{stopped}，到期日不变"
        return Due(end, told(sentence, end, overrides), counted, (f"{sentence}。",))
    off_rest = moved_off_rest(counted, f"{stopped}后是 {short_words(counted, year)}", year=year, overrides=overrides)
    if end != counted and end == off_rest.date:
        return off_rest
    sentence = f"{stopped}，顺延至 {short_words(end, year)}"
    return Due(end, told(sentence, end, overrides), counted, (f"{sentence}（{weekday(end)}）。",))


def _after(start: date, count: int, counts: Holds) -> date:
    """The count-th day after the start that counts."""
    day = start
    while count:
        day += DAY
        within_range(day)
        count -= counts(day)
    return day


def _stop_words(stop: Stop, days: int, unit: str, year: int) -> str:
    begun, resumed = short_words(stop.stopped_on, year), short_words(stop.resumed_on, year)
    return f"{begun}停表，{resumed}恢复计时，其间 {days} {unit}不计入。"
