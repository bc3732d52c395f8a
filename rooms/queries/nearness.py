"""How near a member lives or works to a room: by the ground where places are known, else by the tree of regions."""

from dataclasses import dataclass

from members.enums import RegionKind
from members.models import Region
from members.queries.pools import NEAR_WORDS, UNKNOWN, nearness
from rooms.models import RegionShape, Room
from rooms.models.geometry import distance_km

# What a place in the tree is worth in kilometres where nobody measured: only to compare it with what was.
ASSUMED_KM = (1.0, 8.0, 30.0, 10_000.0)


@dataclass(frozen=True)
class Near:
    """How near, seen from the place of the member that is nearer (`which`)."""

    rank: int
    km: float | None = None
    which: str = ""

    @property
    def order(self) -> float:
        return ASSUMED_KM[self.rank] if self.km is None else self.km

    @property
    def words(self) -> str:
        if not self.which:
            return "居住地、工作地未填"
        return f"{self.which}{NEAR_WORDS[self.rank] if self.km is None else f'约 {self.km:.1f} 公里'}"


def points() -> dict[int, tuple[float, float]]:
    """Where the centres of regions lie, by their keys."""
    rows = RegionShape.objects.values_list("region", "longitude", "latitude")
    return {region: (float(x), float(y)) for region, x, y in rows}


def near(member, room: Room, found: dict) -> Near:
    """The nearer of the two places of a member; `found` are the points of regions."""
    places = ((member.home, "居住地"), (member.work, "工作地"))
    nears = [_between(place, room, which, found) for place, which in places if place]
    return min(nears, key=lambda each: each.order, default=Near(UNKNOWN))


def _between(place: Region, room: Room, which: str, found: dict) -> Near:
    rank = nearness(room.unit.region, place)
    # The centre of a whole city says nothing about where in it somebody lives.
    start = None if place.kind == RegionKind.CITY else found.get(place.pk)
    end = room.point or found.get(room.unit.region_id)
    return Near(rank, distance_km(start, end) if start and end else None, which)
