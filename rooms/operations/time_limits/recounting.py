"""The due date of a limit is written in one place: when it begins, and whenever something moves it.

Most often that is the calendar: a notice names other days off, and what runs over such a day is counted anew.
"""

from collections.abc import Mapping
from datetime import date

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from members import ledger
from members.enums import NoticeKind
from members.models import User
from members.operations import notify
from members.operations.jobs import order
from members.workflow import lock
from rooms import calendar
from rooms.calendar import PUBLISHED_YEARS, Due, Override
from rooms.enums import LimitState
from rooms.models import TimeLimit
from rooms.queries.limit_people import people_of_limit, workers
from rooms.workflow.reckoning import reckon
from rooms.workflow.reminder_days import next_reminder

COUNTED = ["due_on", "counted_on", "explanation", "steps", "is_provisional", "remind_on"]
# More than these are counted by a job, and not while somebody waits for the page.
MOST_AT_ONCE = 50
RECOUNT = "rooms.recount_limits"
PUBLISHED = "放假安排已经公布"

Moved = list[tuple[TimeLimit, date]]


def fill(limit: TimeLimit, due: Due, overrides: Mapping[date, Override]) -> None:
    """Put down what was counted, on a row that is not saved here."""
    limit.due_on, limit.counted_on = due.date, due.counted
    limit.explanation, limit.steps = due.explanation[:400], list(due.steps)
    limit.is_provisional = not limit.given_on and not calendar.is_published(due.date)
    limit.remind_on = next_reminder(limit, overrides=overrides)


def recount(limit: TimeLimit, *, overrides: Mapping[date, Override]) -> Moved:
    """Count a locked limit anew, and its parts with it; return those that moved, each with its day before.

    A clock that stands has no day yet: it is counted when it runs again.
    """
    was = limit.due_on
    fill(limit, reckon(limit, overrides=overrides), overrides)
    limit.save(update_fields=COUNTED)
    moved = [(limit, was)] if limit.due_on != was else []
    for part in limit.parts.running().order_by("pk"):
        locked = lock(part, related=("unit__region", "supervisor"))
        locked.parent = limit
        moved += recount(locked, overrides=overrides)
    return moved


def follow_calendar(day: date, *, by: User | None, why: str) -> tuple[Moved, int]:
    """The calendar says otherwise of this day: count anew what runs over it; return what moved, and how many wait.

    In the transaction of whoever changed the calendar. Where many run over the day, a job counts them.
    """
    waiting = touched_by(day).count()
    if waiting <= MOST_AT_ONCE:
        return recount_by_day(day, by=by, why=why), 0
    title = f"按新的工作日历重新计算 {waiting} 个期限"
    # The same day may be changed again in the same second; the key only keeps one click from two jobs.
    key = f"{RECOUNT}:{day.isoformat()}:{timezone.now().isoformat()}"
    order(RECOUNT, key=key, by=by, title=title, day=day.isoformat(), why=why)
    return [], waiting


def touched_by(day: date):
    """What runs over a day: it may be one of those that were counted, or the one on which it ends."""
    return TimeLimit.objects.running().filter(starts_on__lt=day, due_on__gte=day)


def recount_by_day(day: date, *, by: User | None, why: str) -> Moved:
    """Twice is the same as once: what stands where the calendar has it is not told of again."""
    keys = list(_wholes_first(touched_by(day)))
    overrides = calendar.overrides()
    return [moved for key in keys for moved in _recount(key, overrides, by=by, why=why)]


def recount_provisional() -> int:
    """What was counted before the holidays of its year were published, once they are; return how many moved."""
    published = TimeLimit.objects.running().filter(is_provisional=True, due_on__year__in=PUBLISHED_YEARS)
    keys = list(_wholes_first(published))
    overrides = calendar.overrides() if keys else {}
    return sum(len(_recount(key, overrides, by=None, why=PUBLISHED)) for key in keys)


def _wholes_first(rows):
    """A whole counts its parts with it; after that they move no more."""
    return rows.order_by(F("parent").asc(nulls_first=True), "pk").values_list("pk", flat=True)


@transaction.atomic
def _recount(key: int, overrides: Mapping[date, Override], *, by: User | None, why: str) -> Moved:
    limit = lock(TimeLimit(pk=key), related=("unit__region", "supervisor", "parent"))
    if limit.state != LimitState.RUNNING:
        return []
    moved = recount(limit, overrides=overrides)
    for each, was in moved:
        _tell(each, was, by=by, why=why)
    return moved


def _tell(limit: TimeLimit, was: date, *, by: User | None, why: str) -> None:
    above = workers(limit.supervisor) if limit.supervisor else []
    people = {user.pk: user for user in [*people_of_limit(limit), *above]}
    said = f"{limit.name}的到期日从{_on(was)}改到{_on(limit.due_on)}，{why}"
    about = {"url": limit.url, "kind": NoticeKind.DEADLINE, "internal": limit.is_internal}
    notify(people.values(), f"{said}：{limit.subject}", **about)
    ledger.record(limit.owner or limit, "rooms.recount_limit", by=by, unit=limit.unit, sentence=said)


def _on(day: date) -> str:
    return f"{day:%Y年%-m月%-d日}"
