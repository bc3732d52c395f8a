"""Of which place an address asks, among what the person may see, and what lies below it: for figures and dashboards."""

from django.db.models import Q

from members.enums import RegionKind
from members.models import Region
from members.models.keys import key_in
from members.models.places import lineage
from reports.facts import places
from reports.facts.places import Place

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
    regions = list(Region.objects.filter(Q(**named) | children).exclude(kind=RegionKind.VILLAGE).order_by("path"))
    [(key, value)] = named.items()
    region = next((each for each in regions if getattr(each, key) == value), None)
    rooms = list(places.rooms_of(user, region.path).only(*OF_PLACES)) if region else []
    return (places.place_of_region(region, rooms), _below(region, rooms, regions)) if rooms else None


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
