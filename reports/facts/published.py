"""The figures that a city publishes: since the halls opened and in a span, each with its unit and its context.

Source 000: L8–L10 (大冶). A figure is the sum of what the facts hold and of the opening figures, which are shown apart.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from functools import reduce
from operator import or_

from django.db.models import Q, Sum

from members.models.places import under
from reports.facts.months import narrowed
from reports.facts.places import Place
from reports.facts.spans import Span
from reports.models import RoomMonth
from rooms.models import OpeningFigure
from rooms.practice.counting import MEASURE_UNITS

ORDINARY, ON_DAYS = {"context": "ordinary"}, {"context": "activity_day"}


@dataclass(frozen=True)
class Published:
    code: str
    name: str
    measure: str
    where: dict = field(default_factory=dict)

    @property
    def unit(self) -> str:
        return MEASURE_UNITS[self.measure]

    @property
    def context(self) -> str:
        return self.where.get("context", "")


GROUPS = (
    (
        "日常服务",
        (
            Published("study", "集中学习", "study_sessions", ORDINARY),
            Published("reception", "接访群众", "receptions", ORDINARY),
            Published("mediation", "化解矛盾", "mediations", ORDINARY),
        ),
    ),
    (
        "活动日",
        (
            Published("visit", "走访群众", "visits", ON_DAYS),
            Published("information", "社情民意信息", "information", ON_DAYS),
            Published("suggestion", "意见建议", "suggestions", ON_DAYS),
            Published("deed", "办实事", "deeds", ON_DAYS),
        ),
    ),
    (
        "六步协商",
        (
            Published("consultation", "开展协商", "consultations"),
            Published("done", "推动落实", "done_matters"),
        ),
    ),
)
# What was put before the office and into its reports; shown with the rates, and not in the table of places.
SENT = (
    Published("proposal", "提案", "proposals"),
    Published("filed", "立案", "proposals_filed"),
    Published("sent_information", "社情民意信息", "information_submitted"),
    Published("adopted", "采用", "information_adopted"),
    Published("suggestion_sent", "微建议", "suggestions_submitted"),
    Published("reported", "编入要报、专报", "reported_matters"),
)
OF_ROOMS = tuple(each for _, figures in GROUPS for each in figures)
# Each measure is published in one context.
BY_CODE = {each.code: each for each in (*OF_ROOMS, *SENT)}


@dataclass(frozen=True)
class Compared:
    """One figure of a place: since the halls opened until the end of a span, in the span, and in the one before it."""

    published: Published
    span: Span
    recorded: int
    opening: int
    now: int
    before: int

    @property
    def total(self) -> int:
        return self.recorded + self.opening

    @property
    def change(self) -> int:
        return self.now - self.before

    @property
    def note(self) -> str:
        """What stands under the figure: that of the span, and what of the total only the opening figure knows."""
        opening = f"，期初 {self.opening}" if self.opening else ""
        return f"{self.span.name} {self.now}{opening}"


def compared(places: list[Place], span: Span) -> list[dict[str, Compared]]:
    """Every published figure of several places by its code; two or three queries, however many places there are."""
    moved = moved_in(places)
    by_month = summed(among(moved, span), span, "room", "month") if moved else ()
    return told(places, span, summed(among(settled_in(places), span), span, "room"), by_month)


def settled_in(places: list[Place]) -> set[int]:
    return {room for place in places for room in place.settled}


def moved_in(places: list[Place]) -> set[int]:
    return {stay.room for place in places for stay in place.stays}


def wanted(figures) -> Q:
    """Rows of the facts that these figures sum up; those that are narrowed alike are asked for together."""
    alike = defaultdict(list)
    for each in figures:
        alike[tuple(each.where.items())].append(each.measure)
    return reduce(or_, (Q(narrowed(dict(where)), measure__in=measures) for where, measures in alike.items()))


def among(rooms, span: Span):
    return RoomMonth.objects.filter(wanted(BY_CODE.values()), room__in=rooms, month__lte=span.until).order_by()


def summed(rows, span: Span, *by: str):
    """(measure, …, until the end of the span, in it, in the one before it)."""
    return rows.values("measure", *by).annotate(**spread(span)).values_list("measure", *by, *SPREAD)


SPREAD = ("recorded", "now", "before")


def spread(span: Span) -> dict:
    """Sums of rows until the end of the span: of all of them, of those in it, of those in the one before."""
    return {
        "recorded": Sum("n"),
        "now": Sum("n", filter=Q(month__gte=span.since), default=0),
        "before": Sum("n", filter=Q(month__range=(span.before.since, span.before.until)), default=0),
    }


def told(places: list[Place], span: Span, by_room, by_month) -> list[dict[str, Compared]]:
    """The figures out of sums of each room, and by month of rooms that came or went: the rows of `summed`."""
    opened, whole, months = _openings(places), defaultdict(dict), defaultdict(list)
    for measure, room, *sums in by_room:
        whole[measure][room] = sums
    for measure, room, month, *sums in by_month:
        months[measure].append((room, month, sums))
    return [
        {
            code: Compared(
                each,
                span,
                opening=opened[at][each.measure, each.context],
                **_summed(whole, months, each.measure, place),
            )
            for code, each in BY_CODE.items()
        }
        for at, place in enumerate(places)
    ]


def _summed(whole, months, measure: str, place: Place) -> dict[str, int]:
    """What its rooms did, and of those that came or went what they did while they lay in it."""
    by_room = whole.get(measure, {})
    found = [by_room[room] for room in place.settled if room in by_room]
    for stay in place.stays:
        found += [sums for room, month, sums in months.get(measure, ()) if room == stay.room and stay.holds(month)]
    return {name: sum(sums[at] for sums in found) for at, name in enumerate(SPREAD)}


def _openings(places) -> list[Counter]:
    """Opening figures of each place: its own, or else the sum of those of the places below."""
    rows = OpeningFigure.objects.standing().select_related("region", "room__unit__region")
    rows = list(rows.filter(under({place.path for place in places}, "region__path")))
    return [_opening_of(place, rows) for place in places]


def _opening_of(place: Place, rows) -> Counter:
    found = defaultdict(list)
    for row in rows:
        if place.room == row.room_id if place.room else row.region.path.startswith(place.path):
            found[row.measure, row.context].append(row)
    return Counter({key: _topmost(group) for key, group in found.items()})


def _topmost(rows) -> int:
    """The sum of the rows that have no other above them: what a region sums up already holds what lies below."""
    regions = [row for row in rows if row.room_id is None]
    return sum(row.amount for row in rows if not any(_is_above(region, row) for region in regions))


def _is_above(region_row, row) -> bool:
    if region_row is row:
        return False
    path, other = region_row.region.path, row.region.path
    return other.startswith(path) and (row.room_id is not None or other != path)
