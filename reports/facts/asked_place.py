"""Of which place the address of the figures asks, and the places below it: as the page and its file read it."""

from members.enums import RegionKind
from members.models import Region
from members.models.keys import key_in
from members.models.places import lineage
from reports.facts import places

# Places below the present one that stand in one table.
MOST_BELOW = 200


def asked(user, params) -> tuple | None:
    """The place that is asked for, or the whole of what the person sees; nothing where the person sees none of it."""
    code, room = params.get("region", ""), params.get("room", "")
    if room:
        found = places.rooms_of(user).filter(pk=key_in(room)).first()
        return (places.place_of_room(found), []) if found else None
    regions = Region.objects.exclude(kind=RegionKind.VILLAGE)
    region = regions.filter(code=code[:12]).first() if code else _whole(user)
    rooms = list(places.rooms_of(user, region.path)) if region else []
    return (places.place_of_region(region, rooms), _below(region, rooms)) if rooms else None


def shows_reports(user, place) -> bool:
    """The rates of reports are a city's, for whoever sees their list."""
    return place.is_city and user.has_perm("proposals.list_reports")


def _whole(user):
    """The township in which the person works, or else the city, narrowed to the rooms that the person sees."""
    paths = [lineage(role.place.path) for role in user.current_roles]
    common = [path for path in paths[0] if all(path in each for each in paths)] if paths else []
    # City and township; a village has no figures of its own.
    return Region.objects.filter(path__in=common[:2]).order_by("-path").first()


def _below(region, rooms) -> list:
    """Townships of a city that have rooms, and rooms that lie in the city itself; rooms of a township."""
    if region.kind != RegionKind.CITY:
        here = [room for room in rooms if room.unit.region.path.startswith(region.path)]
        return [places.place_of_room(room) for room in here[:MOST_BELOW]]
    townships = Region.objects.filter(parent=region, kind=RegionKind.TOWNSHIP).order_by("path")
    found = [places.place_of_region(township, rooms) for township in townships]
    own = [places.place_of_room(room) for room in rooms if room.unit.region_id == region.pk]
    return [place for place in found if place.rooms or place.stays] + own[:MOST_BELOW]
