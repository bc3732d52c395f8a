"""Activity days, reception days and what hangs on them, of one side of the world."""

from django.utils import timezone

from rooms import operations, queries
from rooms.models import ActivityDay, Appointment, RoomDay


def records(side, word: str) -> dict:
    operations.settle_days()
    day = queries.coming_day(side.room, timezone.localdate())
    what = {"visitor": word, "phone": "", "matter": word, "at": None}
    where = {"name": "委员接待日", "on": timezone.localdate(), "half": ""}
    appointment = operations.book(side.room, **where, **what, by=side.clerk)
    return {
        ActivityDay: day,
        Appointment: Appointment.objects.for_page().get(pk=appointment.pk),
        RoomDay: RoomDay.objects.create(room=side.room, day=day, plan=word, place=word),
    }
