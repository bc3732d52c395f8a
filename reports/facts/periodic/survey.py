"""What the reports of one span need about the rooms of a city, read in few queries however many there are."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property, reduce
from operator import or_

from django.db.models import Min, Q, Sum

from members.enums import RegionKind
from members.models import Region
from reports.enums import PeriodicLevel
from reports.facts import places, published
from reports.facts.months import narrowed
from reports.facts.periodic.inspected import Inspected, inspected
from reports.facts.places import Place
from reports.facts.published import Compared
from reports.facts.spans import Span, month_span
from reports.models import Highlight, RoomMonth
from reports.queries import highlights
from rooms.models import Room

# A room that has none of these on record in the span was silent.
ACTS = (
    "activities",
    "topics",
    "research_records",
    "meetings",
    "minutes",
    "submissions",
    "done_matters",
    "proposals",
    "information_submitted",
    "suggestions_submitted",
)
TASKS = ("assignments_due", "assignments_in_time")
# What is drawn over the last months, two of one scale together.
TREND = ("consultation", "done", "reception", "visit")
MONTHS_DRAWN = 6
# Places that one query takes.
BATCH = 200


@dataclass(frozen=True)
class Target:
    """Of what one report tells: the city, one of its townships, one of its rooms."""

    level: str
    region: Region
    # Those that lay in it in the span, wherever they lie today.
    rooms: tuple[Room, ...]
    place: Place
    room: Room | None = None

    @property
    def key(self) -> tuple[str, int]:
        return ("room", self.room.pk) if self.room else ("region", self.region.pk)

    @property
    def name(self) -> str:
        return self.room.name if self.room else self.region.name


@dataclass(frozen=True)
class Survey:
    region: Region
    span: Span
    rooms: tuple[Room, ...]
    townships: tuple[Region, ...]
    # Of the city and its townships, by the key of the region.
    places: dict[int, Place]
    # Room → its figures; kept for those that worked in the span.
    figures: dict[int, dict[str, Compared]]
    # Region → its figures, for the city and its townships.
    of_regions: dict[int, dict[str, Compared]]
    active: frozenset[int]
    tasks: dict[str, Counter] = field(default_factory=dict)
    # Figure → room and month → how much, over the last months.
    trend: dict[str, Counter] = field(default_factory=dict)
    # Marked in the span, the latest first.
    highlights: tuple[Highlight, ...] = ()
    inspected: Inspected = field(default_factory=Inspected)
    # The first month of which anything is on record.
    started: date | None = None

    @property
    def months(self) -> list[date]:
        return _last_months(self.span)

    @cached_property
    def townships_of(self) -> dict[int, Region]:
        """Room → the township in which it lay at the end of the span."""
        until = self.span.until
        return {room: each for each in self.townships for room in places.rooms_on(self.places[each.pk], until)}

    def rooms_in(self, township: Region) -> tuple[Room, ...]:
        return tuple(room for room in self.rooms if self.townships_of.get(room.pk) == township)

    def worked(self, room: Room) -> bool:
        """Whether the room was open on some day of the span."""
        return room.opened_on is not None and _was_open(room, self.span)

    def is_silent(self, room: Room) -> bool:
        """Open during the whole span, and nothing on record: a room that had just opened or has gone is not blamed."""
        whole = room.opened_on <= self.span.since and (room.withdrawn_on is None or room.withdrawn_on > self.span.until)
        return whole and room.pk not in self.active

    def is_compared(self, rooms) -> bool:
        """Whether there is a span before: something on record then, and a room that was open."""
        before = self.span.before
        if self.started is None or self.started > before.until:
            return False
        return any(room.opened_on and _was_open(room, before) for room in rooms)


def batches(rows: Sequence, size: int) -> Iterator[Sequence]:
    for start in range(0, len(rows), size):
        yield rows[start : start + size]


def _was_open(room: Room, span: Span) -> bool:
    return room.opened_on <= span.until and (room.withdrawn_on is None or room.withdrawn_on >= span.since)


def survey(region: Region, span: Span, *, only: Room | Region | None = None) -> Survey:
    """Of the whole city; with `only` what the report of one township or room needs."""
    rows = Room.objects.filter(unit__region__path__startswith=region.path).select_related("approver", "guidance")
    rooms = tuple(places.with_moves(rows).order_by("unit__region__path", "unit__pinyin", "pk"))
    townships = tuple(Region.objects.filter(parent=region, kind=RegionKind.TOWNSHIP).order_by("path"))
    regions = [region, *townships]
    within = {each.region: each for each in places.places_of_regions(regions, rooms)}
    asked = tuple(room for room in rooms if only is None or _concerns(only, room, within, span))
    keys = [room.pk for room in asked]
    return Survey(
        region=region,
        span=span,
        rooms=asked,
        townships=townships,
        places=within,
        figures=_of_rooms([room for room in asked if room.opened_on and _was_open(room, span)], span),
        of_regions=_of_regions(within, [] if isinstance(only, Room) else list(within), span),
        active=_active(keys, span),
        tasks=_tasks(keys, span),
        trend=_trend(keys, span),
        inspected=inspected(keys, span),
        highlights=tuple(highlights.of(keys, span.since, span.until)),
        started=RoomMonth.objects.filter(room__in=[room.pk for room in rooms]).aggregate(first=Min("month"))["first"],
    )


def _concerns(only: Room | Region, room: Room, within: dict[int, Place], span: Span) -> bool:
    return room == only if isinstance(only, Room) else room.pk in places.rooms_on(within[only.pk], span.until)


def _of_rooms(rooms, span: Span) -> dict:
    found = {}
    for batch in batches(rooms, BATCH):
        figures = published.compared([places.place_of_room(room) for room in batch], span)
        found |= {room.pk: each for room, each in zip(batch, figures, strict=True)}
    return found


def _of_regions(within: dict[int, Place], keys, span: Span) -> dict:
    figures = published.compared([within[key] for key in keys], span) if keys else []
    return dict(zip(keys, figures, strict=True))


def _months(keys, span: Span):
    return RoomMonth.objects.filter(room__in=keys, month__range=(span.since, span.until), n__gt=0).order_by()


def _active(keys, span: Span) -> frozenset:
    return frozenset(_months(keys, span).filter(measure__in=ACTS).values_list("room", flat=True).distinct())


def _tasks(keys, span: Span) -> dict[str, Counter]:
    """Tasks whose day was in the span, and those of them that were done by it."""
    sums = {name: Sum("n", filter=Q(measure=name), default=0) for name in TASKS}
    rows = _months(keys, span).filter(measure__in=TASKS).values("room").annotate(**sums)
    return {name: Counter({row["room"]: row[name] for row in rows}) for name in TASKS}


def _trend(keys, span: Span) -> dict[str, Counter]:
    """The figures that are drawn over the last months, in one query."""
    drawn = [published.BY_CODE[code] for code in TREND]
    wanted = reduce(or_, (Q(narrowed(each.where), measure=each.measure) for each in drawn))
    months = _last_months(span)
    rows = RoomMonth.objects.filter(wanted, room__in=keys, month__range=(months[0], months[-1])).order_by()
    found = {code: Counter() for code in TREND}
    codes = {each.measure: each.code for each in drawn}
    for room, month, measure, n in rows.values_list("room", "month", "measure").annotate(total=Sum("n")):
        found[codes[measure]][room, month] += n
    return found


def _last_months(span: Span) -> list[date]:
    """Half a year that ends with the span, or the whole of a longer one."""
    last = month_span(span.until)
    months = [last]
    while len(months) < max(MONTHS_DRAWN, span.months):
        months.append(months[-1].before)
    return [each.since for each in months[::-1]]


def targets_of(found: Survey, levels) -> Iterator[Target]:
    """What reports are made of: the city, townships that have rooms, rooms that were open in the span."""
    if PeriodicLevel.CITY in levels:
        yield Target(PeriodicLevel.CITY, found.region, found.rooms, found.places[found.region.pk])
    if PeriodicLevel.TOWNSHIP in levels:
        for township in found.townships:
            rooms = found.rooms_in(township)
            if any(found.worked(room) for room in rooms):
                yield Target(PeriodicLevel.TOWNSHIP, township, rooms, found.places[township.pk])
    if PeriodicLevel.ROOM in levels:
        for room in found.rooms:
            if found.worked(room):
                yield Target(PeriodicLevel.ROOM, room.unit.region, (room,), places.place_of_room(room), room)
