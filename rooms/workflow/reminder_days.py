"""On which days people are reminded of a limit: so many working days before it, on it, and after it."""

from collections.abc import Mapping
from datetime import date

from rooms import calendar
from rooms.calendar import Override
from rooms.models import TimeLimit

ON_THE_DAY = 0


def reminder_days(limit: TimeLimit, *, overrides: Mapping[date, Override]) -> list[tuple[date, int]]:
    """Each day with how many working days before the due date it lies (after it: below zero), in order.

    A day given on a day of rest is told on the last working day before it. What would be said on the first day already
    or before is not said: the unit has just got the task.
    """

    def workday(from_day: date, count: int) -> date:
        return calendar.add_workdays(from_day, count, overrides=overrides)

    due = limit.due_on
    on = due if calendar.is_workday(due, overrides=overrides) else workday(due, -1)
    days = {(on, ON_THE_DAY)}
    days |= {(workday(on, -before), before) for before in limit.reminders if before}
    if not limit.is_soft:
        days |= {(workday(due, after), -after) for after in limit.reminders_after if after}
    return sorted((day, offset) for day, offset in days if day > limit.starts_on)


def reminder_of(limit: TimeLimit, today: date, *, overrides: Mapping[date, Override]) -> int | None:
    """What is to be said by now: the last reminder whose day has come, if it was not said, nor one after it."""
    come = [offset for day, offset in reminder_days(limit, overrides=overrides) if day <= today]
    said = _said(limit)
    return come[-1] if come and (said is None or come[-1] < said) else None


def next_reminder(limit: TimeLimit, *, overrides: Mapping[date, Override]) -> date | None:
    said = _said(limit)
    days = reminder_days(limit, overrides=overrides)
    return next((day for day, offset in days if said is None or offset < said), None)


def _said(limit: TimeLimit) -> int | None:
    """The last reminder of this due date; of another date they count no more."""
    if limit.pk is None:
        return None
    offsets = limit.told.filter(due_on=limit.due_on).values_list("offset", flat=True)
    return min(offsets, default=None)
