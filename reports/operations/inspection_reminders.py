"""In the last working days of a month the leading office is told, once, of the rooms that nobody has inspected."""

from django.urls import reverse
from django.utils import timezone

from members.enums import NoticeKind, RoleCode, UnitKind
from members.models import Notice, Unit
from members.operations import notify
from members.queries import people_of
from reports.queries import inspections as queries
from reports.queries.inspection_tasks import last_days
from rooms import calendar
from rooms.models import Room


def remind_of_inspections() -> int:
    """How many offices were told; in office hours alone, the caller sees to it."""
    today, overrides = timezone.localdate(), calendar.overrides()
    offices = Unit.objects.active().filter(kind=UnitKind.LEADING_OFFICE).select_related("region")
    return sum(_remind(office, today, overrides) for office in offices)


def _remind(office: Unit, today, overrides) -> bool:
    month = queries.month_begins(today)
    if today < last_days(office.region.path, month, overrides)[0]:
        return False
    rooms = Room.objects.filter(unit__region__path__startswith=office.region.path)
    count = queries.not_inspected(rooms, month).count()
    url = f"{reverse('reports:inspections')}?month={month:%Y-%m}&state=none"
    # The address names the month: whoever was told of it before is not told again.
    told = set(Notice.objects.filter(url=url).values_list("user", flat=True))
    people = [user for user in people_of(office, RoleCode.LEADING_OFFICE) if user.pk not in told]
    if not count or not people:
        return False
    notify(people, f"{month:%-m}月还有 {count} 个联络室没有督办检查", url=url, kind=NoticeKind.DEADLINE)
    return True
