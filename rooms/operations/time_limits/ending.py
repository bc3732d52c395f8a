"""A limit ends: the act was done, its day passed and that counts, or there is nothing to wait for any more."""

import logging
from collections.abc import Callable, Iterable
from datetime import date

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from members.models import User
from members.workflow import Refused, lock
from rooms import calendar
from rooms.enums import LimitState
from rooms.models import ClockStop, TimeLimit
from rooms.operations.time_limits.recounting import recount
from rooms.workflow import TIME_LIMIT, advance

log = logging.getLogger(__name__)

WITH_THE_WHOLE = "总期限不再计算"


@transaction.atomic
def meet(limit: TimeLimit, *, by: User | None, on: date | None = None) -> TimeLimit:
    """The act was done on this day; what parts of it still ran are done with the whole."""
    limit, on = _locked(limit), on or timezone.localdate()
    if on > timezone.localdate():
        raise Refused("完成日期不能晚于今天。")
    if on < limit.starts_on:
        raise Refused(f"完成日期不能早于起算日期 {limit.starts_on:%Y年%-m月%-d日}。")
    if limit.state == LimitState.PAUSED:
        _end_stop(limit, on, by)
    _settle(limit, LimitState.MET, by=by, met_on=on)
    for part in limit.parts.open().order_by("pk"):
        meet(part, by=by, on=max(on, part.starts_on))
    return limit


def meet_all(owner, *acts: str, by: User | None, on: date | None = None, unit=None) -> int:
    """The same for whatever runs for a record, in these acts and toward this unit; say how many there were."""
    return sum(1 for limit in _open_of(owner, acts, unit) if _still_open(limit) and meet(limit, by=by, on=on))


@transaction.atomic
def void(limit: TimeLimit, *, by: User | None, reason: str) -> TimeLimit:
    """Nobody waits any more: the record was withdrawn, the task went to somebody else."""
    limit = _locked(limit)
    if limit.state == LimitState.PAUSED:
        _end_stop(limit, timezone.localdate(), by, count=False)
    _settle(limit, LimitState.VOID, by=by, void_reason=reason[:200])
    for part in limit.parts.open().order_by("pk"):
        void(part, by=by, reason=WITH_THE_WHOLE)
    return limit


def void_all(owner, *acts: str, by: User | None, reason: str, unit=None) -> int:
    return sum(1 for limit in _open_of(owner, acts, unit) if _still_open(limit) and void(limit, by=by, reason=reason))


@transaction.atomic
def reopen(limit: TimeLimit, *, by: User | None, reason: str) -> TimeLimit:
    """What was handed in is given back: the clock runs on, without the days on which it lay with others."""
    limit, today = _locked(limit), timezone.localdate()
    handed_in = limit.met_on
    advance(limit, TIME_LIMIT, LimitState.RUNNING, by=by, met_on=None, settled_at=None)
    if handed_in <= min(limit.due_on, today):
        now = timezone.now()
        ClockStop.objects.create(
            limit=limit,
            stopped_on=_after_stops(limit, handed_in),
            resumed_on=max(today, _after_stops(limit, handed_in)),
            reason=reason[:200],
            stopped_by=by,
            resumed_by=by,
            resumed_at=now,
        )
    recount(limit, overrides=calendar.overrides())
    return limit


@transaction.atomic
def lapse(limit: TimeLimit) -> bool:
    """Let a limit end whose passing is an act; False when another worker, or somebody's act, was first.

    Called in the transaction of the owner's own act, so that both are done or neither.
    """
    row = TimeLimit.objects.select_for_update(of=("self",)).filter(pk=limit.pk).first()
    if row is None or row.state != LimitState.RUNNING or not row.lapses or row.due_on >= timezone.localdate():
        return False
    _settle(row, LimitState.LAPSED, by=None)
    for part in row.parts.open().order_by("pk"):
        void(part, by=None, reason=WITH_THE_WHOLE)
    return True


def lapse_all(model, acts: Iterable[str], then: Callable[[object, TimeLimit], None]) -> int:
    """For each limit of this model's records that has lapsed: end it and call `then(owner, limit)`, both or neither.

    However many workers do this at once, each limit is ended and `then` called once.
    """
    kind = ContentType.objects.get_for_model(model)
    rows = TimeLimit.objects.lapsing(timezone.localdate(), *acts).filter(owner_type=kind)
    done = 0
    for limit in rows.order_by("due_on", "pk"):
        try:
            done += _lapse_with(limit, then)
        except Refused as refused:
            # One that cannot be carried out now must not keep the others; it is tried again with the next run.
            log.warning("limit %s has lapsed, but: %s", limit.pk, refused)
    return done


@transaction.atomic
def _lapse_with(limit: TimeLimit, then) -> bool:
    if not lapse(limit):
        return False
    then(limit.owner, limit)
    return True


def _settle(limit: TimeLimit, state: LimitState, *, by, **fields) -> None:
    advance(limit, TIME_LIMIT, state, by=by, settled_at=timezone.now(), remind_on=None, **fields)


def _end_stop(limit: TimeLimit, on: date, by, *, count: bool = True) -> None:
    """What ended while the clock stood: the stop ends with it, and the day is counted for the record."""
    stop = limit.stops.get(resumed_on__isnull=True)
    stop.resumed_on, stop.resumed_by, stop.resumed_at = max(on, stop.stopped_on), by, timezone.now()
    stop.save(update_fields=["resumed_on", "resumed_by", "resumed_at"])
    if count:
        recount(limit, overrides=calendar.overrides())


def _after_stops(limit: TimeLimit, day: date) -> date:
    """Two stops never hold the same day."""
    last = limit.stops.order_by("-stopped_on").first()
    return max(day, last.resumed_on) if last else day


def _locked(limit: TimeLimit) -> TimeLimit:
    return lock(limit, related=("unit__region", "supervisor", "parent"))


def _open_of(owner, acts, unit):
    rows = TimeLimit.objects.open().of(owner, *acts)
    # Wholes before their parts, which end with them.
    return (rows.filter(unit=unit) if unit else rows).order_by(F("parent").asc(nulls_first=True), "pk")


def _still_open(limit: TimeLimit) -> bool:
    return TimeLimit.objects.open().filter(pk=limit.pk).exists()
