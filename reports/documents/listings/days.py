"""The rooms of one activity day: who planned, who recorded, who came and what came of it."""

from django.db.models import DateField, Value

from members.models.keys import key_in
from reports.documents.excel import Column, Kind
from reports.documents.listings.listing import Listing
from rooms import queries
from rooms.filters import DayRoomFilter
from rooms.models import ActivityDay, Room


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


LISTINGS = {
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
    )
}
