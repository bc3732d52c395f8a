"""Where rooms lay over time: a room that was moved has a stay in each township, in whole months.

The whole month of a move belongs to the township to which the room came.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Q
from django.db.models.functions import JSONObject

from rooms.enums import RoomAct
from rooms.models import RoomDecision


@dataclass(frozen=True)
class Stay:
    """Months in which a room that was moved lay in a place: from and until the first day of one; None is ever."""

    room: int
    since: date | None = None
    until: date | None = None

    def holds(self, month: date) -> bool:
        return (self.since is None or month >= self.since) and (self.until is None or month < self.until)

    def within(self, since: date | None, until: date | None) -> tuple[date | None, date | None]:
        """Its days among these: the first and the last one, which come the other way round where there are none."""
        last = self.until and self.until - date.resolution
        return max(filter(None, (self.since, since)), default=None), min(filter(None, (last, until)), default=None)

    @property
    def months(self) -> Q:
        found = Q(room=self.room)
        found &= Q(month__gte=self.since) if self.since else Q()
        return found & (Q(month__lt=self.until) if self.until else Q())


def with_moves(rooms):
    """With their regions and, as `moves`, what was decided about where they lie: a place is made of these."""
    moves = RoomDecision.objects.filter(room=OuterRef("pk"), act=RoomAct.MOVED).order_by("on", "pk")
    moves = moves.values(row=JSONObject(on="on", path="from_region__path"))
    return rooms.select_related("unit__region").annotate(moves=ArraySubquery(moves))


def trail(room) -> Iterator[tuple]:
    """Where the room lay, from which month until before which, the last one where it lies today."""
    since = None
    for move in room.moves:
        until = date.fromisoformat(move["on"]).replace(day=1)
        yield move["path"], since, until
        since = until
    yield room.unit.region.path, since, None


def stays_of(room, path: str) -> list[Stay] | None:
    """Its stays below the path; None where it never lay anywhere else."""
    whole = list(trail(room))
    within = [Stay(room.pk, since, until) for lay, since, until in whole if lay.startswith(path)]
    return within if len(within) < len(whole) else None


def path_on(room, day: date) -> str:
    """Where it lay in the month of the day."""
    month = day.replace(day=1)
    return next(path for path, since, until in trail(room) if Stay(room.pk, since, until).holds(month))
