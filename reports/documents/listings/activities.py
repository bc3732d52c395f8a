"""Lists of what rooms did and of 信息 and 建议. Who came and what is confidential stays with whoever may read it."""

from reports.documents.excel import Column, Kind
from reports.documents.listings.listing import BATCH, Listing
from rooms.filters import ActivityFilter, VoiceFilter
from rooms.models import Activity, Voice
from rooms.queries import for_activity_list

HIDDEN = "不公开"


def _found_activities(params, request):
    found = ActivityFilter(params, Activity.objects.visible_to(request.user).standing(), request=request)
    return for_activity_list(found.qs, request.user).order_by(*found.order)


def _activities(rows):
    for row in rows.iterator(BATCH):
        yield _activity(row)


def _activity(row) -> tuple:
    seen = row.is_readable
    return (
        row.on,
        row.room.unit.name,
        row.get_kind_display(),
        row.amount,
        row.unit,
        row.get_context_display(),
        row.day.name if row.day else "",
        row.what if seen else HIDDEN,
        row.get_response_display() if seen else "",
        row.result if seen else "",
        row.place if seen else "",
        "、".join(str(person) for person in row.people.all()) if seen else "",
        row.hours if seen else None,
        row.money if seen else None,
        row.voice_count if seen else None,
    )


def _found_voices(params, request):
    return VoiceFilter(params, Voice.objects.standing().readable_by(request.user), request=request).qs


def _voices(rows):
    rows = rows.select_related("activity__room__unit", "member").order_by("-pk")
    for row in rows.iterator(BATCH):
        yield (
            row.activity.on,
            row.activity.room.unit.name,
            row.get_kind_display(),
            row.text,
            row.member.name if row.member else "",
            row.activity.get_kind_display(),
            row.activity.get_context_display(),
            row.became,
        )


LISTINGS = {
    "activities": Listing(
        "履职活动清单",
        "rooms.view_activity",
        _found_activities,
        (
            Column("日期", 14, Kind.DATE),
            Column("联络室", 26),
            Column("类别", 12),
            Column("数量", 8, Kind.NUMBER),
            Column("单位", 8),
            Column("场合", 12),
            Column("活动日", 14),
            Column("主要内容", 50),
            Column("答复方式", 12),
            Column("结果", 36),
            Column("地点", 24),
            Column("参加人", 30),
            Column("时长（小时）", 10, Kind.NUMBER),
            Column("金额（元）", 14, Kind.NUMBER),
            Column("信息、建议", 10, Kind.NUMBER),
        ),
        _activities,
    ),
    "voices": Listing(
        "信息、建议清单",
        "rooms.view_activity",
        _found_voices,
        (
            Column("日期", 14, Kind.DATE),
            Column("联络室", 26),
            Column("类别", 14),
            Column("内容", 60),
            Column("委员", 12),
            Column("活动", 12),
            Column("场合", 12),
            Column("后来怎样", 40),
        ),
        _voices,
    ),
}
