"""The map of rooms, coloured by what they did in the span."""

from django.db.models import Exists, OuterRef

from reports.facts.dashboard.asked import Asked
from reports.models import RoomMonth
from rooms.charts.room_map import Picture, draw
from rooms.models import Room
from rooms.workflow.mapping import shapes_of, townships

# Consulted; did something else; nothing is on record.
TONES = (("held", "开过协商会"), ("some", "有活动，没有协商"), ("none", "没有记录"))


def activity_map(asked: Asked) -> Picture | None:
    rooms = asked.open_rooms
    if not rooms:
        return None
    # Asked room by room one row is enough; told together, all months of all of them would be read.
    any_of = (
        Exists(RoomMonth.objects.filter(asked.window.months, room=OuterRef("pk"), measure=measure))
        for measure in ("consultations", "activities")
    )
    did = Room.objects.filter(pk__in=[room.pk for room in rooms]).order_by().values_list("pk", *any_of)
    tones = {pk: "held" if held else "some" if some else "none" for pk, held, some in did}
    cities = {room.unit.region.city_code for room in rooms}
    return draw(townships(cities), rooms, shapes=shapes_of(cities), tones=tones)
