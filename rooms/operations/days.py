"""Holidays and make-up workdays by official notice."""

from django.db import transaction

from members import ledger
from members.operations.changes import overwrite
from members.workflow import Refused, lock
from rooms.models import CalendarDay


@transaction.atomic
def set_day(*, by, date, is_workday: bool, name: str, source: str = "") -> CalendarDay:
    day, created = CalendarDay.objects.get_or_create(
        date=date, defaults={"is_workday": is_workday, "name": name, "source": source}
    )
    if not created:
        raise Refused(f"{date:%Y年%-m月%-d日} 已经登记为“{day.name}”，请在表里修改。")
    ledger.record(day, "rooms.edit_calendar", by=by, sentence=f"登记{_told(day)}", note=source)
    return day


@transaction.atomic
def change_day(day: CalendarDay, *, by, is_workday: bool, name: str, source: str = "") -> CalendarDay:
    day, changes = overwrite(day, {"is_workday": is_workday, "name": name, "source": source})
    if changes:
        ledger.record(day, "rooms.edit_calendar", by=by, sentence=f"修改{_told(day)}", changes=changes)
    return day


@transaction.atomic
def remove_day(day: CalendarDay, *, by) -> None:
    """From now on the published calendar holds again for that day; dates already set stay as they are."""
    day = lock(day)
    ledger.record(day, "rooms.edit_calendar", by=by, sentence=f"删去{_told(day)}", note=day.source)
    day.delete()


def _told(day) -> str:
    return f" {day.date:%Y年%-m月%-d日} {day.name}（{'上班' if day.is_workday else '休息'}）"
