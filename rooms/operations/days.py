"""Holidays and make-up workdays by official notice; activity days that are still open, and limits that run, follow.

What followed at once stands in `moved` and `limits` of the day: pairs of an activity day or a limit and the date on
which it stood before; `waiting` is the number of limits that a job counts.
"""

from django.db import transaction

from members import ledger
from members.operations.changes import overwrite
from members.workflow import Refused, lock
from rooms.models import CalendarDay
from rooms.operations import time_limits
from rooms.operations.activity_days import settle_days


@transaction.atomic
def set_day(*, by, date, is_workday: bool, name: str, source: str = "") -> CalendarDay:
    day, created = CalendarDay.objects.get_or_create(
        date=date, defaults={"is_workday": is_workday, "name": name, "source": source}
    )
    if not created:
        raise Refused(f"{date:%Y年%-m月%-d日} 已经登记为“{day.name}”，请在表里修改。")
    ledger.record(day, "rooms.edit_calendar", by=by, sentence=f"登记{_told(day)}", note=source)
    return _followed(day, by, _what(day))


@transaction.atomic
def change_day(day: CalendarDay, *, by, is_workday: bool, name: str, source: str = "") -> CalendarDay:
    day, changes = overwrite(day, {"is_workday": is_workday, "name": name, "source": source})
    if changes:
        ledger.record(day, "rooms.edit_calendar", by=by, sentence=f"修改{_told(day)}", changes=changes)
    return _followed(day, by, _what(day))


@transaction.atomic
def remove_day(day: CalendarDay, *, by) -> CalendarDay:
    """From now on the published calendar holds again for that day."""
    day = lock(day)
    ledger.record(day, "rooms.edit_calendar", by=by, sentence=f"删去{_told(day)}", note=day.source)
    day.delete()
    return _followed(day, by, f"{_on(day)}恢复按公布的日历计算")


def _followed(day: CalendarDay, by, why: str) -> CalendarDay:
    day.moved = settle_days(by=by).moved
    day.limits, day.waiting = time_limits.follow_calendar(day.date, by=by, why=why)
    return day


def _what(day: CalendarDay) -> str:
    return f"{_on(day)}{'上班' if day.is_workday else '休息'}（{day.name}）"


def _on(day: CalendarDay) -> str:
    return f"{day.date:%Y年%-m月%-d日}"


def _told(day) -> str:
    return f" {day.date:%Y年%-m月%-d日} {day.name}（{'上班' if day.is_workday else '休息'}）"
