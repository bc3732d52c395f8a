"""Activity days and reception days on the workbench: what is owed, as tasks among the others."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from django.urls import reverse
from django.utils import timezone

from consult.queries import Task
from rooms.models import ReceptionDay
from rooms.operations.receptions import page_of_day
from rooms.queries import DayDesk
from rooms.queries.reception_desk import unsettled


def day_tasks(desk: DayDesk) -> Iterator[Task]:
    """A room that recorded nothing for an activity day is asked for it from the day after."""
    for owed in desk.owed:
        url = reverse("rooms:room_day", args=[owed.room.pk, owed.day.pk])
        after = datetime.combine(owed.day.on + timedelta(days=1), time(), timezone.get_current_timezone())
        yield Task(owed.sentence, owed.room.name, url, after)


def reception_tasks(days: list[ReceptionDay], today: date) -> Iterator[Task]:
    """Appointments of a day that is over: somebody says whether they were kept."""
    for day in unsettled(days, today):
        sentence = f"登记 {day.on.month}月{day.on.day}日 {day.booked} 个来访预约有没有来"
        after = datetime.combine(day.on + timedelta(days=1), time(), timezone.get_current_timezone())
        yield Task(sentence, day.room.name, page_of_day(day), after)
