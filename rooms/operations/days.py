"""Holidays and make-up workdays by official notice; activity days that are still open follow at once.

What followed stands in `moved` of the day: pairs of an activity day and the date on which it stood before.
"""

from django.db import transaction

from members import ledger
from members.operations.changes import overwrite
from members.workflow import Refused, lock
from rooms.models import CalendarDay
from rooms.operations.activity_days import settle_days


@transaction.atomic
def set_day(*, by, date, is_workday: bool, name: str, source: str = "") -> CalendarDay:
    day, created = CalendarDay.objects.get_or_create(
        date=date, defaults={"is_workday": is_workday, "name": name, "source": source}
    )
    if not created:
        raise Refused(f"{date:%Y年%-m月%-d日} 已经登记为“{day.name}”，请在表里修改。")
    ledger.record(day, "rooms.edit_calendar", by=by, sentence=f"登记{_told(day)}", note=source)
    return _followed(day, by)


@transaction.atomic
def change_day(day: CalendarDay, *, by, is_workday: bool, name: str, source: str = "") -> CalendarDay:
    day, changes = overwrite(day, {"is_workday": is_workday, "name": name, "source": source})
    if changes:
        ledger.record(day, "rooms.edit_calendar", by=by, sentence=f"修改{_told(day)}", changes=changes)
    return _followed(day, by)


@transaction.atomic
def remove_day(day: CalendarDay, *, by) -> CalendarDay:
    """From now on the published calendar holds again for that day; deadlines already set stay as they are."""
    day = lock(day)
    ledger.record(day, "rooms.edit_calendar", by=by, sentence=f"删去{_told(day)}", note=day.source)
    day.delete()
    return _followed(day, by)


def _followed(day: CalendarDay, by) -> CalendarDay:
    day.moved = settle_days(by=by).moved
    return day


def _told(day) -> str:
    return f" {day.date:%Y年%-m月%-d日} {day.name}（{'上班' if day.is_workday else '休息'}）"
