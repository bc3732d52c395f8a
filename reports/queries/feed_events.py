"""What stands in a calendar feed: dates and places, and nothing that is a private person's or confidential.

Plans of activity days, topics of consultations and visitors stay behind the sign-in, where the address of each leads.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from consult.models import Meeting, Participant
from members.models import User
from rooms.models import ActivityDay, ReceptionDay, Room, RoomDay
from rooms.models.reception import own_days
from rooms.models.room import ROOM_ROLES
from rooms.practice.rosters import Slot, slots
from rooms.queries import Rulers
from rooms.queries.days import is_of

BACK, AHEAD, ROSTER_AHEAD = timedelta(days=92), timedelta(days=400), timedelta(days=92)
MOST_ROOMS = 10
# How long a thing takes is nowhere written down; two hours keep the place in a calendar free.
LENGTH = timedelta(hours=2)


@dataclass(frozen=True)
class Event:
    """One entry; `key` stays the same for good, and `sequence` grows when the entry changes."""

    key: str
    summary: str
    start: date | datetime
    end: date | datetime
    changed_at: datetime
    path: str
    sequence: int = 0
    place: str = ""


def of_room(room: Room) -> list[Event]:
    today = timezone.localdate()
    meetings = Meeting.objects.filter(consultation__joined_rooms__room=room)
    receptions = [_slot(room, slot) for slot in slots(room, today - BACK, today + ROSTER_AHEAD)]
    return sorted([*_activity_days([room], today), *receptions, *_meetings(meetings, today)], key=_order)


def of_person(user: User) -> list[Event]:
    """The activity days of his rooms, the days on which he is on duty, the meetings to which he is invited."""
    today = timezone.localdate()
    rooms = Room.objects.open().filter(unit__in=user.units_as(*ROOM_ROLES)).select_related("unit__region")
    own = Q(member__user=user) | Q(representative__user=user) | Q(convener__user=user)
    invited = Participant.objects.standing().filter(own).order_by().values("consultation")
    meetings = Meeting.objects.filter(consultation__in=invited)
    duties = ReceptionDay.objects.filter(pk__in=own_days(user), on__gte=today - BACK).select_related("room__unit")
    events = [
        *_activity_days(list(rooms.order_by("pk")[:MOST_ROOMS]), today),
        *(_slot(row.room, Slot(row.name, row.on, row.half, day=row), "值班") for row in duties),
        *_meetings(meetings, today),
    ]
    return sorted(events, key=_order)


def _order(event: Event):
    start = event.start
    return (start if not isinstance(start, datetime) else timezone.localtime(start).date(), event.key)


def _activity_days(rooms: list[Room], today: date):
    rulers = Rulers()
    rows = ActivityDay.objects.standing().filter(on__range=(today - BACK, today + AHEAD)).select_related("region")
    days = list(rows) if rooms else []
    plans = {(own.room_id, own.day_id): own for own in RoomDay.objects.filter(room__in=rooms, day__in=days)}
    for room in rooms:
        for day in days:
            if is_of(room, day, rulers):
                yield _activity_day(room, day, plans.get((room.pk, day.pk)))


def _activity_day(room: Room, day: ActivityDay, own: RoomDay | None) -> Event:
    start, end = _span(day.on, own and own.starts_at)
    return Event(
        f"activity-day-{day.pk}-room-{room.pk}",
        f"{day.name}（{room.unit.short_name}）",
        start,
        end,
        day.changed_at,
        reverse("rooms:room_day", args=[room.pk, day.pk]),
        # Both the date and the hour may have changed.
        day.version + (own.version if own else 0),
        own.place if own else "",
    )


def _slot(room: Room, slot: Slot, word: str = "") -> Event:
    row = slot.day
    start, end = _span(slot.on, None)
    return Event(
        # A day of the roster is its date: on another date it is another day.
        f"reception-{room.pk}-{slot.on:%Y%m%d}-{slot.name}",
        f"{slot.half}{slot.name}{word}（{room.unit.short_name}）",
        start,
        end,
        row.changed_at if row else _midnight(slot.on),
        f"{reverse('rooms:roster', args=[room.pk])}?month={slot.on:%Y-%m}",
        row.version if row else 0,
    )


def _meetings(rows, today: date):
    rows = rows.filter(planned_at__date__gte=today - BACK).exclude(consultation__state="stopped")
    for row in rows.select_related("consultation__room__unit").distinct():
        case = row.consultation
        yield Event(
            f"meeting-{row.pk}",
            f"协商会（{case.label}）",
            timezone.localtime(row.planned_at),
            timezone.localtime(row.planned_at) + LENGTH,
            row.planned_at,
            case.get_absolute_url(),
            row.sheet_changes,
            row.place,
        )


def _span(on: date, at: time | None):
    """The whole day, or from an hour on."""
    if at is None:
        return on, on + timedelta(days=1)
    start = datetime.combine(on, at, timezone.get_default_timezone())
    return start, start + LENGTH


def _midnight(on: date) -> datetime:
    return datetime.combine(on, time(), timezone.get_default_timezone())
