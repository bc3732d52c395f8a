"""Quotas: how far a room, a member or whoever a rule is for has come, what is missing, and until when."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import chain
from math import ceil

from django.db.models import Sum

from reports.facts.counted import COUNTED, sources
from reports.facts.months import TABLES, last_day, narrowed
from reports.facts.periods import bounds, is_whole_months
from reports.facts.subjects import Subject
from rooms import practice
from rooms.practice import counting
from rooms.practice.counting import COUNTED_OVER
from rooms.practice.quotas import Quota, quotas_of, told
from rooms.practice.shares import exact

# Words that fit a rule whose name says what should not be (沉寂联络室), and one that has a most.
STATUSES = {
    "unmet": "不符合要求",
    "open": "进行中",
    "met": "符合要求",
    "early": "未满期限",
    "none": "不用比较",
}
TONES = {"open": "run", "met": "done", "early": "off", "none": "off"}
UNMET_TONES = {"alarm": "late", "warn": "wait", "note": "off"}


@dataclass(frozen=True)
class State:
    """One rule and one subject in one period."""

    quota: Quota
    subject: Subject
    pack: practice.Practice
    since: date
    until: date
    today: date
    figure: int
    # What a ratio is of.
    whole: int = 0
    # For a window that moves along: the day from which on the rule will be unmet if nothing more happens.
    lapses_on: date | None = None

    @property
    def told(self) -> str:
        return told(self.quota, self.pack)

    @property
    def is_rolling(self) -> bool:
        return self.quota.period == "days"

    @property
    def needed(self) -> int:
        """The least that is wanted; a ratio asks for its share of what there is."""
        share = ceil(exact(self.quota.ratio) * self.whole) if self.quota.ratio is not None else 0
        return max(self.quota.min or 0, share)

    @property
    def missing(self) -> int:
        return max(0, self.needed - self.figure)

    @property
    def excess(self) -> int:
        return 0 if self.quota.max is None else max(0, self.figure - self.quota.max)

    @property
    def is_early(self) -> bool:
        """The whole period was over before there was such a room; a window of days when part of it was."""
        begun = self.subject.begun_on
        if begun is None or (self.subject.kind == "member" and not self.is_rolling):
            # A member is one before the posting to a room.
            return False
        return begun > (self.since if self.is_rolling else self.until)

    @property
    def status(self) -> str:
        if self.excess:
            return "unmet"
        if not self.missing:
            return "none" if self.quota.ratio is not None and not self.whole else "met"
        if self.is_early:
            return "early"
        if self.is_rolling:
            return "unmet"
        return "unmet" if self.until < self.today else "open"

    @property
    def status_name(self) -> str:
        return STATUSES[self.status]

    @property
    def tone(self) -> str:
        return TONES.get(self.status) or UNMET_TONES[self.quota.severity]

    @property
    def left(self) -> int:
        """Days that remain, today among them."""
        return max(0, (self.until - self.today).days + 1)

    @property
    def sentence(self) -> str:
        """What is missing, and until when."""
        status, unit, day = self.status, self.quota.unit, _written(self.until)
        if status == "early" and not self.is_rolling:
            return f"{_written(self.subject.begun_on)}才开始，这段时间不要求"
        if status == "early":
            return f"开始未满 {self.quota.days} 天，暂不要求"
        if status == "none":
            return f"这段时间没有{counting.MEASURES[self.quota.ratio_of]}可比"
        if self.excess:
            return f"超出 {self.excess} {unit}"
        if status == "open":
            return f"还差 {self.missing} {unit}，{day}以前完成，还剩 {self.left} 天"
        if status == "unmet":
            return f"还差 {self.missing} {unit}" if self.is_rolling else f"到{day}差 {self.missing} {unit}"
        return f"如果没有新的记录，{_written(self.lapses_on)}起不再符合要求" if self.lapses_on else ""


def _written(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def quotas_for(subject: Subject, pack) -> list[Quota]:
    return [each for each in quotas_of(pack.resolved) if each.is_on and fits(each, subject)]


def fits(quota: Quota, subject: Subject) -> bool:
    return quota.subject == subject.kind and all(set(subject.tags) & set(wanted) for wanted in quota.when.values())


def states(subject: Subject, *, today: date, on: date | None = None) -> list[State]:
    """All rules of one subject in the periods of a day, counted from the records as they are at this moment."""
    on = on or today
    pack = practice.current_for([subject.path], on=on)[subject.path]
    return [_live(quota, subject, pack, today, on) for quota in quotas_for(subject, pack)]


def _live(quota, subject, pack, today, on) -> State:
    since, until = bounds(quota, on, term_starts_on=pack.resolved.get("term_starts_on", ""))
    found = counted(quota, [subject], since, until, live=True)[subject.pk]
    return State(quota, subject, pack, since, until, today, *found, lapses_on=_lapses_on(quota, subject, since, until))


def records(quota: Quota, subject: Subject, since: date, until: date) -> list[tuple]:
    """What was counted: the same rows, so that a figure and its records never differ."""
    return found_for(subject, quota.measure, where=quota.where, since=since, until=until)


def records_of_whole(quota: Quota, subject: Subject, since: date, until: date) -> list[tuple]:
    """What a ratio is of; `where` narrows what is measured, and not this."""
    return found_for(subject, quota.ratio_of, since=since, until=until)


def found_for(subject: Subject, measure: str, *, since: date, until: date, **narrowed) -> list[tuple]:
    """What is counted of a subject: of a room that was moved only what it did while it lay there."""
    over = COUNTED_OVER[subject.kind]
    parts = (
        found_in(measure, over, keys, since=first, until=last, **narrowed)
        for keys, first, last in subject.spans(since, until)
    )
    return list(chain(*parts))


def found_in(measure: str, over: str, keys, **narrowed) -> list[tuple]:
    """How it is counted and the records, for each place where records of the measure stand."""
    return [(each, each.of(over, keys, **narrowed)) for each in sources(measure) if over in each.over]


def _lapses_on(quota, subject, since, until) -> date | None:
    """The day on which the last record that is needed falls out of the window."""
    if quota.period != "days" or not quota.min or COUNTED[quota.measure].amount:
        return None
    newest = [
        rows.order_by("-fact_day").values_list("fact_day", flat=True)[: quota.min]
        for _, rows in records(quota, subject, since, until)
    ]
    needed = sorted(chain(*newest), reverse=True)[: quota.min]
    return needed[-1] + timedelta(days=quota.days) if len(needed) == quota.min else None


def states_of(subjects: list[Subject], *, today: date, on: date | None = None, only=None) -> list[State]:
    """The rules of many subjects at once: months are read from the facts, other days from the records.

    `only` says of a rule whether it is asked for.
    """
    on = on or today
    rules = _rules(subjects, on, only)
    return [state for quota, near, pack in rules for state in _states_of(quota, near, pack, today, on)]


def unmet(subjects: list[Subject], *, today: date, only) -> tuple[list[State], bool]:
    """What is not met today of the rules that `only` asks for, and whether there is such a rule.

    Who did enough in the whole months of a window is found in the facts; the days of the others are counted from the
    records, of which they have few.
    """
    found, rules = [], list(_rules(subjects, today, only))
    for quota, near, pack in rules:
        enough = _did_enough(quota, near, *bounds(quota, today)) if quota.period == "days" else set()
        left = [each for each in near if each.pk not in enough]
        states = _states_of(quota, left, pack, today, today) if left else []
        found += [state for state in states if state.status == "unmet"]
    return found, bool(rules)


def _did_enough(quota: Quota, subjects, since: date, until: date) -> set[int]:
    if not quota.min or quota.max is not None or quota.ratio is not None:
        return set()
    first = since if since.day == 1 else last_day(since) + date.resolution
    last = until if until == last_day(until) else until.replace(day=1) - date.resolution
    if first > last:
        return set()
    over = COUNTED_OVER[quota.subject]
    figures = summed(
        subjects, (first, last), lambda keys, days: from_facts(over, keys, quota.measure, quota.where, days)
    )
    return {each.pk for each in subjects if figures[each.pk] >= quota.min}


def _rules(subjects, on: date, only) -> Iterator[tuple]:
    """Each rule with the subjects that it fits, and the pack that says it."""
    packs = practice.current_for({each.path for each in subjects}, on=on)
    for pack in {id(pack): pack for pack in packs.values()}.values():
        near = [each for each in subjects if packs[each.path] is pack]
        for quota in filter(only, quotas_of(pack.resolved)):
            fitting = [each for each in near if quota.is_on and fits(quota, each)]
            if fitting:
                yield quota, fitting, pack


def _states_of(quota, subjects, pack, today, on) -> list[State]:
    since, until = bounds(quota, on, term_starts_on=pack.resolved.get("term_starts_on", ""))
    figures = counted(quota, subjects, since, until, live=not is_whole_months(quota))
    return [State(quota, each, pack, since, until, today, *figures[each.pk]) for each in subjects]


def counted(quota: Quota, subjects, since: date, until: date, *, live: bool) -> dict[int, tuple[int, int]]:
    """subject → (figure, what its ratio is of)."""
    read = from_records if live else from_facts
    over, days = COUNTED_OVER[quota.subject], (since, until)
    figures = summed(subjects, days, lambda keys, days: read(over, keys, quota.measure, quota.where, days))
    wholes = {}
    if quota.ratio_of:
        wholes = summed(subjects, days, lambda keys, days: read(over, keys, quota.ratio_of, {}, days))
    return {each.pk: (figures[each.pk], wholes.get(each.pk, 0)) for each in subjects}


def summed(subjects: Iterable[Subject], days: tuple, read: Callable) -> dict:
    """The sum of each subject over its keys: read once for all, and once more for each span of a moved room.

    `read` gives the figure of each key within days.
    """
    wanted: dict[tuple, set[int]] = {}
    for each in subjects:
        for keys, first, last in each.spans(*days):
            wanted.setdefault((first, last), set()).update(keys)
    figures = {span: read(sorted(keys), span) for span, keys in wanted.items()}
    return {
        each.pk: sum(figures[first, last].get(key, 0) for keys, first, last in each.spans(*days) for key in keys)
        for each in subjects
    }


def from_records(over, keys, measure, where, days) -> dict[int, int]:
    since, until = days
    found, figures = found_in(measure, over, keys, where=where, since=since, until=until), Counter()
    rows = [rows.order_by().values("owner").annotate(fact_n=each.total) for each, rows in found]
    first, *others = [each.values_list("owner", "fact_n") for each in rows] or [()]
    for owner, n in first.union(*others, all=True) if others else first:
        figures[owner] += n or 0
    return figures


def from_facts(over, keys, measure, where, days) -> dict[int, int]:
    rows = TABLES[over].objects.filter(narrowed(where), measure=measure, month__range=days)
    rows = rows.filter(**{f"{over}__in": keys}).order_by()
    return dict(rows.values(over).annotate(total=Sum("n")).values_list(over, "total"))
