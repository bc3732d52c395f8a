"""The due date of a limit is written in one place: when it begins, and whenever something moves it."""

from collections.abc import Mapping
from datetime import date

from members.workflow import lock
from rooms import calendar
from rooms.calendar import Due, Override
from rooms.models import TimeLimit
from rooms.workflow.reckoning import reckon
from rooms.workflow.reminder_days import next_reminder

COUNTED = ["due_on", "counted_on", "explanation", "steps", "is_provisional", "remind_on"]


def fill(limit: TimeLimit, due: Due, overrides: Mapping[date, Override]) -> None:
    """Put down what was counted, on a row that is not saved here."""
    limit.due_on, limit.counted_on = due.date, due.counted
    limit.explanation, limit.steps = due.explanation[:400], list(due.steps)
    limit.is_provisional = not calendar.is_published(due.date)
    limit.remind_on = next_reminder(limit, overrides=overrides)


def recount(limit: TimeLimit, *, overrides: Mapping[date, Override]) -> list[tuple[TimeLimit, date]]:
    """Count a locked limit anew, and its parts with it; return those that moved, each with its day before.

    A clock that stands has no day yet: it is counted when it runs again.
    """
    was = limit.due_on
    fill(limit, reckon(limit, overrides=overrides), overrides)
    limit.save(update_fields=COUNTED)
    moved = [(limit, was)] if limit.due_on != was else []
    for part in limit.parts.running().order_by("pk"):
        locked = lock(part)
        locked.parent = limit
        moved += recount(locked, overrides=overrides)
    return moved
