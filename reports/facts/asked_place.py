"""Of which place an address asks, among what the person may see, and what lies below it: for figures and dashboards."""

from functools import reduce
from operator import or_

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import JSONObject
from django.utils.functional import SimpleLazyObject

from members.enums import RegionKind
from members.models import Region
from members.models.keys import key_in
from members.models.places import lineage
from reports.facts import places
from reports.facts.places import Place
from reports.facts.subjects import sees_all_rooms
from reports.models import RoomStay
from rooms.enums import RoomAct
from rooms.models import Room, RoomDecision

# Places below the present one that stand in one table.
MOST_BELOW = 200
# What places are made of; a city has hundreds of rooms.
OF_PLACES = ("unit__name", "unit__region__path", "unit__region__parent_id", "state", "opened_on", "withdrawn_on")


def asked(user, params) -> tuple | None:
    """The place that is asked for, or the whole of what the person sees; nothing where the person sees none of it."""
    if room := params.get("room", ""):
        return room_asked(user, room)
    if code := params.get("region", ""):
        return region_asked(user, code=code[:12])
    regions = common(user)
    return region_asked(user, path=regions[-1]) if regions else None


def room_asked(user, key: str) -> tuple | None:
    found = places.rooms_of(user).filter(pk=key_in(key)).first()
    return (places.place_of_room(found), []) if found else None


def region_asked(user, **named) -> tuple | None:
    """A city or a township, by its code or its path, with what lies below it; the regions are read together."""
    children = Q(**{f"parent__{key}": value for key, value in named.items()}, kind=RegionKind.TOWNSHIP)
    found = Region.objects.filter(Q(**named) | children).exclude(kind=RegionKind.VILLAGE)
    [(key, value)] = named.items()
    summed = _summed(**{f"region__{key}": value})
    regions = list(found.annotate(has_rooms=HAS_ROOMS, own=OWN, summed=summed).order_by("path"))
    region = next((each for each in regions if getattr(each, key) == value), None)
    return _of_region(user, region, regions) if region else None


def _of_region(user, region, regions) -> tuple | None:
    rooms = SimpleLazyObject(lambda: places.rooms_of(user, region.path).only(*OF_PLACES))
    if region.kind == RegionKind.CITY and sees_all_rooms(user, region.path):
        return _whole_city(region, [each for each in regions if each.has_rooms and each != region], rooms)
    rooms = list(rooms)
    is_whole = region.kind == RegionKind.TOWNSHIP and {room.pk for room in rooms}.issuperset(region.summed)
    place = places.place_of_region(region, rooms, is_whole=is_whole)
    return (place, _below(region, rooms, regions)) if rooms else None


def _whole_city(region, townships, rooms) -> tuple | None:
    """Of thousands of rooms none is read: the townships that have any are known, and so are those in no township."""
    place, *below = places.places_of_regions([region, *townships], rooms, is_whole=True)
    below += [places.place_of_key(path=region.path, **each) for each in region.own]
    return (place, below) if below else None


def _of_region_or_village(rows, field: str) -> list[Exists]:
    """Asked place by place, which ends with the first one: a city has thousands."""
    return [Exists(rows.filter(**{f"{field}{above}": OuterRef("pk")})) for above in ("", "__parent")]


# Rooms that lie in the region itself or in one of its villages, or did so once.
MOVED = RoomDecision.objects.filter(act=RoomAct.MOVED)
HAS_ROOMS = reduce(
    or_, _of_region_or_village(Room.objects, "unit__region") + _of_region_or_village(MOVED, "from_region")
)
# Those of a city that lie in none of its townships.
OWN = ArraySubquery(
    Room.objects.filter(unit__region=OuterRef("pk"), unit__region__kind=RegionKind.CITY)
    .order_by("unit__pinyin")
    .values(row=JSONObject(room="pk", name="unit__name"))[:MOST_BELOW]
)


def _summed(**region) -> ArraySubquery:
    """The rooms that the sums of a township hold; a city has too many to name."""
    stays = RoomStay.objects.filter(region=OuterRef("pk"), region__kind=RegionKind.TOWNSHIP, **region)
    return ArraySubquery(stays.values("room").distinct())


def common(user) -> list[str]:
    """City and township in which all roles of the person lie; a village has no figures of its own."""
    paths = [lineage(role.place.path) for role in user.current_roles]
    return [path for path in paths[0] if all(path in each for each in paths)][:2] if paths else []


def shows_reports(user, place) -> bool:
    """The rates of reports are a city's, for whoever sees their list."""
    return place.is_city and user.has_perm("proposals.list_reports")


def _below(region, rooms, regions) -> list[Place]:
    """Townships of a city that have rooms, and rooms that lie in the city itself; rooms of a township."""
    if region.kind != RegionKind.CITY:
        here = [room for room in rooms if room.unit.region.path.startswith(region.path)]
        return [places.place_of_room(room) for room in here[:MOST_BELOW]]
    found = places.places_of_regions([each for each in regions if each != region], rooms)
    own = [places.place_of_room(room) for room in rooms if room.unit.region_id == region.pk]
    return [place for place in found if place.rooms or place.stays] + own[:MOST_BELOW]
