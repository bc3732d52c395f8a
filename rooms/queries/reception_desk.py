"""What reception days ask of the people of rooms: read once for a workbench."""

from datetime import date, timedelta

from django.db.models import Count, Exists, OuterRef, Q

from members.permissions import ROOM_STAFF
from rooms.enums import AppointmentState
from rooms.models import ReceptionDay
from rooms.models.reception import own_days
from rooms.models.room import ROOM_ROLES

BACK, AHEAD = timedelta(days=92), timedelta(days=14)


def reception_days(user, today: date) -> list[ReceptionDay]:
    """Days of the person's rooms, lately over or near, with `is_mine`, `is_staffed` and how many are `booked`."""
    units = user.units_as(*ROOM_ROLES)
    if not units:
        return []
    rows = ReceptionDay.objects.filter(room__unit__in=units, on__range=(today - BACK, today + AHEAD))
    booked = Count("appointments", filter=Q(appointments__state=AppointmentState.BOOKED))
    mine = Exists(own_days(user).filter(pk=OuterRef("pk")))
    rows = list(rows.select_related("room__unit").annotate(booked=booked, is_mine=mine).order_by("on", "pk"))
    staffed = user.units_as(*ROOM_STAFF)
    for row in rows:
        row.is_staffed = row.room.unit_id in staffed
    return rows


def own_duties(days: list[ReceptionDay], today: date) -> list[ReceptionDay]:
    return [day for day in days if day.is_mine and day.on >= today]


def unsettled(days: list[ReceptionDay], today: date) -> list[ReceptionDay]:
    """Days that are over and have appointments of which nobody said whether they were kept."""
    return [day for day in days if day.is_staffed and day.booked and day.on < today]
