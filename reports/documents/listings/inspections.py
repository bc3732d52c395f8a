"""Lists of 督办检查: the rooms of a month, and the problems."""

from django.utils import timezone

from reports.documents.excel import Column, Kind
from reports.documents.listings.listing import BATCH, Listing
from reports.models import Inspection
from reports.queries import inspection_lists as lists
from reports.queries.inspections import NEVER


def _found_rooms(params, request):
    rows = lists.narrowed_rooms(lists.room_rows(request.user, params), params)
    return rows.order_by(*lists.room_order(params))


def _rooms(rows):
    rows = rows.select_related("unit__region__parent", "guidance")
    made = Inspection.objects.select_related("unit").in_bulk(
        [key for key in rows.values_list("inspection_pk", flat=True) if key]
    )
    for room in rows.iterator(BATCH):
        inspection = made.get(room.inspection_pk)
        is_sent = inspection is not None and inspection.sent_at is not None
        yield (
            room.unit.name,
            room.township.name,
            room.guidance.name if room.guidance else "",
            inspection.get_state_display() if inspection else "还没有检查",
            room.on if room.on != NEVER else None,
            inspection.unit.name if inspection else "",
            inspection.inspectors if inspection else "",
            room.amount if is_sent else None,
            room.mended if is_sent else None,
            room.late if is_sent else None,
            inspection.found if is_sent else "",
            inspection.suggestions if is_sent else "",
            inspection.highlights if is_sent else "",
        )


def _found_problems(params, request):
    rows = lists.narrowed_problems(lists.problem_rows(request.user), params)
    return rows.order_by(*lists.problem_order(params))


def _problems(rows):
    today = timezone.localdate()
    late = set(rows.overdue(today).values_list("pk", flat=True))
    for each in rows.for_page().iterator(BATCH):
        inspection = each.inspection
        yield (
            f"{inspection.month:%Y年%-m月}",
            inspection.room.unit.name,
            inspection.room.township.name,
            each.position,
            each.text,
            "是" if each.carried_from_id else "",
            each.mend_until,
            each.get_state_display(),
            "是" if each.pk in late else "",
            each.mended_on,
            each.reply,
            each.objection,
            each.opinion,
        )


LISTINGS = {
    "inspections": Listing(
        "督办检查",
        "reports.view_inspections",
        _found_rooms,
        (
            Column("联络室", 34),
            Column("乡镇（街道）", 18),
            Column("工作指导组", 20),
            Column("情况", 14),
            Column("检查日期", 14, Kind.DATE),
            Column("检查单位", 24),
            Column("检查人员", 18),
            Column("问题", 8, Kind.NUMBER),
            Column("已整改", 8, Kind.NUMBER),
            Column("逾期", 8, Kind.NUMBER),
            Column("检查情况", 50),
            Column("改进建议", 50),
            Column("工作亮点", 40),
        ),
        _rooms,
    ),
    "inspection-problems": Listing(
        "督办检查问题",
        "reports.view_inspections",
        _found_problems,
        (
            Column("检查月份", 14),
            Column("联络室", 34),
            Column("乡镇（街道）", 18),
            Column("序号", 8, Kind.NUMBER),
            Column("存在问题", 50),
            Column("上次检查转来", 10),
            Column("整改期限", 14, Kind.DATE),
            Column("情况", 14),
            Column("逾期", 8),
            Column("整改日期", 14, Kind.DATE),
            Column("整改情况", 50),
            Column("异议理由", 40),
            Column("核查意见", 40),
        ),
        _problems,
    ),
}
