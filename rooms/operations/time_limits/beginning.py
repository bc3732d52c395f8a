"""The clock begins to run: for as long as the pack says, or until a day that somebody gave."""

from collections.abc import Mapping
from datetime import date

from django.db import transaction
from django.utils import timezone

from members.models import Unit, User
from members.workflow import Refused, lock
from rooms import calendar, practice
from rooms.calendar import Override
from rooms.enums import LimitState
from rooms.models import TimeLimit
from rooms.models.time_limit import PROVISIONAL
from rooms.operations.time_limits.recounting import fill
from rooms.practice import Deadline, Practice
from rooms.practice.codes import DEADLINES
from rooms.practice.labels import citation_words
from rooms.practice.shape import Span
from rooms.practice.spans import span_words
from rooms.workflow.reckoning import reckon

# Working days before and after the day, for a limit of which no pack says anything.
REMINDERS, REMINDERS_AFTER = (3,), (1,)


@transaction.atomic
def begin(
    owner,
    *,
    of: str,
    unit: Unit,
    by: User | None,
    starts_on: date | None = None,
    pack: Practice | None = None,
    within: Span | None = None,
    given_on: date | None = None,
    given_by: str = "",
    parent: TimeLimit | None = None,
    overrides: Mapping[date, Override] | None = None,
    **about,
) -> TimeLimit | None:
    """Let a limit run for this record toward this unit; None where its pack sets none for the act.

    The span is the pack's, unless somebody (`given_by`) gave another one (`within`) or the day itself (`given_on`).
    `pack` is that of the unit's place where the caller has none. A part (`parent`) ends with the whole at the latest.
    `about`: `subject` and `url` for notices and lists; if need be `name`, `supervisor` and `lapses`.
    """
    starts_on = starts_on or timezone.localdate()
    rule = (pack or practice.current(unit.region, on=starts_on)).deadline(of)
    if within is None and given_on is None and rule is None:
        return None
    length = _length(rule, within, given_on, given_by)
    limit = TimeLimit(owner=owner, of=of, unit=unit, begun_by=by, starts_on=starts_on, **length, **_rule(rule), **about)
    limit.name = limit.name or (rule.name if rule else DEADLINES[of])
    limit.subject = limit.subject[:120]
    return _started(limit, parent, overrides if overrides is not None else calendar.overrides())


def _length(rule: Deadline | None, within: Span | None, given_on: date | None, given_by: str) -> dict:
    if within is None and given_on is None:
        return {**_span(rule.within), "basis": basis_words(rule)[:200]}
    if not given_by:
        raise TypeError("begin() takes given_by with a span or a day of one's own")
    if given_on:
        return {"given_on": given_on, "given_by": given_by[:60]}
    return {**_span(within), "given_by": given_by[:60], "basis": f"期限 {span_words(within)}，由{given_by}确定。"[:200]}


def basis_words(rule: Deadline) -> str:
    """Where the length comes from; what is our own default is told as that, and never as a rule of the place."""
    said = f"{rule.name}的期限是 {span_words(rule.within)}"
    if {"all", "within"} & set(rule.default):
        return f"{said}{PROVISIONAL}。"
    return f"{said}，依据：{citation_words(rule.source)}。" if rule.source else f"{said}，按本地做法。"


def _started(limit: TimeLimit, parent: TimeLimit | None, overrides) -> TimeLimit:
    if parent is not None:
        # Whoever moves the whole counts its parts anew: this one must be there by then, or see where it moved to.
        limit.parent = _whole(parent, limit)
    _check(limit)
    try:
        fill(limit, reckon(limit, overrides=overrides), overrides)
    except calendar.DateOutOfRange as error:
        raise Refused(str(error)) from error
    limit.save(force_insert=True)
    return limit


def _whole(parent: TimeLimit, part: TimeLimit) -> TimeLimit:
    whole = lock(parent)
    if whole.state == LimitState.PAUSED:
        raise Refused(f"“{whole.name}”正在停表，恢复计时以后再定分期限。")
    if whole.state != LimitState.RUNNING:
        raise Refused(f"“{whole.name}”已经结束，不能再定分期限。")
    if part.starts_on > whole.due_on:
        raise Refused(f"“{whole.name}”{_on(whole.due_on)}到期，分期限要从它到期以前起算。")
    if part.given_on and part.given_on > whole.due_on:
        raise Refused(f"分期限不能晚于“{whole.name}”的到期日 {_on(whole.due_on)}，请改早一些。")
    return whole


def _check(limit: TimeLimit) -> None:
    if limit.given_on and limit.given_on < limit.starts_on:
        raise Refused(f"到期日不能早于起算日期 {_on(limit.starts_on)}。")
    same = TimeLimit.objects.open().of(limit.owner, limit.of).filter(unit=limit.unit, name=limit.name)
    if same.exists():
        raise Refused(f"{limit.unit}的“{limit.name}”已经在计时，不用再定。")


def _span(span: Span, prefix: str = "") -> dict[str, int]:
    return {f"{prefix}{name}": count for name, count in vars(span).items() if count is not None}


def _rule(rule: Deadline | None) -> dict:
    if rule is None:
        return {"reminders": list(REMINDERS), "reminders_after": list(REMINDERS_AFTER)}
    return {
        "reminders": list(rule.reminders),
        "reminders_after": list(rule.reminders_after),
        "escalate_to": list(rule.escalate_to),
        **(_span(rule.extension, "extension_") if rule.extension else {}),
    }


def _on(day: date) -> str:
    return f"{day:%Y年%-m月%-d日}"
