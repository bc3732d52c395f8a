"""Days and the rests between them in words."""

from collections.abc import Iterator, Mapping
from datetime import date

from rooms.calendar.days import (
    DAY,
    PUBLISHED_YEARS,
    SATURDAY,
    Override,
    days_after,
    is_published,
    is_workday,
    rest_name,
)

WEEKDAYS = "一二三四五六日"
UNPUBLISHED = "暂按未公布日历计算"


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


def told(sentence: str, end: date, overrides: Mapping[date, Override]) -> str:
    return sentence if is_published(end) or end in overrides else f"{sentence}（{UNPUBLISHED}）"


def doubt(start: date, end: date) -> Iterator[str]:
    years = [year for year in range(start.year, end.year + 1) if year not in PUBLISHED_YEARS]
    if years:
        listed = "、".join(f"{year}年" for year in years)
        yield f"{listed}的放假安排没有正式公布，{UNPUBLISHED}，公布后重新计算。"


def weekday(day: date) -> str:
    return f"周{WEEKDAYS[day.weekday()]}"


def day_words(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日（星期{WEEKDAYS[day.weekday()]}）"


def short_words(day: date, year: int) -> str:
    """10月7日, with the year where it is another one."""
    return f"{day.month}月{day.day}日" if day.year == year else f"{day.year}年{day.month}月{day.day}日"
