"""The figures that a city publishes: since the halls opened and this year, each with its unit and its context.

Source 000: L8–L10 (大冶). A figure is the sum of what the facts hold and of the opening figures, which are shown apart.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import date
from functools import reduce
from operator import or_

from django.db.models import Q, Sum

from members.enums import RegionKind
from members.models import Region
from members.models.places import under
from reports.facts.months import narrowed
from reports.facts.quotas import found_in
from reports.facts.subjects import rooms_seen
from reports.models import RoomMonth
from rooms.models import OpeningFigure, Room
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
BY_CODE = {each.code: each for each in (*OF_ROOMS, *SENT)}


@dataclass(frozen=True)
class Figure:
    published: Published
    recorded: int
    opening: int
    this_year: int

    @property
    def total(self) -> int:
        return self.recorded + self.opening

    @property
    def note(self) -> str:
        """What stands under the figure: this year's, and what of the total only the opening figure knows."""
        opening = f"，期初 {self.opening}" if self.opening else ""
        return f"今年 {self.this_year}{opening}"


@dataclass(frozen=True)
class Place:
    """Over what the figures are: a region with its rooms, or one room."""

    name: str
    path: str
    rooms: tuple[int, ...]
    # How an address names it: region=420281000000, room=7.
    query: str
    region: int | None = None
    room: int | None = None
    is_city: bool = False


def rooms_of(user, path: str = ""):
    """The rooms of which the person sees the figures, below a region; withdrawn ones keep what they did."""
    rooms = rooms_seen(user, closed=True).select_related("unit__region").order_by("unit__region__path", "unit__pinyin")
    return rooms.filter(unit__region__path__startswith=path) if path else rooms


def place_of_region(region: Region, rooms) -> Place:
    """The region with those of the rooms that lie in it."""
    within = tuple(room.pk for room in rooms if room.unit.region.path.startswith(region.path))
    is_city = region.kind == RegionKind.CITY
    return Place(region.name, region.path, within, f"region={region.code}", region=region.pk, is_city=is_city)


def place_of_room(room: Room) -> Place:
    return Place(room.name, room.unit.region.path, (room.pk,), f"room={room.pk}", room=room.pk)


def figures(place: Place, year: int) -> dict[str, Figure]:
    """Every published figure of one place, by its code."""
    return figures_of([place], year)[0]


def figures_of(places: list[Place], year: int) -> list[dict[str, Figure]]:
    """The figures of several places at once: one query for the records and one for the openings, however many."""
    opened = _openings(places)
    counted = _counted({room for place in places for room in place.rooms}, year)
    return [
        {
            code: Figure(
                each,
                sum(counted[code][0][room] for room in place.rooms),
                opened[at][each.measure, each.context],
                sum(counted[code][1][room] for room in place.rooms),
            )
            for code, each in BY_CODE.items()
        }
        for at, place in enumerate(places)
    ]


def _counted(rooms, year: int) -> dict[str, tuple[Counter, Counter]]:
    """Figure → how much of each room, in all and in this year."""
    wanted = reduce(or_, (Q(narrowed(each.where), measure=each.measure) for each in BY_CODE.values()))
    now = Q(month__range=(date(year, 1, 1), date(year, 12, 31)))
    rows = RoomMonth.objects.filter(wanted, room__in=rooms).order_by().values("room", "measure")
    rows = rows.annotate(total=Sum("n"), now=Sum("n", filter=now, default=0))
    found = {code: (Counter(), Counter()) for code in BY_CODE}
    # Each measure is published in one context.
    codes = {each.measure: code for code, each in BY_CODE.items()}
    for room, measure, total, current in rows.values_list("room", "measure", "total", "now"):
        found[codes[measure]][0][room] = total
        found[codes[measure]][1][room] = current
    return found


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


def records(published: Published, place: Place, year: int | None = None) -> list[tuple]:
    """The records of one figure, as drill.lines_of takes them."""
    days = {"since": date(year, 1, 1), "until": date(year, 12, 31)} if year else {}
    return found_in(published.measure, "room", place.rooms, where=published.where, **days)
