"""Over what figures are told: a region with the months that rooms lay in it, or one room.

A room that was moved to another township keeps what it did: the months before the month of its move are those of the
township where it lay then.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from functools import cached_property, partial, reduce
from itertools import chain
from operator import getitem, or_

from django.db.models import Q
from django.utils.functional import SimpleLazyObject

from members.enums import RegionKind
from members.models import Region
from members.models.places import lineage
from members.permissions.relations import TOWNSHIP
from reports.facts.quotas import found_in
from reports.facts.stays import Stay, stays_of, trail, with_moves
from reports.facts.subjects import rooms_seen
from rooms.enums import RoomAct, RoomState
from rooms.models import Room, RoomDecision


@dataclass(frozen=True)
class Lying:
    """What makes up a place: the rooms that lie in it today, and the months of those that came or went."""

    rooms: tuple[int, ...] = ()
    stays: tuple[Stay, ...] = ()
    # Of its rooms and perhaps of others: the key, the day on which it opened, and that on which it was withdrawn.
    lives: tuple[tuple[int, date, date | None], ...] = ()


@dataclass(frozen=True)
class Place:
    """A region, or one room. `rooms` lie in it today; what it sums up are its `months`."""

    name: str
    path: str
    # How an address names it: region=420281000000, room=7.
    query: str
    # Perhaps not read yet.
    lying: Lying
    region: int | None = None
    room: int | None = None
    is_city: bool = False
    # The sums that the facts hold of the region are those of the rooms that the person sees: in a city of all of them.
    is_whole: bool = False

    @property
    def rooms(self) -> tuple[int, ...]:
        return self.lying.rooms

    @property
    def stays(self) -> tuple[Stay, ...]:
        """Of rooms that came or went only a part of the months is its."""
        return self.lying.stays

    def lies_in(self, room: str = "") -> Q:
        """That the room lies in it today; `room` leads to it from what is asked: consultation__room."""
        if self.is_whole and self.is_city:
            # Of thousands none is read.
            return Q(**{f"{room}__unit__region__path__startswith".lstrip("_"): self.path})
        return Q(**{f"{room or 'pk'}__in": self.rooms})

    def open_on(self, day: date) -> int:
        """How many rooms lay in it and worked on this day."""
        if self.is_whole and self.is_city:
            # No room leaves its city.
            return Room.objects.working_on(day).filter(self.lies_in()).count()
        lay = set(rooms_on(self, day))
        return sum(key in lay and since <= day and (end is None or end > day) for key, since, end in self.lying.lives)

    @cached_property
    def settled(self) -> tuple[int, ...]:
        """Rooms of which every month is its."""
        moved = {stay.room for stay in self.stays}
        return tuple(room for room in self.rooms if room not in moved)

    @property
    def months(self) -> Q:
        """Rows of RoomMonth that it sums up."""
        return reduce(or_, (stay.months for stay in self.stays), Q(room__in=self.settled))


def rooms_of(user, path: str = ""):
    """The rooms of which the person sees the figures; withdrawn ones keep what they did.

    Below a region also those that lay there once, before a body for which the person works or still works.
    """
    seen = rooms_seen(user, closed=True)
    if path:
        moved = RoomDecision.objects.filter(act=RoomAct.MOVED, from_region__path__startswith=path)
        known = Q(from_approver__in=user.units_as(*TOWNSHIP)) | Q(room__in=seen.order_by().values("pk"))
        gone = Room.objects.filter(pk__in=moved.filter(known).order_by().values("room"))
        seen = seen.filter(unit__region__path__startswith=path) | gone.exclude(unit__region__path__startswith=path)
    return with_moves(seen).order_by("unit__region__path", "unit__pinyin")


def place_of_region(region: Region, rooms, *, is_whole: bool = False) -> Place:
    return places_of_regions([region], rooms, is_whole=is_whole)[0]


def places_of_regions(regions: list[Region], rooms, *, is_whole: bool = False) -> list[Place]:
    """The regions with what those of the rooms did while they lay in them; `rooms` come with their moves.

    The rooms are read when something is asked for that is not known without them.
    """
    lying = SimpleLazyObject(lambda: _lying(rooms))
    return [
        Place(
            region.name,
            region.path,
            f"region={region.code}",
            SimpleLazyObject(partial(getitem, lying, region.path)),
            region=region.pk,
            is_city=region.kind == RegionKind.CITY,
            is_whole=is_whole,
        )
        for region in regions
    ]


def _lying(rooms) -> defaultdict[str, Lying]:
    """By the path of the place."""
    here, stays, lives = defaultdict(list), defaultdict(list), tuple(lives_of(rooms))
    for room in rooms:
        for path in lineage(room.unit.region.path):
            here[path].append(room.pk)
        lay = {above for path, _, _ in trail(room) for above in lineage(path)} if room.moves else ()
        for path in lay:
            stays[path] += stays_of(room, path) or ()
    paths = {*here, *stays}
    return defaultdict(Lying, {path: Lying(tuple(here[path]), tuple(stays[path]), lives) for path in paths})


def lives_of(rooms) -> list[tuple]:
    """When they worked, of those that ever did."""
    worked = (RoomState.OPENED, RoomState.WITHDRAWN)
    return [(each.pk, each.opened_on, each.withdrawn_on) for each in rooms if each.opened_on and each.state in worked]


def rooms_on(place: Place, day: date) -> tuple[int, ...]:
    """The rooms that lay in it in the month of this day."""
    month = day.replace(day=1)
    return (*place.settled, *(stay.room for stay in place.stays if stay.holds(month)))


def place_of_room(room: Room) -> Place:
    return place_of_key(room.pk, room.name, room.unit.region.path)


def place_of_key(room: int, name: str, path: str) -> Place:
    return Place(name, path, f"room={room}", Lying((room,)), room=room)


def records(measure: str, place: Place, *, where, since: date | None = None, until: date | None = None) -> list[tuple]:
    """The records of one measure in the place, as drill.lines_of takes them."""
    days = [(place.settled, since, until)]
    days += [([stay.room], *stay.within(since, until)) for stay in place.stays]
    found = [found_in(measure, "room", rooms, where=where, since=first, until=last) for rooms, first, last in days]
    return list(chain(*found))
