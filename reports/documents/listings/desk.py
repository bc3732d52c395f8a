"""What comes in at a desk as Excel: notices, the office's inbox, its calls, and what waits to be assigned for good."""

from django.utils import timezone

from members.models import Notice
from members.models.keys import keys_in
from proposals import operations, queries
from proposals.enums import CallState
from proposals.filters import InboxFilter, InformationFilter
from proposals.filters.clues import CallFilter
from proposals.models import ProposalCall
from proposals.queries import inbox
from reports.documents.excel import Column, Kind
from reports.documents.listings.listing import BATCH, Listing

INTERNAL = "内部通知，请在系统里查看"


def _found_notices(params, request):
    rows = Notice.objects.visible_to(request.user)
    return rows.unread() if params.get("unread") else rows


def _notices(rows):
    for row in rows.order_by("-pk").iterator(BATCH):
        sentence = INTERNAL if row.is_internal else row.sentence
        yield row.created_at, row.get_kind_display(), sentence, row.read_at


def _found_matters(params, request):
    return InboxFilter(params, inbox.matters_for(request.user), request=request).qs


def _matters(rows):
    for row in inbox.matters_shown(rows).order_by("-pk").iterator(BATCH):
        opinions = (f"{each.to.short_name}意见：{each.opinion}" for each in row.matter.opinions_said)
        yield (
            row.matter.text,
            row.consultation.title,
            row.consultation.room.unit.name,
            row.get_state_display(),
            row.received_at,
            "\n".join(opinions),
            _taken_up(row.matter.in_reports),
        )


def _found_information(params, request):
    return InformationFilter(params, inbox.information_for(request.user), request=request).qs


def _information(rows):
    for row in inbox.information_shown(rows).order_by("-pk").iterator(BATCH):
        yield row.title, row.by_whom, row.situation, row.advice, row.answered_at, _taken_up(row.in_reports)


def _taken_up(items) -> str:
    return "、".join(f"{each.report.get_kind_display()}{each.report.issue or '草稿'}" for each in items)


def _found_calls(params, request):
    return CallFilter(params, ProposalCall.objects.visible_to(request.user), request=request).qs


def _calls(rows):
    today = timezone.localdate()
    for row in rows.for_page().order_by("-pk").iterator(BATCH):
        ended = row.state == CallState.ENDED or row.closes_on < today
        yield (
            row.theme,
            row.issuer.name,
            row.asked_told,
            row.kinds_told,
            "快速通道" if row.is_urgent else "平时征集",
            row.opens_on,
            row.closes_on,
            "已截止" if ended else "未开始" if row.opens_on > today else "征集中",
        )


def _found_preassigned(params, request):
    rows, chosen = queries.preassigned(request.user), keys_in(params.getlist("pk"))
    return rows.filter(pk__in=chosen) if chosen else rows


def _preassigned(rows):
    for row in queries.with_handlings(rows).order_by("pk").iterator(BATCH):
        asked = [each for each in row.handlings.all() if each.is_open]
        units = (f"{each.unit.name}（{each.get_role_display()}，{each.get_state_display()}）" for each in asked)
        yield row.issue, row.title, "、".join(units), operations.why_not_assigned(row, asked) or "可以交办"


LISTINGS = {
    "notices": Listing(
        "通知",
        "members.view_own",
        _found_notices,
        (Column("时间", 20, Kind.TIME), Column("类别", 12), Column("内容", 70), Column("已读时间", 20, Kind.TIME)),
        _notices,
    ),
    "inbox-matters": Listing(
        "报送来件（市级事项）",
        "proposals.write_report",
        _found_matters,
        (
            Column("事项", 50),
            Column("议题", 36),
            Column("联络室", 26),
            Column("情况", 12),
            Column("接收时间", 20, Kind.TIME),
            Column("抄告意见", 40),
            Column("编入", 30),
        ),
        _matters,
    ),
    "inbox-information": Listing(
        "报送来件（社情民意信息）",
        "proposals.write_report",
        _found_information,
        (
            Column("标题", 40),
            Column("提出", 20),
            Column("情况", 50),
            Column("建议", 50),
            Column("收件时间", 20, Kind.TIME),
            Column("编入", 30),
        ),
        _information,
    ),
    "proposal-calls": Listing(
        "提案征集",
        "proposals.view_call",
        _found_calls,
        (
            Column("主题", 40),
            Column("征集单位", 26),
            Column("向谁征集", 30),
            Column("类别", 30),
            Column("通道", 12),
            Column("开始日期", 14, Kind.DATE),
            Column("截止日期", 14, Kind.DATE),
            Column("情况", 10),
        ),
        _calls,
    ),
    "preassigned": Listing(
        "预交办的提案",
        "proposals.assign_proposal",
        _found_preassigned,
        (Column("案号", 20), Column("标题", 44), Column("承办单位", 50), Column("能否交办", 44)),
        _preassigned,
    ),
}
