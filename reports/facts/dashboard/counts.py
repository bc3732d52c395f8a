"""The numbers of a dashboard: a query each, however many rooms there are."""

from collections import Counter, defaultdict
from dataclasses import dataclass, replace

from django.db.models import BigIntegerField, Case, F, Q, Sum, When

from reports.facts import published
from reports.facts.dashboard.asked import Asked
from reports.facts.months import BAR, narrowed
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


def figures(asked: Asked) -> list[dict]:
    """The published figures of the place and of each place below it; a group has the opening figures of its rooms."""
    first, *below = published.compared([asked.place, *asked.below], asked.window.span)
    if asked.is_group:
        opened = {code: sum(each[code].opening for each in below) for code in first}
        first = {code: replace(figure, opening=opened[code]) for code, figure in first.items()}
    return [first, *below]


def parts(asked: Asked) -> tuple[Parts, list[Counter]]:
    """What the place came to by part, and what became of the matters of each place below: of these by room too."""
    of_room = Case(When(measure__in=OUTCOMES, then=F("room")), output_field=BigIntegerField(null=True))
    rows = RoomMonth.objects.filter(asked.place.months, asked.window.months, measure__in=BY_PART).order_by()
    found, rooms = defaultdict(list), defaultdict(Counter)
    rows = rows.annotate(of_room=of_room).values_list("of_room", "measure", "part").annotate(total=Sum("n"))
    for room, measure, part, n in rows:
        found[measure].append((read(part), n))
        rooms[room][measure] += n
    return Parts(found), _outcomes(asked, rooms)


def read(part: str) -> dict:
    """|level=city|class=traffic| as a table."""
    return dict(piece.split("=", 1) for piece in part.split(BAR) if "=" in piece)


def trend(asked: Asked) -> dict[str, list[int]]:
    """A figure → what it came to in each month of the trend."""
    months = asked.window.trend
    wanted = Q()
    for each in MONTHLY.values():
        wanted |= Q(narrowed(each.where), measure=each.measure)
    rows = RoomMonth.objects.filter(wanted, asked.place.months, month__range=(months[0], months[-1])).order_by()
    found = {(measure, month): n for measure, month, n in rows.values_list("measure", "month").annotate(Sum("n"))}
    return {code: [found.get((each.measure, month), 0) for month in months] for code, each in MONTHLY.items()}


def _outcomes(asked: Asked, rooms) -> list[Counter]:
    """Rooms that moved are counted by month, each for the place in which it lay then."""
    stays = {stay.room for place in asked.below for stay in place.stays}
    rows = RoomMonth.objects.filter(asked.window.months, measure__in=OUTCOMES, room__in=stays)
    by_month = list(rows.values_list("room", "month", "measure", "n")) if stays else []
    return [_of_place(place, rooms, by_month) for place in asked.below]


def _of_place(place, whole, by_month) -> Counter:
    found = Counter()
    for room in place.settled:
        found.update(whole[room])
    for stay in place.stays:
        for room, month, measure, n in by_month:
            if room == stay.room and stay.holds(month):
                found[measure] += n
    return found
