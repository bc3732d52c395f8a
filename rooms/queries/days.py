"""Which activity days are a room's, and which rooms have a day."""

from members.models.places import under
from rooms.models import ActivityDay, Room
from rooms.queries.rulers import Rulers


def days_for(room, year: int) -> list[ActivityDay]:
    """The days of a year that hold for this room: of the nearest region that had a practice of its own by then."""
    return days_of_rooms([room], year)[room.pk]


def days_of_rooms(rooms, year: int) -> dict[int, list[ActivityDay]]:
    """The days of many rooms by their keys, with two queries for all of them."""
    rulers = Rulers()
    rows = ActivityDay.objects.standing().filter(nominal_on__year=year).select_related("region")
    days = list(rows.order_by("on", "pk"))
    return {room.pk: [day for day in days if is_of(room, day, rulers)] for room in rooms}


def is_of(room, day: ActivityDay, rulers: Rulers) -> bool:
    is_open = room.opened_on is None or room.opened_on <= day.on
    return is_open and rulers.over(room.unit.region.path, day.nominal_on) == day.region.path


def rooms_of(day: ActivityDay, *, rulers: Rulers | None = None):
    """The rooms open by then that have this day: below its region, but where a nearer one has days of its own."""
    rulers = rulers or Rulers()
    path = day.region.path
    nearer = [each for each in rulers.below(path) if rulers.over(each, day.nominal_on) != path]
    rooms = Room.objects.open().filter(unit__region__path__startswith=path).exclude(opened_on__gt=day.on)
    return rooms.exclude(under(nearer, "unit__region__path"))


def day_of_room(room, key: int) -> ActivityDay | None:
    """One day by its key, when it is a day of this room; one that was dropped is read where the room planned it."""
    day = ActivityDay.objects.for_page().filter(pk=key).first()
    if day is None:
        return None
    if day.dropped_at:
        return day if day.room_days.filter(room=room).exists() else None
    return day if is_of(room, day, Rulers()) else None


def coming_day(room, today) -> ActivityDay | None:
    """The next day of the room that is not over; today's until midnight."""
    rulers = Rulers()
    rows = ActivityDay.objects.standing().filter(on__gte=today).of_path(room.unit.region.path)
    return next((day for day in rows.select_related("region").order_by("on", "pk") if is_of(room, day, rulers)), None)
