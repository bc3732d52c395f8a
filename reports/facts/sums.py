"""Sums of the facts for several places at once: of whole regions, of rooms, and by month of rooms that came or went."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import BigIntegerField, CharField, DateField, F, Q, Value
from django.db.models.functions import Cast

from reports.facts.places import Place
from reports.models import RegionMonth, RoomMonth

# Until the end of a span, in it, and in the one before it.
SPREAD = ("recorded", "now", "before")
NO_OWNER, NO_MONTH, NO_PART = Cast(None, BigIntegerField()), Cast(None, DateField()), Value("")
REGION, ROOM, MOVED = "region", "room", "moved"


def rows_of(kind: str, rows, sums: dict, *, owner=NO_OWNER, month=NO_MONTH, part=NO_PART):
    """Rows of one shape, which a union can hold: (kind, measure, owner, month, part, *SPREAD)."""
    # Names of their own: those of the table's columns are taken.
    kind = Value(kind, output_field=CharField())
    found = rows.order_by().annotate(of_kind=kind, of_owner=owner, of_month=month, of_part=part)
    by = ("of_kind", "measure", "of_owner", "of_month", "of_part")
    return found.values(*by).annotate(**sums).values_list(*by, *SPREAD)


def rows_of_place(place: Place):
    """The rows that a place sums up."""
    if place.is_whole:
        return RegionMonth.objects.filter(region=place.region, n__gt=0)
    return RoomMonth.objects.filter(place.months)


def of_places(name: str, places: list[Place], wanted: Q, sums: dict) -> list:
    """What the sums of these places are made of, for `together` and then `sums_of`."""
    whole = {place.region for place in places if place.is_whole}
    apart = [place for place in places if not place.is_whole]
    settled = {room for place in apart for room in place.settled}
    moved = {stay.room for place in apart for stay in place.stays}
    found = []
    if whole:
        rows = RegionMonth.objects.filter(wanted, region__in=whole, n__gt=0)
        found.append(rows_of(f"{name} {REGION}", rows, sums, owner=F("region")))
    if settled:
        rows = RoomMonth.objects.filter(wanted, room__in=settled)
        found.append(rows_of(f"{name} {ROOM}", rows, sums, owner=F("room")))
    if moved:
        rows = RoomMonth.objects.filter(wanted, room__in=moved)
        found.append(rows_of(f"{name} {MOVED}", rows, sums, owner=F("room"), month=F("month")))
    return found


@dataclass(frozen=True)
class Sums:
    """What each measure came to in each place."""

    regions: dict = field(default_factory=dict)
    rooms: dict = field(default_factory=dict)
    moved: dict = field(default_factory=lambda: defaultdict(list))

    def of(self, measure: str, place: Place) -> dict[str, int]:
        """What its rooms did, and of those that came or went what they did while they lay in it."""
        found = [sums for sums in self._counts(measure, place) if sums]
        return {each: sum(sums[at] for sums in found) for at, each in enumerate(SPREAD)}

    def _counts(self, measure: str, place: Place):
        if place.is_whole:
            yield self.regions.get((measure, place.region))
            return
        for room in place.settled:
            yield self.rooms.get((measure, room))
        for stay in place.stays:
            yield from (sums for month, sums in self.moved.get((measure, stay.room), ()) if stay.holds(month))


def sums_of(name: str, found: dict[str, list]) -> Sums:
    """Out of the rows of `together`."""
    sums = Sums()
    for measure, owner, _, _, *counts in found[f"{name} {REGION}"]:
        sums.regions[measure, owner] = counts
    for measure, owner, _, _, *counts in found[f"{name} {ROOM}"]:
        sums.rooms[measure, owner] = counts
    for measure, owner, month, _, *counts in found[f"{name} {MOVED}"]:
        sums.moved[measure, owner].append((month, counts))
    return sums


def together(queries: Iterable) -> dict[str, list]:
    """The rows of all of them by their kind, in one query."""
    found = defaultdict(list)
    if queries:
        first, *others = queries
        for kind, *row in first.union(*others, all=True):
            found[kind].append(row)
    return found
