"""The map of rooms, coloured by what they did in the span."""

from collections import defaultdict

from reports.facts.dashboard.asked import Asked
from reports.models import RoomMonth
from rooms.charts.room_map import Picture, draw
from rooms.workflow.mapping import shapes_of, townships

# Consulted; did something else; nothing is on record.
TONES = (("held", "开过协商会"), ("some", "有活动，没有协商"), ("none", "没有记录"))


def activity_map(asked: Asked) -> Picture | None:
    rooms = asked.open_rooms
    if not rooms:
        return None
    did = defaultdict(set)
    rows = RoomMonth.objects.filter(asked.window.months, room__in=rooms, measure__in=("consultations", "activities"))
    for room, measure in rows.order_by().values_list("room", "measure").distinct():
        did[room].add(measure)
    tones = {room.pk: _tone(did[room.pk]) for room in rooms}
    cities = {room.unit.region.city_code for room in rooms}
    return draw(townships(cities), rooms, shapes=shapes_of(cities), tones=tones)


def _tone(measures: set) -> str:
    return "held" if "consultations" in measures else "some" if measures else "none"
