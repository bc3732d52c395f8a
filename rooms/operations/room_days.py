"""What one room does with an activity day: its plan, and who came."""

from datetime import date, time

from django.db import transaction

from members import ledger
from members.models import User
from members.operations.changes import overwrite
from members.workflow import Refused
from rooms.models import ActivityDay, Room, RoomDay


@transaction.atomic
def plan_day(
    room: Room, day: ActivityDay, *, by: User, plan: str, place: str, starts_at: time | None, version: int | None
) -> RoomDay:
    """Say what the room does on the day; who saw no plan yet carries no version."""
    if day.dropped_at:
        raise Refused("这个活动日按新的做法已经不再安排。")
    row, created = RoomDay.objects.get_or_create(day=day, room=room)
    seen = row.version if created and not version else version
    row, changes = overwrite(row, {"plan": plan, "place": place, "starts_at": starts_at, "version": seen})
    if changes:
        sentence = f"登记{written(day.on)}{day.name}的安排"
        ledger.record(row, "rooms.plan_room_day", by=by, unit=room.unit, sentence=sentence, changes=changes)
    return row


def written(on: date) -> str:
    return f"{on.year}年{on.month}月{on.day}日"
