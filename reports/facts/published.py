"""The figures that a city publishes: since the halls opened and in a span, each with its unit and its context.

Source 000: L8–L10 (大冶). A figure is the sum of what the facts hold and of the opening figures, which are shown apart.
"""

from collections import Counter, defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from functools import reduce
from operator import or_

from django.db.models import Q, Sum

from members.models.places import lineage, under
from reports.facts.months import narrowed
from reports.facts.places import Place
from reports.facts.spans import Span
from reports.facts.sums import SPREAD, Sums, of_places, sums_of, together
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
ALL = (*OF_ROOMS, *SENT)
# Each measure is published in one context.
BY_CODE = {each.code: each for each in ALL}


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
    """Every published figure of several places by its code; two queries, however many places there are."""
    sums = sums_of(FIGURES, together(asked(places, span)))
    return [figures_of(place, span, sums, opened) for place, opened in zip(places, openings(places), strict=True)]


FIGURES = "figures"


def asked(places: list[Place], span: Span, figures: Collection[Published] = ALL) -> list:
    """What the published figures of these places are summed up from."""
    return of_places(FIGURES, places, wanted(figures) & Q(month__lte=span.until), spread(span))


def wanted(figures: Collection[Published]) -> Q:
    """Rows of the facts that these figures sum up; those that are narrowed alike are asked for together.

    All their measures are named once more: PostgreSQL then goes through the index one time, and not once for each part.
    """
    alike = defaultdict(list)
    for each in figures:
        alike[tuple(each.where.items())].append(each.measure)
    # In this order PostgreSQL compares names first, and looks into the parts of few rows.
    parts = reduce(or_, (Q(measure__in=alike[where]) & narrowed(dict(where)) for where in sorted(alike, key=len)))
    return Q(measure__in=sorted({each.measure for each in figures})) & parts


def summed(rows, span: Span, *by: str):
    """(measure, …, until the end of the span, in it, in the one before it)."""
    return rows.values("measure", *by).annotate(**spread(span)).values_list("measure", *by, *SPREAD)


def spread(span: Span) -> dict:
    """Sums of rows until the end of the span: of all of them, of those in it, of those in the one before."""
    return {
        "recorded": Sum("n"),
        "now": Sum("n", filter=Q(month__gte=span.since), default=0),
        "before": Sum("n", filter=Q(month__range=(span.before.since, span.before.until)), default=0),
    }


def figures_of(
    place: Place, span: Span, sums: Sums, opened: Counter, figures: Collection[Published] = ALL
) -> dict[str, Compared]:
    """By their codes; `opened` is what `openings` found for the place."""
    return {
        each.code: Compared(each, span, opening=opened[each.measure, each.context], **sums.of(each.measure, place))
        for each in figures
    }


def openings(places: list[Place]) -> list[Counter]:
    """Opening figures of each place: its own, or else the sum of those of the places below."""
    rows = OpeningFigure.objects.standing().select_related("region", "room__unit__region")
    paths = {place.path for place in places}
    topmost = [path for path in paths if paths.isdisjoint(lineage(path)[:-1])]
    rows = list(rows.filter(under(topmost, "region__path")))
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
