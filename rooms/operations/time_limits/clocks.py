"""The clock stops for a while, and runs again; a limit is extended. Who may approve it is the owner's affair."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from members import ledger
from members.models import User
from members.operations import notify
from members.workflow import Refused, lock
from rooms import calendar
from rooms.enums import LimitState
from rooms.models import ClockStop, Extension, TimeLimit
from rooms.operations.time_limits.recounting import recount
from rooms.practice.shape import Span
from rooms.queries.limit_people import people_of_limit
from rooms.workflow import TIME_LIMIT, advance
from rooms.workflow.reckoning import reckon


@transaction.atomic
def pause(limit: TimeLimit, *, by: User | None, reason: str, on: date | None = None) -> ClockStop:
    """From this day on no day counts, neither for the whole nor for its parts, until the clock runs again."""
    limit, on = _locked(limit), on or timezone.localdate()
    _check_stop(limit, on)
    stop = _stop(limit, on, by, reason)
    _tell(limit, "rooms.pause_limit", f"{limit.name}自 {_on(on)}起停表", by=by, note=reason)
    return stop


def _check_stop(limit: TimeLimit, on: date) -> None:
    if on > timezone.localdate():
        raise Refused("停表日期不能晚于今天。")
    if on < limit.starts_on:
        raise Refused(f"停表日期不能早于起算日期 {_on(limit.starts_on)}。")
    if limit.state == LimitState.RUNNING and on > limit.due_on:
        raise Refused(f"“{limit.name}”{_on(limit.due_on)}已经到期，到期以后不能停表。")
    last = limit.stops.order_by("-stopped_on").first()
    if last and last.resumed_on and on < last.resumed_on:
        raise Refused(f"上一次停表 {_on(last.resumed_on)}才恢复，停表日期不能早于这一天。")


def _stop(limit: TimeLimit, on: date, by, reason: str, under: ClockStop | None = None) -> ClockStop:
    advance(limit, TIME_LIMIT, LimitState.PAUSED, by=by, remind_on=None)
    stop = ClockStop.objects.create(limit=limit, under=under, stopped_on=on, reason=reason[:200], stopped_by=by)
    for part in map(lock, limit.parts.running().order_by("pk")):
        last = part.stops.order_by("-stopped_on").first()
        begun = max([on, part.starts_on, *([last.resumed_on] if last else [])])
        # A part whose day had passed before is late, whatever happens to the whole.
        if part.due_on >= begun:
            _stop(part, begun, by, reason, under=stop)
    return stop


@transaction.atomic
def resume(limit: TimeLimit, *, by: User | None, on: date | None = None) -> TimeLimit:
    """The clock runs again from this day, which counts; the due date moves by what did not."""
    limit, on = _locked(limit), on or timezone.localdate()
    stop = limit.stops.filter(resumed_on__isnull=True).first()
    if stop is None:
        raise Refused(f"“{limit.name}”没有停表，不用恢复。")
    if stop.under_id:
        raise Refused(f"“{limit.name}”随“{limit.parent.name}”停表，请恢复“{limit.parent.name}”。")
    if on > timezone.localdate():
        raise Refused("恢复日期不能晚于今天。")
    if on < stop.stopped_on:
        raise Refused(f"恢复日期不能早于停表日期 {_on(stop.stopped_on)}。")
    was = limit.due_on
    _run_again(limit, stop, on, by)
    moved = "到期日不变" if limit.due_on == was else f"到期日从 {_on(was)}顺延到 {_on(limit.due_on)}"
    sentence = f"{limit.name}自 {_on(on)}起恢复计时，{moved}"
    _tell(limit, "rooms.resume_limit", sentence, by=by)
    return limit


def _run_again(limit: TimeLimit, stop: ClockStop, on: date, by) -> None:
    overrides = calendar.overrides()
    stops = [stop, *ClockStop.objects.filter(under=stop, resumed_on__isnull=True)]
    for each in stops:
        each.resumed_on, each.resumed_by, each.resumed_at = max(on, each.stopped_on), by, timezone.now()
        each.save(update_fields=["resumed_on", "resumed_by", "resumed_at"])
    for each in stops[1:]:
        advance(lock(each.limit), TIME_LIMIT, LimitState.RUNNING, by=by)
    advance(limit, TIME_LIMIT, LimitState.RUNNING, by=by)
    recount(limit, overrides=overrides)


@transaction.atomic
def extend(
    limit: TimeLimit,
    *,
    by: User | None,
    reason: str,
    approved_by: str,
    within: Span | None = None,
    given_on: date | None = None,
    on: date | None = None,
) -> TimeLimit:
    """Lengthen a limit: by what the pack lets it be, once; or as whoever approved it said."""
    limit = _locked(limit)
    if limit.state == LimitState.PAUSED:
        raise Refused(f"“{limit.name}”正在停表，恢复计时以后再延期。")
    if limit.state != LimitState.RUNNING:
        raise Refused(f"“{limit.name}”已经结束，不能延期。")
    by_rule = within is None and given_on is None
    extension = Extension(
        limit=limit,
        by_rule=by_rule,
        reason=reason[:500],
        approved_by=approved_by[:60],
        granted_by=by,
        granted_on=on or timezone.localdate(),
        due_before=limit.due_on,
        given_on=given_on,
        **(_by_rule(limit) if by_rule else vars(within) if within else {}),
    )
    return _extended(limit, extension)


def _by_rule(limit: TimeLimit) -> dict[str, int]:
    if not limit.extension_span:
        raise Refused(f"本地做法没有规定“{limit.name}”可以延期；确需延期的，写明延到哪一天。")
    if limit.extensions.filter(by_rule=True).exists():
        raise Refused(f"“{limit.name}”已经按规定延期过一次，不能再延期。")
    return limit.extension_span


def _extended(limit: TimeLimit, extension: Extension) -> TimeLimit:
    overrides = calendar.overrides()
    try:
        due = reckon(limit, overrides=overrides, extensions=[*limit.extensions.all(), extension])
    except calendar.DateOutOfRange as error:
        raise Refused(str(error)) from error
    if due.date <= limit.due_on or (extension.given_on and due.date < extension.given_on):
        whole = limit.parent
        if whole and due.date == whole.due_on:
            raise Refused(f"“{whole.name}”{_on(whole.due_on)}到期，分期限不能再往后延，请先延长总期限。")
        raise Refused(f"延期以后的日期要晚于现在的到期日 {_on(limit.due_on)}。")
    extension.due_after = due.date
    extension.save(force_insert=True)
    recount(limit, overrides=overrides)
    return limit


def _tell(limit: TimeLimit, verb: str, sentence: str, *, by: User | None, note: str = "") -> None:
    people = [user for user in people_of_limit(limit) if user != by]
    notify(people, f"{sentence}：{limit.subject}", url=limit.url, internal=limit.is_internal)
    # In the history of the record whose limit it is.
    ledger.record(limit.owner or limit, verb, by=by, unit=limit.unit, sentence=sentence, note=note)


def _locked(limit: TimeLimit) -> TimeLimit:
    return lock(limit, related=("unit__region", "supervisor", "parent"))


def _on(day: date) -> str:
    return f"{day:%Y年%-m月%-d日}"
