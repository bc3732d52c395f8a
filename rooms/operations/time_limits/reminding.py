"""People are reminded of a limit before its day, on it and after it: once each, in office hours of working days.

Once the day has passed, those above the unit are told as well, with the first reminder after it. What one page asks of
a unit several times (each problem of a sheet has its own day) is told in one sentence.
"""

from collections import defaultdict
from datetime import date

from django.db import transaction
from django.utils import timezone

from members.enums import NoticeKind
from members.operations import notify
from members.templatetags.dates import day
from rooms import calendar
from rooms.models import LimitReminder, TimeLimit
from rooms.queries.limit_people import people_above, people_of_limit
from rooms.workflow.reminder_days import next_reminder, reminder_of

RELATED = ("unit__region", "supervisor__region")
ONE_PAGE = ("unit", "of", "name", "url")
# Of a subject, where others stand beside it.
FIRST_OF_MANY = 60


def remind() -> int:
    """Tell of every limit of which it is time to; return of how many. Any number of workers may do this at once."""
    overrides, today = calendar.overrides(), timezone.localdate()
    if not calendar.is_office_time(timezone.now(), overrides=overrides):
        return 0
    rows = TimeLimit.objects.running().filter(remind_on__lte=today).order_by("due_on", "pk")
    pages = defaultdict(list)
    for key, *page in rows.values_list("pk", *ONE_PAGE):
        pages[tuple(page)].append(key)
    return sum(_remind(keys, today, overrides) for keys in pages.values())


@transaction.atomic
def _remind(keys: list[int], today: date, overrides) -> int:
    limits = taken(keys, today)
    offsets = {limit: reminder_of(limit, today, overrides=overrides) for limit in limits}
    due = {limit: offset for limit, offset in offsets.items() if offset is not None}
    _tell(due, overrides)
    for limit in limits:
        limit.remind_on = next_reminder(limit, overrides=overrides)
        limit.save(update_fields=["remind_on"])
    return len(due)


def taken(keys: list[int], today: date) -> list[TimeLimit]:
    """The rows for this worker alone: without those that another one has, or that were told of by now."""
    rows = TimeLimit.objects.running().filter(pk__in=keys, remind_on__lte=today).order_by("due_on", "pk")
    return list(rows.select_for_update(of=("self",), skip_locked=True).select_related(*RELATED))


def _tell(due: dict[TimeLimit, int], overrides) -> None:
    """Everybody once, of all that concerns him; how many were told is noted for each limit."""
    own = {limit: people_of_limit(limit) for limit in due}
    known = {user.pk for people in own.values() for user in people}
    above = {limit: _above(limit, known) for limit, offset in due.items() if offset < 0 and not _has_gone_up(limit)}
    _notify(own, overrides)
    _notify(above, overrides, of_unit=True)
    for limit, offset in due.items():
        count = len(own[limit]) + len(above.get(limit, ()))
        escalated = bool(above.get(limit))
        LimitReminder.objects.create(limit=limit, due_on=limit.due_on, offset=offset, escalated=escalated, people=count)


def _has_gone_up(limit: TimeLimit) -> bool:
    return limit.told.filter(due_on=limit.due_on, escalated=True).exists()


def _above(limit: TimeLimit, known: set[int]) -> list:
    return [user for user in people_above(limit) if user.pk not in known]


def _notify(people: dict[TimeLimit, list], overrides, *, of_unit: bool = False) -> None:
    theirs, same = defaultdict(list), defaultdict(list)
    for limit, users in people.items():
        for user in users:
            theirs[user].append(limit)
    for user, limits in theirs.items():
        same[tuple(limits)].append(user)
    for limits, users in same.items():
        said = _said(limits, overrides)
        internal = any(limit.is_internal for limit in limits)
        about = {"url": limits[0].url, "kind": NoticeKind.DEADLINE, "internal": internal}
        notify(users, f"{limits[0].unit.short_name}{said}" if of_unit else said, **about)


def _said(limits: tuple[TimeLimit, ...], overrides) -> str:
    """Of several the one whose day comes first, and how many they are."""
    first = limits[0]
    said = f"{first.name}{_when(first, timezone.localdate(), overrides)}："
    return f"{said}{first.subject[:FIRST_OF_MANY]}等 {len(limits)} 项" if len(limits) > 1 else said + first.subject


def _when(limit: TimeLimit, today: date, overrides) -> str:
    due = limit.due_on
    if due == today:
        return "今天到期"
    if due < today and limit.is_soft:
        return f"，期限是{day(due)}"
    if due < today:
        return f"逾期 {calendar.days_late(due, today, overrides=overrides)} 天，{day(due)}到期"
    left = calendar.workdays_between(today, due, overrides=overrides)
    return f"临期，{day(due)}到期，还有 {left} 个工作日" if left else f"临期，{day(due)}到期"
