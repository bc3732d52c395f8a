"""Lists of consultations, matters, tasks and what was sent."""

from consult import queries
from consult.filters import AssignmentFilter, ConsultationFilter, MatterFilter, PastFilter, SubmissionFilter
from consult.models import Assignment, Consultation, Matter, PastConsultation
from reports.documents.excel import Column, Kind
from reports.documents.listings.listing import BATCH, Listing
from rooms import practice


def _found_consultations(params, request):
    rows = Consultation.objects.visible_to(request.user)
    return ConsultationFilter(params, rows, request=request, pack=practice.of_person(request.user)).qs


def _found_assignments(params, request):
    return AssignmentFilter(params, Assignment.objects.visible_to(request.user), request=request).qs


def _found_matters(params, request):
    return MatterFilter(params, Matter.objects.visible_to(request.user).standing(), request=request).qs


def _found_submissions(params, request):
    return SubmissionFilter(params, queries.inbox_of(request.user), request=request).qs


def _found_past(params, request):
    return PastFilter(params, PastConsultation.objects.visible_to(request.user).standing(), request=request).qs


def _consultations(rows):
    for row in queries.for_list(rows).select_related("topic__region").order_by("-pk").iterator(BATCH):
        yield (
            row.label,
            row.title,
            row.class_name,
            row.room.name,
            row.topic.region.name,
            row.topic.place,
            row.get_importance_display(),
            row.get_step_display() if row.is_running else row.get_ending_display(),
            queries.waiting_of(row),
            row.due_on,
            row.created_at,
            row.ended_at,
            "补录" if row.is_backfilled else "",
        )


def _assignments(rows):
    related = ("unit", "issued_by_unit", "matter__consultation__topic", "matter__consultation__room__unit")
    for row in rows.select_related(*related).order_by("-pk").iterator(BATCH):
        case = row.matter.consultation if row.matter else None
        yield (
            row.unit.name,
            row.get_role_display(),
            "商请" if row.asked else "",
            row.task,
            case.title if case else row.origin,
            case.room.name if case else "",
            row.get_state_display(),
            row.due_on,
            row.issued_by_unit.name,
            row.issued_at,
            row.closed_at,
        )


def _matters(rows):
    related = ("consultation__topic", "consultation__room__unit", "consultation__room__approver")
    rows = rows.select_related(*related).prefetch_related("suggested_units").order_by(*MatterFilter.order)
    for row in rows.iterator(BATCH):
        yield (
            row.consultation.label,
            row.consultation.title,
            row.number,
            row.text,
            row.get_level_display(),
            row.get_state_display(),
            "、".join(unit.name for unit in row.suggested_units.all()),
            row.consultation.room.name,
            row.outcome,
            row.closed_at,
        )


def _submissions(rows):
    for row in queries.submissions_for_list(rows).order_by("-pk").iterator(BATCH):
        yield (
            row.matter.text if row.matter else str(row.edition),
            row.consultation.title,
            row.consultation.room.name,
            row.get_kind_display(),
            row.to.name,
            row.sent_at,
            row.get_state_display(),
            row.received_by.name if row.received_by else "",
            row.received_at,
        )


def _past(rows):
    for row in rows.for_page().with_counts().iterator(BATCH):
        yield (
            row.title,
            row.room.name,
            row.held_on,
            row.get_importance_display(),
            row.number_words,
            row.people,
            "" if row.consensus else "未达成一致",
            row.noted,
            row.done,
            row.source,
        )


LISTINGS = {
    "consultations": Listing(
        "协商清单",
        "consult.view_consultation",
        _found_consultations,
        (
            Column("编号", 26),
            Column("议题", 40),
            Column("议题类别", 14),
            Column("联络室", 26),
            Column("所在区域", 16),
            Column("具体地点", 24),
            Column("重要程度", 12),
            Column("步骤或结果", 16),
            Column("待办", 24),
            Column("最近期限", 14, Kind.DATE),
            Column("立题时间", 20, Kind.TIME),
            Column("结束时间", 20, Kind.TIME),
            Column("备注", 8),
        ),
        _consultations,
    ),
    "assignments": Listing(
        "任务单清单",
        "consult.view_assignment",
        _found_assignments,
        (
            Column("单位", 24),
            Column("责任", 12),
            Column("商请", 8),
            Column("任务", 50),
            Column("协商", 36),
            Column("联络室", 26),
            Column("状态", 12),
            Column("完成期限", 14, Kind.DATE),
            Column("交办机关", 26),
            Column("下达时间", 20, Kind.TIME),
            Column("办结时间", 20, Kind.TIME),
        ),
        _assignments,
    ),
    "matters": Listing(
        "事项清单",
        "consult.view_consultation",
        _found_matters,
        (
            Column("编号", 26),
            Column("协商", 36),
            Column("序号", 8, Kind.NUMBER),
            Column("事项", 50),
            Column("层级", 18),
            Column("状态", 12),
            Column("建议责任单位", 30),
            Column("联络室", 26),
            Column("办理结果", 40),
            Column("办结时间", 20, Kind.TIME),
        ),
        _matters,
    ),
    "submissions": Listing(
        "收文清单",
        "consult.receive_submission",
        _found_submissions,
        (
            Column("文件", 50),
            Column("协商", 36),
            Column("联络室", 26),
            Column("类别", 12),
            Column("收文单位", 26),
            Column("报送时间", 20, Kind.TIME),
            Column("状态", 12),
            Column("接收人", 12),
            Column("接收时间", 20, Kind.TIME),
        ),
        _submissions,
    ),
    "past_consultations": Listing(
        "历史协商清单",
        "consult.view_past",
        _found_past,
        (
            Column("议题", 44),
            Column("联络室", 26),
            Column("协商日期", 14, Kind.DATE),
            Column("重要程度", 12),
            Column("纪要", 18),
            Column("参加人数", 10, Kind.NUMBER),
            Column("是否一致", 12),
            Column("事项", 8, Kind.NUMBER),
            Column("落实", 8, Kind.NUMBER),
            Column("资料来源", 36),
        ),
        _past,
    ),
}
