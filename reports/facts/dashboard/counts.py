"""The numbers of a dashboard out of the months of its rooms: one query, however many rooms there are."""

from collections import Counter, defaultdict
from dataclasses import dataclass, replace

from django.db.models import BigIntegerField, Case, CharField, DateField, F, Sum, Value, When
from django.db.models.functions import Cast

from reports.facts import published
from reports.facts.dashboard.asked import Asked
from reports.facts.months import BAR
from reports.models import RoomMonth

OUTCOMES = ("done_matters", "declined_matters", "open_matters")
# Measures that are told by their parts: by step, class, outcome, satisfaction.
BY_PART = (
    *OUTCOMES,
    "steps_done",
    "step_days",
    "matter_satisfaction",
    "matters_rated",
    "proposals",
    "proposals_submitted_filed",
    "proposals_rated",
)
MONTHLY = {code: published.BY_CODE[code] for code in ("consultation", "done", "visit", "reception")}
NO_ROOM, NO_MONTH, NO_PART = Cast(None, BigIntegerField()), Cast(None, DateField()), Value("")


@dataclass(frozen=True)
class Parts:
    """What each measure came to, by what narrows it."""

    rows: dict[str, list[tuple[dict, int]]]

    def of(self, measure: str, **where) -> int:
        return sum(n for part, n in self.rows[measure] if all(part.get(key) == value for key, value in where.items()))

    def by(self, measure: str, key: str) -> Counter:
        found = Counter()
        for part, n in self.rows[measure]:
            found[part.get(key, "")] += n
        return found


@dataclass(frozen=True)
class Counts:
    # Published figures of the place and of each place below it.
    figures: list[dict]
    parts: Parts
    # What became of the matters of each place below.
    outcomes: list[Counter]
    # A figure → what it came to in each month of the trend.
    trend: dict[str, list[int]]


def counts_of(asked: Asked) -> Counts:
    first, *others = _asked_together(asked)
    found = defaultdict(list)
    for kind, *row in first.union(*others, all=True):
        found[kind].append(row)
    return Counts(
        _figures(asked, found), _parts(found["parts"]), _outcomes(asked, found), _trend(asked, found["trend"])
    )


def _asked_together(asked: Asked) -> list:
    """Rows of one shape: (kind, measure, room, month, part, sum until the end of the span, in it, before it)."""
    span, months = asked.window.span, asked.window.trend
    places, room, month = [asked.place, *asked.below], F("room"), F("month")
    here = RoomMonth.objects.filter(asked.place.months).order_by()
    # Of matters the part of each place below is told too.
    of_room = Case(When(measure__in=OUTCOMES, then=room), output_field=BigIntegerField(null=True))
    parts = here.filter(asked.window.months, measure__in=BY_PART)
    trend = here.filter(published.wanted(MONTHLY.values()), month__range=(months[0], months[-1]))
    settled = published.among(published.settled_in(places), span)
    found = [
        _rows("figures", settled, published.spread(span), room=room),
        _rows("parts", parts, SUM, room=of_room, part=F("part")),
        _rows("trend", trend, SUM, month=month),
    ]
    if moved := published.moved_in(places):
        outcomes = RoomMonth.objects.filter(asked.window.months, measure__in=OUTCOMES, room__in=moved).order_by()
        found += [
            _rows("moved", published.among(moved, span), published.spread(span), room=room, month=month),
            _rows("outcomes", outcomes, SUM, room=room, month=month),
        ]
    return found


SUM = {"recorded": Sum("n"), "now": Value(0), "before": Value(0)}


def _rows(kind: str, rows, sums: dict, *, room=NO_ROOM, month=NO_MONTH, part=NO_PART):
    """Names of their own: those of the table's columns are taken."""
    kind = Value(kind, output_field=CharField())
    found = rows.annotate(of_kind=kind, of_room=room, of_month=month, of_part=part)
    by = ("of_kind", "measure", "of_room", "of_month", "of_part")
    return found.values(*by).annotate(**sums).values_list(*by, *published.SPREAD)


def _figures(asked: Asked, found) -> list[dict]:
    """A group has the opening figures of its rooms."""
    by_room = ((measure, room, *sums) for measure, room, _, _, *sums in found["figures"])
    by_month = ((measure, room, month, *sums) for measure, room, month, _, *sums in found["moved"])
    first, *below = published.told([asked.place, *asked.below], asked.window.span, by_room, by_month)
    if asked.is_group:
        opened = {code: sum(each[code].opening for each in below) for code in first}
        first = {code: replace(figure, opening=opened[code]) for code, figure in first.items()}
    return [first, *below]


def _parts(rows) -> Parts:
    sums, found = Counter(), defaultdict(list)
    for measure, _, _, part, n, *_ in rows:
        sums[measure, part] += n
    for (measure, part), n in sums.items():
        found[measure].append((read(part), n))
    return Parts(found)


def read(part: str) -> dict:
    """|level=city|class=traffic| as a table."""
    return dict(piece.split("=", 1) for piece in part.split(BAR) if "=" in piece)


def _trend(asked: Asked, rows) -> dict[str, list[int]]:
    found = {(measure, month): n for measure, _, month, _, n, *_ in rows}
    months = asked.window.trend
    return {code: [found.get((each.measure, month), 0) for month in months] for code, each in MONTHLY.items()}


def _outcomes(asked: Asked, found) -> list[Counter]:
    """Rooms that moved are counted by month, each for the place in which it lay then."""
    by_room = defaultdict(Counter)
    for measure, room, _, _, n, *_ in found["parts"]:
        by_room[room][measure] += n
    return [_of_place(place, by_room, found["outcomes"]) for place in asked.below]


def _of_place(place, whole, by_month) -> Counter:
    found = Counter()
    for room in place.settled:
        found.update(whole.get(room, {}))
    for stay in place.stays:
        for measure, room, month, _, n, *_ in by_month:
            if room == stay.room and stay.holds(month):
                found[measure] += n
    return found
