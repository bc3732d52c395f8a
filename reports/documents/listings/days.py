"""Activity days of a year, the rooms of one of them, and the days by which the calendar differs."""

from django.db.models import DateField, Value
from django.utils import timezone

from members.models.keys import key_in
from reports.documents.excel import Column, Kind
from reports.documents.listings.listing import Listing
from rooms import calendar, queries
from rooms.filters import DayRoomFilter
from rooms.models import ActivityDay, CalendarDay, Room


def _found(params, request):
    day = ActivityDay.objects.visible_to(request.user).filter(pk=key_in(params.get("day"))).first()
    if day is None:
        return Room.objects.none()
    rooms = queries.with_day(queries.rooms_of_day_seen(request.user, day), day)
    rooms = rooms.annotate(day_name=Value(day.name), day_on=Value(day.on, output_field=DateField()))
    return DayRoomFilter(params, rooms, request=request).qs.order_by("pinyin", "pk")


def _rows(rooms):
    for room in rooms:
        yield (
            room.day_on,
            room.day_name,
            room.unit.name,
            room.unit.region.name,
            "有安排" if room.is_planned else "没有",
            "已登记" if room.is_recorded else "没有登记",
            room.present,
        )


def _year(params, known) -> int:
    asked = params.get("year", "")
    return int(asked) if asked in map(str, known) else timezone.localdate().year


def _found_days(params, request):
    days = ActivityDay.objects.visible_to(request.user).standing()
    known = days.values_list("nominal_on__year", flat=True).order_by().distinct()
    days = days.filter(nominal_on__year=_year(params, known))
    days.reader = request.user
    return days


def _days(days):
    found = days.for_page().order_by("on", "region__path", "pk")
    for row in queries.rows_of_days(found, queries.rooms_seen(days.reader)):
        day, yields = row.day, row.yields
        moved = f"；{day.moved_by.name}调整：{day.moved_reason}" if day.moved_at else ""
        counts = (row.rooms, row.planned, row.recorded, row.missing, row.present)
        came = (yields.visits, yields.information, yields.suggestions, yields.deeds)
        yield (day.on, day.name, day.region.name, f"{day.words}{moved}", *counts, *came)


def _found_calendar(params, request):
    covered = range(calendar.FIRST.year, calendar.LAST.year + 1)
    return CalendarDay.objects.filter(date__year=_year(params, covered))


def _calendar(rows):
    for row in rows:
        yield row.date, "上班" if row.is_workday else "休息", row.name, row.source


LISTINGS = {
    "activity-days": Listing(
        "活动日",
        "rooms.view_activity_days",
        _found_days,
        (
            Column("日期", 14, Kind.DATE),
            Column("活动日", 16),
            Column("区域", 16),
            Column("日期依据", 44),
            *(Column(name, 10, Kind.NUMBER) for name in ("联络室", "有安排", "已登记", "没有登记", "到场人次")),
            Column("走访（人次）", 10, Kind.NUMBER),
            Column("信息（条）", 10, Kind.NUMBER),
            Column("建议（条）", 10, Kind.NUMBER),
            Column("实事（件）", 10, Kind.NUMBER),
        ),
        _days,
    ),
    "calendar": Listing(
        "工作日历调整",
        "rooms.view_calendar",
        _found_calendar,
        (Column("日期", 14, Kind.DATE), Column("安排", 8), Column("名称", 20), Column("依据", 50)),
        _calendar,
    ),
    "day-rooms": Listing(
        "活动日各联络室情况",
        "rooms.view_activity_days",
        _found,
        (
            Column("日期", 14, Kind.DATE),
            Column("活动日", 16),
            Column("联络室", 30),
            Column("区域", 18),
            Column("安排", 10),
            Column("活动登记", 12),
            Column("到场人数", 10, Kind.NUMBER),
        ),
        _rows,
    ),
}
