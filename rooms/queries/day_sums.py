"""What came of activity days: plans, records, attendance and yields, of one day over many rooms or of one room."""

from collections import defaultdict
from dataclasses import dataclass, field

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from rooms.enums import ActivityKind, DayAttendance, VoiceKind
from rooms.models import Activity, ActivityDay, DayAttendee, Room, RoomDay, Voice
from rooms.queries.days import is_of, rooms_of
from rooms.queries.rulers import Rulers


@dataclass
class Yields:
    """走访、信息、建议、实事: the figures that are published of activity days, each in its unit."""

    visits: int = 0
    information: int = 0
    suggestions: int = 0
    deeds: int = 0


@dataclass
class DayRow:
    """One day in the list of a year, counted over the rooms that somebody sees."""

    day: ActivityDay
    rooms: int = 0
    planned: int = 0
    recorded: int = 0
    present: int = 0
    yields: Yields = field(default_factory=Yields)

    @property
    def missing(self) -> int:
        """Rooms without a record, once the day is over."""
        return self.rooms - self.recorded if self.day.is_over else 0


YIELD_OF_KIND = {ActivityKind.VISIT: "visits", ActivityKind.DEED: "deeds"}
YIELD_OF_VOICE = {VoiceKind.INFORMATION: "information", VoiceKind.SUGGESTION: "suggestions"}


def rows_of_days(days, rooms: QuerySet) -> list[DayRow]:
    """The days with what came of them in these rooms, with as many queries for many days as for one."""
    days, places = list(days), list(rooms.select_related("unit__region").order_by())
    rulers = Rulers()
    keys = [room.pk for room in places]
    planned = _per_day(planned_days().filter(day__in=days, room__in=keys).values("day").annotate(n=Count("pk")))
    recorded = records().filter(day__in=days, room__in=keys).order_by().values("day")
    recorded = _per_day(recorded.annotate(n=Count("room", distinct=True)))
    came = DayAttendee.objects.filter(attendance=DayAttendance.PRESENT, room_day__day__in=days, room_day__room__in=keys)
    present = _per_day(came.order_by().values(day=F("room_day__day")).annotate(n=Count("pk")))
    yields = yields_of(days, keys)
    return [
        DayRow(
            day,
            sum(is_of(room, day, rulers) for room in places),
            planned.get(day.pk, 0),
            recorded.get(day.pk, 0),
            present.get(day.pk, 0),
            yields[day.pk],
        )
        for day in days
    ]


def _per_day(rows) -> dict[int, int]:
    return {row["day"]: row["n"] for row in rows}


def yields_of(days, rooms) -> dict[int, Yields]:
    found = defaultdict(Yields)
    done = records().filter(day__in=days, room__in=rooms, kind__in=YIELD_OF_KIND)
    for row in done.order_by().values("day", "kind").annotate(n=Sum("amount")):
        setattr(found[row["day"]], YIELD_OF_KIND[row["kind"]], row["n"])
    said = Voice.objects.filter(removed_at__isnull=True, activity__in=records().filter(day__in=days, room__in=rooms))
    for row in said.order_by().values("kind", day=F("activity__day")).annotate(n=Count("pk")):
        setattr(found[row["day"]], YIELD_OF_VOICE[row["kind"]], row["n"])
    return found


def records():
    return Activity.objects.standing().filter(day__isnull=False)


def planned_days():
    return RoomDay.objects.exclude(plan="").order_by()


def with_day(rooms: QuerySet, day: ActivityDay) -> QuerySet:
    """Rooms in a list with what each planned and recorded for the day; `pinyin` is what the list is sorted by."""
    here = Q(room=OuterRef("pk"), day=day)
    came = DayAttendee.objects.filter(
        attendance=DayAttendance.PRESENT, room_day__room=OuterRef("pk"), room_day__day=day
    ).order_by()
    count = came.values("room_day__room").annotate(n=Count("pk")).values("n")
    return rooms.select_related("unit__region__parent").annotate(
        pinyin=F("unit__pinyin"),
        is_planned=Exists(planned_days().filter(here)),
        is_recorded=Exists(records().filter(here)),
        present=Coalesce(Subquery(count), 0),
    )


def missing_rooms(day: ActivityDay, rooms: QuerySet) -> QuerySet:
    """Those of the rooms that recorded nothing for the day."""
    return rooms.exclude(Exists(records().filter(room=OuterRef("pk"), day=day)))


def activities_of(room, day: ActivityDay) -> list[Activity]:
    """What the room recorded for the day, in the order in which it was entered."""
    return list(records().filter(room=room, day=day).order_by("pk"))


def rooms_seen(user) -> QuerySet:
    return Room.objects.open().visible_to(user)


def rooms_of_day_seen(user, day: ActivityDay) -> QuerySet:
    return rooms_seen(user).filter(pk__in=rooms_of(day).values("pk"))
