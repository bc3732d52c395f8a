"""Lists of papers of the time before the system was in use."""

from proposals.filters import PastPublicationFilter, PastReportFilter
from proposals.models import PastPublication, PastReport
from reports.documents.excel import Column, Kind
from reports.documents.listings.listing import BATCH, Listing


def _found_reports(params, request):
    return PastReportFilter(params, PastReport.objects.visible_to(request.user).standing(), request=request).qs


def _found_publications(params, request):
    rows = PastPublication.objects.visible_to(request.user).standing()
    return PastPublicationFilter(params, rows, request=request).qs


def _reports(rows):
    """One row for each unit to which a report went, and one for a report that went to none."""
    rows = rows.for_page().prefetch_related("instructions", "handlings", "rooms__unit")
    for row in rows.iterator(BATCH):
        instructions = "；".join(
            f"{each.leader}（{each.post}）{each.on:%Y-%m-%d} {each.text or '圈阅'}" for each in row.instructions.all()
        )
        rooms = "、".join(room.name for room in row.rooms.all())
        for task in list(row.handlings.all()) or [None]:
            yield (
                row.get_kind_display(),
                row.issue,
                row.title,
                row.issued_on,
                row.recipients,
                rooms,
                instructions,
                task.unit_name if task else "",
                task.issued_on if task else None,
                task.accepted_on if task else None,
                task.done_on if task else None,
                task.result if task else "",
                row.source,
            )


def _publications(rows):
    for row in rows.for_page().iterator(BATCH):
        yield (
            row.get_kind_display(),
            row.issue,
            row.title,
            row.issued_on,
            row.outlet,
            row.get_level_display(),
            row.source,
        )


LISTINGS = {
    "past_reports": Listing(
        "历史报告和批示",
        "proposals.view_past_papers",
        _found_reports,
        (
            Column("类别", 18),
            Column("期号", 16),
            Column("标题", 44),
            Column("印发日期", 14, Kind.DATE),
            Column("报送对象", 24),
            Column("事项来自", 26),
            Column("批示", 50),
            Column("承办单位", 24),
            Column("交办日期", 14, Kind.DATE),
            Column("承办日期", 14, Kind.DATE),
            Column("办结日期", 14, Kind.DATE),
            Column("办理情况", 40),
            Column("资料来源", 36),
        ),
        _reports,
    ),
    "past_publications": Listing(
        "历史简报和稿件",
        "proposals.view_past_papers",
        _found_publications,
        (
            Column("类别", 12),
            Column("期号", 16),
            Column("标题", 44),
            Column("日期", 14, Kind.DATE),
            Column("媒体", 24),
            Column("媒体级别", 14),
            Column("资料来源", 36),
        ),
        _publications,
    ),
}
