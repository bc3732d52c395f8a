"""The rates of a place: each of two measures of the facts, with the records behind both.

Those of reports are the four of `proposals.queries.rates`, which say their names and meanings; they are a city's. Those
of proposals are of the rooms of the place.
"""

from dataclasses import dataclass, field
from datetime import date

from django.db.models import Q, Sum

from proposals.queries.rates import ROWS
from reports.facts import drill, places
from reports.facts.months import TABLES, narrowed
from reports.facts.places import Place
from reports.facts.quotas import found_in, from_records
from reports.facts.spans import Span

# What falls due counts on its day, and not before: of the running month the facts know only the whole.
ON_THE_DAY = frozenset({"replies_due"})


@dataclass(frozen=True)
class Part:
    """A measure, narrowed as quotas narrow it."""

    measure: str
    where: dict = field(default_factory=dict)


@dataclass(frozen=True)
class Rate:
    code: str
    name: str
    part: Part
    whole: Part
    unit: str
    meaning: str
    # Whose records they are: room or unit.
    over: str = "room"


REPORTED = {
    "instructed": ("reports_instructed", "reports"),
    "assigned": ("reports_assigned", "reports"),
    "taken_on": ("handlings_taken_on", "handlings"),
    "closed": ("handlings_closed", "handlings"),
}
OF_REPORTS = tuple(
    Rate(code, name, *map(Part, REPORTED[code]), unit, meaning, over="unit") for code, name, _, unit, meaning, _ in ROWS
)
FILED = Rate(
    "filed",
    "立案率",
    Part("proposals_submitted_filed"),
    Part("proposals"),
    "件",
    "提交的提案中已经立案的；并入别案的不算立案",
)
IN_TIME = Rate(
    "in_time",
    "按期答复率",
    Part("replies_due", {"in_time": "yes"}),
    Part("replies_due"),
    "件",
    "答复期限已到的提案中按期答复的，主办、分办单位各计；停表的、二次办理的不算",
)
SATISFIED = Rate(
    "satisfied",
    "满意率",
    Part("proposals_rated", {"verdict": "yes"}),
    Part("proposals_rated"),
    "件",
    "办理评议已经结束的提案中结论为满意的，评议过几次的按最后一次",
)
CLASSES = tuple(
    Rate(
        f"class_{letter.lower()}",
        f"{letter} 类",
        Part("proposals_replied", {"class": letter}),
        Part("proposals_replied"),
        "件",
        f"已经答复的提案中答复为 {letter} 类的",
    )
    for letter in "ABC"
)
OF_PROPOSALS = (FILED, IN_TIME, SATISFIED, *CLASSES)
BY_CODE = {each.code: each for each in (*OF_REPORTS, *OF_PROPOSALS)}


@dataclass(frozen=True)
class Figure:
    """A rate until the end of a span, and of what falls into the span."""

    rate: Rate
    span: Span
    part: int
    whole: int
    part_now: int
    whole_now: int

    @property
    def percent(self) -> str:
        return percent_of(self.part, self.whole)

    @property
    def percent_now(self) -> str:
        return percent_of(self.part_now, self.whole_now)


def percent_of(part: int, whole: int) -> str:
    return f"{part / whole * 100:.1f}" if whole else ""


def figures(rates, keys, span: Span, today: date) -> list[Figure]:
    """What these rooms or units came to."""
    return _figures(rates, keys, Q(**{f"{rates[0].over}__in": keys}), span, today)


def of_place(rates, place: Place, span: Span, today: date) -> list[Figure]:
    """What the rooms of a place came to while they lay in it."""
    return _figures(rates, place.rooms, place.months, span, today)


def _figures(rates, keys, among: Q, span: Span, today: date) -> list[Figure]:
    over = rates[0].over
    parts = {_key(each): each for rate in rates for each in (rate.part, rate.whole)}
    counted = _months(parts, over, among, span, today)
    for key, part in parts.items():
        if part.measure in ON_THE_DAY and span.until >= today:
            running = _records(part, over, keys, (today.replace(day=1), today))
            total, now = counted[key]
            counted[key] = (total + running, now + running if span.holds(today) else now)
    found = [(rate, counted[_key(rate.part)], counted[_key(rate.whole)]) for rate in rates]
    return [Figure(rate, span, part[0], whole[0], part[1], whole[1]) for rate, part, whole in found]


def _key(part: Part) -> tuple:
    return (part.measure, *part.where.items())


def _months(parts, over: str, among: Q, span: Span, today: date) -> dict[tuple, tuple[int, int]]:
    """Out of the facts, until the end of the span and in it: one query."""
    within, sums = Q(month__gte=span.since), {}
    for at, part in enumerate(parts.values()):
        chosen = Q(narrowed(part.where), measure=part.measure)
        chosen &= Q(month__lt=today.replace(day=1)) if part.measure in ON_THE_DAY else Q(month__lte=today)
        sums |= {
            f"all{at}": Sum("n", filter=chosen, default=0),
            f"now{at}": Sum("n", filter=chosen & within, default=0),
        }
    found = TABLES[over].objects.filter(among, month__lte=span.until).aggregate(**sums)
    return {key: (found[f"all{at}"], found[f"now{at}"]) for at, key in enumerate(parts)}


def _records(part: Part, over: str, keys, days: tuple) -> int:
    return sum(from_records(over, keys, part.measure, part.where, days).values())


def parts(rate: Rate, keys, *, since: date | None, until: date) -> list[drill.Part]:
    """Both numbers with their records, of rooms or of units."""
    days = {"since": since, "until": until}
    found = (
        (each, found_in(each.measure, rate.over, keys, where=each.where, **days)) for each in (rate.part, rate.whole)
    )
    return [drill.part_of(each.measure, rows) for each, rows in found]


def parts_of_place(rate: Rate, place: Place, *, since: date | None, until: date) -> list[drill.Part]:
    days = {"since": since, "until": until}
    found = ((each, places.records(each.measure, place, where=each.where, **days)) for each in (rate.part, rate.whole))
    return [drill.part_of(each.measure, rows) for each, rows in found]
