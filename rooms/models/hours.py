"""开放时间 as people write it, read into weekdays and hours: 周一至周五 8:30—11:30，14:00—17:30；周六上午预约.

Each part (divided by ；) is read for itself. What cannot be read stays as words, and nothing typed is lost.
"""

import re
from dataclasses import dataclass
from datetime import time

DAYS = "一二三四五六日"
NAMES = tuple(f"周{day}" for day in DAYS)
WORDS = {"每天": range(7), "每日": range(7), "工作日": range(5), "周末": (5, 6)}
DAY = r"(?:周|星期|礼拜)([一二三四五六日天])"
SPAN = re.compile(rf"{DAY}\s*(?:至|到|—|–|-|~|～)\s*(?:周|星期|礼拜)?([一二三四五六日天])")
# More days after the first, as 周一、三、五上午 and 周一三五; the 三 of 周一三楼 is none of them.
ONE = re.compile(rf"{DAY}((?:\s*[、和及,，]?\s*[一二三四五六日天](?!\d|(?![上中下晚全一二三四五六日天])[一-龥]))*)")
CLOCK = r"(?:(上午|中午|下午|傍晚|晚上|晚)\s*)?([01]?\d|2[0-4])\s*[:：]\s*([0-5]\d)"
# 下午2:30 is half past two as people say it.
LATE = ("下午", "傍晚", "晚上", "晚")
HOURS = re.compile(rf"{CLOCK}\s*(?:至|到|—|–|-|~|～|－)+\s*{CLOCK}")

# Days that are not of every week: a sentence about them stays words.
NOT_WEEKLY = re.compile("每月|双周|单周|隔周|第.{1,3}个")
MIDNIGHT = time(23, 59)


@dataclass(frozen=True)
class Range:
    """On these weekdays (Monday is 0) open from an hour to another."""

    days: tuple[int, ...]
    begins: time
    ends: time

    @property
    def hours(self) -> str:
        ends = "24:00" if self.ends == MIDNIGHT else f"{self.ends:%-H:%M}"
        return f"{self.begins:%-H:%M}—{ends}"


@dataclass(frozen=True)
class Hours:
    ranges: tuple[Range, ...] = ()
    # What was written and holds no hours: 来访请先打电话.
    notes: tuple[str, ...] = ()

    @property
    def lines(self) -> list[tuple[str, str]]:
        """周一至周五, 8:30—11:30、14:00—17:30: the same days together, in the order of the week."""
        found: dict[tuple[int, ...], list[str]] = {}
        for each in sorted(self.ranges, key=lambda one: (one.days, one.begins)):
            found.setdefault(each.days, []).append(each.hours)
        return [(days_words(days), "、".join(hours)) for days, hours in found.items()]

    def is_open(self, weekday: int, at: time) -> bool:
        return any(weekday in each.days and each.begins <= at < each.ends for each in self.ranges)


def parsed(text: str) -> Hours:
    """Read what was typed; the order of ranges is that of the text."""
    ranges, notes = [], []
    for part in filter(None, (part.strip(" 。，,") for part in re.split(r"[；;\n]", text or ""))):
        found = [] if NOT_WEEKLY.search(part) else list(_ranges(part))
        ranges += found
        rest = _rest(part) if found else part
        if rest:
            notes.append(rest)
    return Hours(tuple(ranges), tuple(notes))


def _ranges(part: str):
    """Hours belong to the days written before them; none before them means nothing that can be read."""
    days: tuple[int, ...] = ()
    marks = [(found.start(), "days", _days(found)) for found in SPAN.finditer(part)]
    taken = [range(found.start(), found.end()) for found in SPAN.finditer(part)]
    single = (found for found in ONE.finditer(part) if not any(found.start() in one for one in taken))
    marks += [(found.start(), "days", _several(found)) for found in single]
    marks += [(part.index(word), "days", tuple(which)) for word, which in WORDS.items() if word in part]
    marks += [(found.start(), "hours", found) for found in HOURS.finditer(part)]
    before = ""
    for _, kind, value in sorted(marks, key=lambda mark: mark[0]):
        if kind == "hours":
            if days and (one := _range(days, value)):
                yield one
        else:
            # 周一、周三 one after the other add up; after hours, new days begin.
            days = tuple(sorted({*days, *value})) if before != "hours" else tuple(value)
        before = kind


def _days(found) -> tuple[int, ...]:
    first, last = (_number(day) for day in found.groups())
    return tuple(range(first, last + 1)) if first <= last else tuple(sorted({*range(first, 7), *range(last + 1)}))


def _several(found) -> tuple[int, ...]:
    more = re.findall("[一二三四五六日天]", found.group(2))
    return tuple(sorted({_number(found.group(1)), *map(_number, more)}))


def _number(day: str) -> int:
    return DAYS.index(day.replace("天", "日"))


def _range(days, found) -> Range | None:
    half, begin_hour, begin_minute, later_half, end_hour, end_minute = found.groups()
    begin_hour, end_hour = _hour(half, int(begin_hour)), _hour(later_half or half, int(end_hour))
    if begin_hour > 23:
        return None
    ends = MIDNIGHT if end_hour == 24 else time(end_hour, int(end_minute))
    begins = time(begin_hour, int(begin_minute))
    return Range(days, begins, ends) if begins < ends else None


def _hour(half: str | None, hour: int) -> int:
    if half in LATE and hour < 12:
        return hour + 12
    # Twelve at noon stays; in the evening it is the end of the day.
    return 24 if hour == 12 and half in ("晚上", "晚") else hour


def _rest(part: str) -> str:
    """What of a part is neither days nor hours; brackets and words around stay."""
    for pattern in (SPAN, ONE, HOURS, re.compile("每天|每日|工作日|周末|每周|每")):
        part = pattern.sub("", part)
    return part.strip(" 、，,。:：上午下晚（）()")


def days_words(days: tuple[int, ...]) -> str:
    if len(days) == 7:
        return "每天"
    if len(days) > 2 and days == tuple(range(days[0], days[-1] + 1)):
        return f"{NAMES[days[0]]}至{NAMES[days[-1]]}"
    return "、".join(NAMES[day] for day in days)
