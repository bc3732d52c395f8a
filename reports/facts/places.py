"""Over what figures are told: a region with the months that rooms lay in it, or one room.

A room that was moved to another township keeps what it did: the months before the month of its move are those of the
township where it lay then.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from functools import reduce
from itertools import chain
from operator import or_

from django.db.models import Q

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
class Place:
    """A region, or one room. `rooms` lie in it today; what it sums up are its `months`."""

    name: str
    path: str
    rooms: tuple[int, ...]
    # How an address names it: region=420281000000, room=7.
    query: str
    region: int | None = None
    room: int | None = None
    is_city: bool = False
    # Of rooms that came or went only a part of the months is its.
    stays: tuple[Stay, ...] = ()
    # Of its rooms and perhaps of others: the key, the day on which it opened, and that on which it was withdrawn.
    lives: tuple[tuple[int, date, date | None], ...] = ()

    def open_on(self, day: date) -> int:
        """How many rooms lay in it and worked on this day."""
        lay = set(rooms_on(self, day))
        return sum(key in lay and since <= day and (end is None or end > day) for key, since, end in self.lives)

    @property
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


def place_of_region(region: Region, rooms) -> Place:
    return places_of_regions([region], rooms)[0]


def places_of_regions(regions: list[Region], rooms) -> list[Place]:
    """The regions with what those of the rooms did while they lay in them; `rooms` come with their moves."""
    here, stays, lives = defaultdict(list), defaultdict(list), tuple(lives_of(rooms))
    for room in rooms:
        for path in lineage(room.unit.region.path):
            here[path].append(room.pk)
        lay = {above for path, _, _ in trail(room) for above in lineage(path)} if room.moves else ()
        for path in lay:
            stays[path] += stays_of(room, path) or ()
    return [
        Place(
            region.name,
            region.path,
            tuple(here[region.path]),
            f"region={region.code}",
            region=region.pk,
            is_city=region.kind == RegionKind.CITY,
            stays=tuple(stays[region.path]),
            lives=lives,
        )
        for region in regions
    ]


def lives_of(rooms) -> list[tuple]:
    """When they worked, of those that ever did."""
    worked = (RoomState.OPENED, RoomState.WITHDRAWN)
    return [(each.pk, each.opened_on, each.withdrawn_on) for each in rooms if each.opened_on and each.state in worked]


def rooms_on(place: Place, day: date) -> tuple[int, ...]:
    """The rooms that lay in it in the month of this day."""
    month = day.replace(day=1)
    return (*place.settled, *(stay.room for stay in place.stays if stay.holds(month)))


def place_of_room(room: Room) -> Place:
    return Place(room.name, room.unit.region.path, (room.pk,), f"room={room.pk}", room=room.pk)


def records(measure: str, place: Place, *, where, since: date | None = None, until: date | None = None) -> list[tuple]:
    """The records of one measure in the place, as drill.lines_of takes them."""
    days = [(place.settled, since, until)]
    days += [([stay.room], *stay.within(since, until)) for stay in place.stays]
    found = [found_in(measure, "room", rooms, where=where, since=first, until=last) for rooms, first, last in days]
    return list(chain(*found))
