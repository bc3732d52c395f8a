"""Activity days on the workbench: what is owed, as tasks among the others."""

from collections.abc import Iterator
from datetime import datetime, time, timedelta

from django.urls import reverse
from django.utils import timezone

from consult.queries import Task
from rooms.queries import DayDesk


def day_tasks(desk: DayDesk) -> Iterator[Task]:
    """A room that recorded nothing for an activity day is asked for it from the day after."""
    for owed in desk.owed:
        url = reverse("rooms:room_day", args=[owed.room.pk, owed.day.pk])
        after = datetime.combine(owed.day.on + timedelta(days=1), time(), timezone.get_current_timezone())
        yield Task(owed.sentence, owed.room.name, url, after)
