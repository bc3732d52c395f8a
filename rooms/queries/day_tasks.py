"""What activity days ask of the people of rooms, and what the offices above see of it: read once for a workbench."""

from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db.models import Q

from members.enums import RoleCode
from rooms.models import ActivityDay, Room, RoomDay
from rooms.models.room import ROOM_ROLES
from rooms.queries.day_sums import DayRow, records, rows_of_days
from rooms.queries.days import is_of
from rooms.queries.rulers import Rulers

# A day that lies further back is found in the list; on the workbench it would only stand in the way.
ASKED_FOR = timedelta(days=92)
# Further ahead than the longest pause between two days of a rule lies nobody's next one.
LOOKED_AT = timedelta(days=370)
STAFF = (RoleCode.CLERK, RoleCode.CONVENER)
ABOVE = (RoleCode.LEADING_OFFICE, RoleCode.TOWNSHIP, RoleCode.TOWNSHIP_CLERK)
MOST_ROOMS = 5


@dataclass(frozen=True)
class Owed:
    """A day that is over and for which a room recorded nothing."""

    room: Room
    day: ActivityDay

    @property
    def sentence(self) -> str:
        return f"登记{self.day.on.month}月{self.day.on.day}日{self.day.name}的活动"


@dataclass(frozen=True)
class DayDesk:
    # Of the rooms in which the person is clerk or convener.
    owed: list[Owed] = field(default_factory=list)
    # The next day of each room to which the person belongs.
    ahead: list[RoomDay] = field(default_factory=list)
    # For the offices above rooms: the last day that is over, with how many rooms recorded something.
    last: list[DayRow] = field(default_factory=list)


def day_desk(user, today: date) -> DayDesk:
    if not user.holds(*ROOM_ROLES, *ABOVE):
        return DayDesk()
    rows = ActivityDay.objects.standing().filter(on__range=(today - ASKED_FOR, today + LOOKED_AT))
    days = list(rows.select_related("region").order_by("on", "pk"))
    if not days:
        return DayDesk()
    rulers, units = Rulers(), user.units_as(*ROOM_ROLES)
    rooms = Room.objects.open().filter(unit__in=units).select_related("unit__region").order_by("pk") if units else ()
    staffed = user.units_as(*STAFF)
    past = [day for day in days if day.on < today]
    return DayDesk(
        _owed([room for room in rooms if room.unit_id in staffed], past, rulers),
        _ahead(list(rooms)[:MOST_ROOMS], [day for day in days if day.on >= today], rulers),
        _last(user, past),
    )


def _owed(rooms, days, rulers) -> list[Owed]:
    if not rooms or not days:
        return []
    done = set(records().filter(room__in=rooms, day__in=days).values_list("room", "day").order_by())
    pairs = ((room, day) for day in days for room in rooms if is_of(room, day, rulers))
    return [Owed(room, day) for room, day in pairs if (room.pk, day.pk) not in done]


def _ahead(rooms, days, rulers) -> list[RoomDay]:
    """Unsaved where nothing is planned yet."""
    following = ((room, next((day for day in days if is_of(room, day, rulers)), None)) for room in rooms)
    following = [(room, day) for room, day in following if day]
    plans = RoomDay.objects.filter(room__in=rooms, day__in=[day for _, day in following]) if following else ()
    kept = {(own.room_id, own.day_id): own for own in plans}
    found = []
    for room, day in following:
        own = kept.get((room.pk, day.pk)) or RoomDay()
        # Not fetched again for the page.
        own.room, own.day = room, day
        found.append(own)
    return sorted(found, key=lambda own: (own.day.on, own.room.pk))


def _last(user, days) -> list[DayRow]:
    if not days or not user.holds(*ABOVE):
        return []
    seen = Q(approver__in=user.units_as(RoleCode.TOWNSHIP, RoleCode.TOWNSHIP_CLERK))
    for path in user.paths_as(RoleCode.LEADING_OFFICE):
        seen |= Q(unit__region__path__startswith=path)
    latest = {day.region_id: day for day in days}
    rows = rows_of_days(latest.values(), Room.objects.open().filter(seen))
    return [row for row in rows if row.rooms]


def days_ahead(room, today: date) -> list[RoomDay]:
    """The next day of one room, with what is planned; nothing where its region has no days."""
    rows = ActivityDay.objects.standing().filter(on__gte=today).of_path(room.unit.region.path)
    return _ahead([room], list(rows.select_related("region").order_by("on", "pk")), Rulers())
