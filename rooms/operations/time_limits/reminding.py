"""People are reminded of a limit before its day, on it and after it: once each, in office hours of working days.

Once the day has passed, those above the unit are told as well, with the first reminder after it.
"""

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


def remind() -> int:
    """Tell of every limit of which it is time to; return of how many. Any number of workers may do this at once."""
    overrides, today = calendar.overrides(), timezone.localdate()
    if not calendar.is_office_time(timezone.now(), overrides=overrides):
        return 0
    keys = (
        TimeLimit.objects.running().filter(remind_on__lte=today).order_by("due_on", "pk").values_list("pk", flat=True)
    )
    return sum(_remind(key, today, overrides) for key in list(keys))


@transaction.atomic
def _remind(key: int, today: date, overrides) -> bool:
    limit = taken(key, today)
    if limit is None:
        return False
    offset = reminder_of(limit, today, overrides=overrides)
    if offset is not None:
        _tell(limit, offset, overrides)
    limit.remind_on = next_reminder(limit, overrides=overrides)
    limit.save(update_fields=["remind_on"])
    return offset is not None


def taken(key: int, today: date) -> TimeLimit | None:
    """The row for this worker alone; none when another one has it, or when it was told of by now."""
    rows = TimeLimit.objects.running().filter(pk=key, remind_on__lte=today)
    return rows.select_for_update(of=("self",), skip_locked=True).select_related(*RELATED).first()


def _tell(limit: TimeLimit, offset: int, overrides) -> None:
    said = f"{_when(limit, timezone.localdate(), overrides)}：{limit.subject}"
    people = people_of_limit(limit)
    about = {"url": limit.url, "kind": NoticeKind.DEADLINE, "internal": limit.is_internal}
    notify(people, limit.name + said, **about)
    above = []
    if offset < 0 and not limit.told.filter(due_on=limit.due_on, escalated=True).exists():
        known = {user.pk for user in people}
        above = [user for user in people_above(limit) if user.pk not in known]
        notify(above, f"{limit.unit.short_name}{limit.name}{said}", **about)
    LimitReminder.objects.create(
        limit=limit, due_on=limit.due_on, offset=offset, escalated=bool(above), people=len(people) + len(above)
    )


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
