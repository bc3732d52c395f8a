"""Lists of what went up: reports, what leaders wrote on them, what units handle."""

from proposals.filters import HandlingFilter, InstructionFilter, ReportFilter
from proposals.models import Handling, SpecialReport
from proposals.queries import register
from proposals.queries.reports import reports_counted
from reports.documents.excel import Column, Kind
from reports.documents.listings.listing import BATCH, Listing


def _found_reports(params, request):
    found = ReportFilter(params, SpecialReport.objects.visible_to(request.user), request=request)
    return found.qs.order_by(*found.order)


def _found_instructions(params, request):
    """With the texts that this person may read, and no others."""
    found = InstructionFilter(params, register.instructions_for(request.user), request=request)
    return register.with_texts(found.qs, request.user).order_by("-on", "-pk")


def _found_handlings(params, request):
    found = HandlingFilter(params, Handling.objects.visible_to(request.user), request=request)
    return found.qs.order_by(*found.order)


def _reports(rows):
    rows = reports_counted(rows.select_related("office")).prefetch_related(
        "items__matter__consultation__room__unit", "items__proposal__room__unit"
    )
    for row in rows.iterator(BATCH):
        rooms = dict.fromkeys(item.room.name for item in row.items.all())
        yield (
            row.get_kind_display(),
            row.issue,
            row.title,
            row.issued_on,
            row.signed_off_by,
            row.reported_to,
            "、".join(rooms),
            row.instructed,
            row.given,
            row.taken_on,
            row.get_state_display(),
            row.result,
        )


def _instructions(rows):
    for row in rows.select_related("report", "entered_for").iterator(BATCH):
        yield (
            row.leader,
            row.post,
            row.on,
            row.ledger_label,
            row.told if row.is_readable else "内部批示",
            row.report.get_kind_display(),
            row.report.issue,
            row.report.title,
            row.entered_for.short_name,
        )


def _handlings(rows):
    related = ("unit", "issued_by_unit", "report", "proposal")
    for row in rows.select_related(*related).iterator(BATCH):
        yield (
            row.subject.ledger_label,
            str(row.subject),
            row.unit.name,
            row.get_role_display(),
            row.issued_by_unit.short_name,
            row.issued_at,
            row.accepted_at,
            row.answered_at,
            row.closed_at,
            row.get_state_display(),
            row.get_result_display(),
            row.answer,
        )


LISTINGS = {
    "reports": Listing(
        "要报专报",
        "proposals.list_reports",
        _found_reports,
        (
            Column("类别", 18),
            Column("期号", 16),
            Column("标题", 44),
            Column("报送日期", 14, Kind.DATE),
            Column("签发人", 12),
            Column("报", 24),
            Column("事项来自", 30),
            Column("批示（条）", 12),
            Column("交办（项）", 12),
            Column("承办（项）", 12),
            Column("情况", 12),
            Column("办理结果", 44),
        ),
        _reports,
    ),
    "instructions": Listing(
        "批示登记簿",
        "proposals.list_reports",
        _found_instructions,
        (
            Column("领导", 12),
            Column("职务", 24),
            Column("日期", 14, Kind.DATE),
            Column("批示、圈阅", 12),
            Column("内容", 60),
            Column("类别", 18),
            Column("期号", 16),
            Column("报告", 44),
            Column("登记单位", 14),
        ),
        _instructions,
    ),
    "handlings": Listing(
        "承办任务",
        "proposals.view_handling",
        _found_handlings,
        (
            Column("来自", 28),
            Column("标题", 44),
            Column("承办单位", 26),
            Column("承办方式", 12),
            Column("交办单位", 14),
            Column("交办时间", 20, Kind.TIME),
            Column("签收时间", 20, Kind.TIME),
            Column("反馈时间", 20, Kind.TIME),
            Column("办结时间", 20, Kind.TIME),
            Column("情况", 12),
            Column("办理结果", 18),
            Column("办理情况", 60),
        ),
        _handlings,
    ),
}
