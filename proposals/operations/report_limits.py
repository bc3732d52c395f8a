"""Until when a unit accepts and answers what it was given out of a report: limits that run for its task."""

from datetime import date

from django.utils import timezone

from proposals.enums import HandlingRole
from proposals.models import Handling
from proposals.workflow import Refused
from rooms.enums import LimitState
from rooms.models import TimeLimit
from rooms.operations import time_limits

ACCEPTANCE, ACTION = "report_acceptance", "report_action"


def begin(row: Handling, *, by, due_on: date | None = None) -> None:
    """Both clocks begin with the task; the day to answer is the one that was given, else the one of the pack."""
    told = _told(row, by)
    time_limits.begin(row, of=ACCEPTANCE, **told)
    day = {"given_on": due_on, "given_by": row.issued_by_unit.short_name} if due_on else {}
    time_limits.begin(row, of=ACTION, **day, **told)


def ask_again(row: Handling, *, by) -> None:
    """The objection was not agreed with: it is to be accepted within the same span from today."""
    time_limits.begin(row, of=ACCEPTANCE, **_told(row, by))


def accepted(row: Handling, *, by) -> None:
    time_limits.meet_all(row, ACCEPTANCE, by=by)


def answered(row: Handling, *, by) -> None:
    time_limits.meet_all(row, by=by)


def sent_back(row: Handling, *, by, reason: str) -> None:
    """The clock runs on, without the days on which the answer lay with the office."""
    last = TimeLimit.objects.of(row, ACTION).filter(state=LimitState.MET).order_by("-pk").first()
    if last:
        time_limits.reopen(last, by=by, reason=reason)


def over(row: Handling, *, by, reason: str) -> None:
    time_limits.void_all(row, by=by, reason=reason)


def extend(row: Handling, *, by, due_on: date, reason: str) -> TimeLimit:
    limit = action_limit(row)
    if limit is None:
        raise Refused("这项任务没有办理期限，不用延期。")
    if due_on < timezone.localdate():
        raise Refused("新的期限不能早于今天。")
    return time_limits.extend(limit, by=by, reason=reason, approved_by=row.issued_by_unit.short_name, given_on=due_on)


def action_limit(row: Handling) -> TimeLimit | None:
    return TimeLimit.objects.open().of(row, ACTION).order_by("-pk").first()


def require_order(report, made) -> None:
    """Whoever hands a part to the unit that leads has to be earlier than that one, or on the same day."""
    lead = report.handlings.in_hand().filter(role=HandlingRole.LEAD).first()
    limit = action_limit(lead) if lead else None
    if limit is None:
        return
    for row in made:
        own = action_limit(row)
        if own and row.role in (HandlingRole.CO, HandlingRole.JOINT) and own.due_on > limit.due_on:
            last = f"{limit.due_on:%-m月%-d日}"
            raise Refused(f"{row.unit.short_name}的期限不能晚于主办单位的 {last}，请改早一些。")


def _told(row, by) -> dict:
    return {
        "unit": row.unit,
        "by": by,
        "subject": row.report.title,
        "url": row.get_absolute_url(),
        "supervisor": row.issued_by_unit,
    }
