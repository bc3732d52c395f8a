"""What the map shows of these rooms: the townships of their city, the rooms by state, one township larger."""

from members.enums import RegionKind
from members.models import Region
from rooms.charts.room_map import Picture, draw
from rooms.enums import RoomState
from rooms.models import RegionShape
from rooms.workflow.standing import standings

TONES = {
    RoomState.APPLIED: "wait",
    RoomState.RETURNED: "wait",
    RoomState.APPROVED: "wait",
    RoomState.OPENED: "run",
    RoomState.WITHDRAWN: "off",
}
MOST_ROOMS = 2000


def picture_of(rooms, *, region: str = "", only=None) -> dict:
    """The picture and what stands beside it; a vacant first convener's place shows as late."""
    rooms = rooms[:MOST_ROOMS]
    cities = {room.unit.region.city_code for room in rooms}
    regions = townships(cities)
    zoom = next((each for each in regions if str(each.pk) == region), None)
    told = {each.room.pk: each for each in standings(rooms)} if not only else {}
    tones = {room.pk: _tone(room, told.get(room.pk)) for room in rooms}
    picture = draw(regions, rooms, shapes=shapes_of(cities), zoom=zoom, tones=tones)
    for pin in picture.pins:
        pin.is_vacant = pin.tone == "late"
    listed = [room for room in rooms if not zoom or room.township == zoom]
    return {"picture": picture, "zoom": zoom, "listed": listed, "regions": regions}


def small_picture(room) -> Picture | None:
    """The townships of the city with this one room; nothing while it has no place."""
    if not room.point:
        return None
    cities = {room.unit.region.city_code}
    return draw(townships(cities), [room], shapes=shapes_of(cities), tones={room.pk: "run"}, named=room.township)


def picking(room) -> Picture:
    """The map on which the room's place is picked: its township, as far as it is known."""
    cities = {room.unit.region.city_code}
    regions, shapes = townships(cities), shapes_of(cities)
    township = room.township
    zoom = township if township.pk in shapes and shapes[township.pk].rings else None
    return draw(regions, [room] if room.point else [], shapes=shapes, zoom=zoom)


def townships(cities) -> list[Region]:
    rows = Region.objects.active().filter(kind=RegionKind.TOWNSHIP, parent__code__in=cities)
    return list(rows.order_by("path"))


def shapes_of(cities) -> dict[int, RegionShape]:
    found: dict[int, RegionShape] = {}
    for code in cities:
        rows = RegionShape.objects.filter(region__path__startswith=f"/{code}/")
        found |= {row.region_id: row for row in rows}
    return found


def _tone(room, standing) -> str:
    if standing and room.state == RoomState.OPENED and standing.vacant_since:
        return "late"
    return TONES[room.state]
