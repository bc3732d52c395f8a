"""Activity days, reception days and what hangs on them, of one side of the world."""

from django.utils import timezone

from rooms import operations, queries
from rooms.models import ActivityDay, RoomDay


def records(side, word: str) -> dict:
    operations.settle_days()
    day = queries.coming_day(side.room, timezone.localdate())
    return {ActivityDay: day, RoomDay: RoomDay.objects.create(room=side.room, day=day, plan=word, place=word)}
