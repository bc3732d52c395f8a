"""活动日: the days of a year as the packs rule, kept as rows; later calendars and packs move those still open."""

from datetime import date
from typing import NamedTuple

from django.db import transaction
from django.utils import timezone

from members import ledger
from members.models import Region, User
from members.permissions import roles_that_allow
from members.workflow import Refused, check_version, lock
from rooms import calendar
from rooms.models import ActivityDay
from rooms.operations.day_notices import tell_dropped, tell_moved
from rooms.practice.activity_days import Ruled, ruled_days
from rooms.queries import Rulers

# An office moves a day by some weeks; further off it is a slip of the finger.
FURTHEST = 45


class Settled(NamedTuple):
    """What came of laying the rules over a year's rows."""

    made: int
    # Days that stand on another date now, each with the one before.
    moved: list[tuple[ActivityDay, date]]
    dropped: list[ActivityDay]


@transaction.atomic
def settle_days(*, by: User | None = None, years=(), within: Region | None = None) -> Settled:
    """Make the rows that the rules give and that are missing; move and drop those that are still open.

    Open is what is not past, has no record and was not moved by hand. `within` looks at this region and below it.
    """
    overrides, rulers = calendar.overrides(), Rulers()
    settled = Settled(0, [], [])
    for each in rulers.regions():
        if within and not each.path.startswith(within.path):
            continue
        # Two who settle at once: the second one waits, and finds everything done.
        region = lock(each)
        for year in years or this_year_and_next():
            ruled = ruled_days(rulers, region.path, year, overrides=overrides)
            settled = _settle_year(region, year, ruled, by=by, before=settled)
    return settled


def this_year_and_next() -> tuple[int, int]:
    year = timezone.localdate().year
    return year, year + 1


def _settle_year(region: Region, year: int, ruled: list[Ruled], *, by, before: Settled) -> Settled:
    wanted = {(day.name, day.nominal_on): day for day in ruled}
    rows = ActivityDay.objects.filter(region=region, nominal_on__year=year).select_for_update(of=("self",))
    kept = {(row.name, row.nominal_on): row for row in rows.select_related("region")}
    missing = [
        ActivityDay(region=region, name=name, nominal_on=on, on=day.due.date, words=words_of(day))
        for (name, on), day in wanted.items()
        if (name, on) not in kept
    ]
    ActivityDay.objects.bulk_create(missing)
    if missing:
        sentence = f"生成{region.name} {year}年活动日 {len(missing)} 个"
        ledger.record(region, "rooms.make_activity_days", by=by, region=region, sentence=sentence)
    pinned = set(ActivityDay.objects.filter(pk__in=[row.pk for row in kept.values()]).with_record().values_list("pk"))
    is_open = {row.pk: not row.is_over and not row.moved_at and (row.pk,) not in pinned for row in kept.values()}
    moved = [
        (row, was)
        for key, row in kept.items()
        if key in wanted and is_open[row.pk] and (was := _follow(row, wanted[key], by=by))
    ]
    gone = [row for key, row in kept.items() if key not in wanted and is_open[row.pk] and not row.dropped_at]
    for row in gone:
        _drop(row, by=by)
    return Settled(before.made + len(missing), before.moved + moved, before.dropped + gone)


def words_of(day: Ruled) -> str:
    return day.due.explanation[:200]


def _follow(row: ActivityDay, day: Ruled, *, by) -> date | None:
    """Put an open row where the rule has it now; return the date on which it stood if that is another one."""
    was, on = row.on, day.due.date
    if on < timezone.localdate():
        # A day of rest that is taken back brings no day back that has gone by.
        return None
    fields = {"words": words_of(day), "dropped_at": None}
    if on != was:
        fields |= {"on": on, "changed_at": timezone.now(), "version": row.version + 1}
    _write(row, fields)
    if on == was:
        return None
    sentence = f"{row.name}按节假日安排从{was:%Y年%-m月%-d日}改到{on:%Y年%-m月%-d日}"
    ledger.record(row, "rooms.move_activity_day", by=by, region=row.region, sentence=sentence)
    tell_moved(row, was, why=row.words, by=by)
    return was


def _write(row: ActivityDay, fields: dict) -> None:
    changed = [name for name, value in fields.items() if getattr(row, name) != value]
    for name in changed:
        setattr(row, name, fields[name])
    if changed:
        row.save(update_fields=changed)


def _drop(row: ActivityDay, *, by) -> None:
    """A day that the rule has no more; what a room has planned for it can still be read."""
    sentence = f"按新的做法不再安排{row}"
    ledger.record(row, "rooms.drop_activity_day", by=by, region=row.region, sentence=sentence)
    tell_dropped(row, by=by)
    if row.room_days.exists() or row.activities.exists():
        _write(row, {"dropped_at": timezone.now(), "changed_at": timezone.now(), "version": row.version + 1})
    else:
        row.delete()


@transaction.atomic
def move_day(day: ActivityDay, *, by: User, on: date, reason: str, version: int | None) -> ActivityDay:
    """The office moves a day; from then on no calendar moves it."""
    day = lock(day, related=("region",))
    check_version(day, version)
    _check_move(day, on)
    was = day.on
    now = timezone.now()
    fields = {"on": on, "moved_by": by, "moved_at": now, "moved_reason": reason, "changed_at": now}
    _write(day, {**fields, "version": day.version + 1})
    role = next(iter(roles_that_allow(by, "rooms.move_activity_day", day)), None)
    sentence = f"{day.name}从{was:%Y年%-m月%-d日}调整到{on:%Y年%-m月%-d日}"
    ledger.record(
        day,
        "rooms.move_activity_day",
        by=by,
        unit=role and role.unit,
        region=day.region,
        sentence=sentence,
        note=reason,
    )
    tell_moved(day, was, why=reason, by=by)
    return day


def _check_move(day: ActivityDay, on: date) -> None:
    if day.dropped_at:
        raise Refused("这个活动日按新的做法已经不再安排。")
    if day.is_over:
        raise Refused("这个活动日已经过去，不能再调整。")
    if ActivityDay.objects.filter(pk=day.pk).with_record().exists():
        raise Refused("已经有联络室登记了这个活动日的活动或者签到，不能再调整。")
    if on == day.on:
        raise Refused("日期没有变。")
    if on < timezone.localdate():
        raise Refused("新的日期不能早于今天。")
    if abs((on - day.nominal_on).days) > FURTHEST:
        raise Refused(f"按规则是 {day.nominal_on:%Y年%-m月%-d日}，前后最多调整 {FURTHEST} 天。")
    if ActivityDay.objects.standing().filter(region=day.region, name=day.name, on=on).exclude(pk=day.pk).exists():
        raise Refused("那一天已经是另一个活动日。")
