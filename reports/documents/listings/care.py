"""Lists of what surrounds filed proposals: who supervises them, and which are key proposals."""

from django.utils import timezone

from proposals.filters.care import KeyFilter, SupervisedFilter
from proposals.filters.follow_up import FollowUpFilter, LookBackFilter
from proposals.models import KeyProposal, LookBack, Proposal
from proposals.queries.following import followed_by, shown, years_since
from proposals.queries.supervising import supervised_by, with_supervision
from reports.documents.excel import Column, Kind
from reports.documents.listings.listing import BATCH, Listing


def _found_keys(params, request):
    found = KeyFilter(params, KeyProposal.objects.visible_to(request.user), request=request)
    return found.qs.order_by(*found.order)


def _keys(rows):
    for row in rows.for_page().iterator(BATCH):
        yield (
            row.year,
            row.called,
            row.proposal.issue,
            row.proposal.title,
            row.proposal.by_whom,
            row.why,
            row.chosen_on,
            row.chosen_by,
            row.basis,
            row.get_state_display(),
            row.off_reason,
            timezone.localdate(row.opened_at) if row.opened_at else None,
        )


def _found_supervised(params, request):
    rows = with_supervision(supervised_by(request.user))
    found = SupervisedFilter(params, rows, request=request)
    return found.qs.order_by(*found.order)


def _supervised(rows):
    """One line for each supervision; a proposal without any has a line as well."""
    rows = rows.select_related("member", "room__unit").prefetch_related("supervisions__unit", "supervisions__visits")
    for row in rows.iterator(BATCH):
        head = (row.get_kind_display(), row.issue, row.title, row.by_whom, "是" if row.is_key else "")
        for each in row.supervisions.all() or [None]:
            yield (*head, *_supervision(each), row.get_state_display())


def _supervision(each) -> tuple:
    if each is None:
        return ("没有督办", "", "", None, "", 0, None, "")
    visits = list(each.visits.all())
    last = visits[-1].on if visits else None
    by = (each.by_whom, each.get_tier_display(), each.get_mode_display(), each.starts_on, each.task)
    return (*by, len(visits), last, each.result)


def _found_look_backs(params, request):
    rows = LookBack.objects.filter(proposal__in=Proposal.objects.cared_for_by(request.user).values("pk"))
    found = LookBackFilter(params, rows, request=request)
    return found.qs.order_by(*found.order)


def _look_backs(rows):
    for row in rows.for_page().iterator(BATCH):
        head = (row.proposal.issue, row.proposal.title, row.proposal.by_whom, row.planned_on, row.done_on)
        yield (*head, row.people, row.get_finding_display(), row.text)


def _found_followed(params, request):
    found = FollowUpFilter(params, followed_by(request.user), request=request)
    return found.qs.order_by(*found.order)


def _followed(rows):
    for row in shown(rows).iterator(BATCH):
        told = [each for each in row.roll_calls.all() if each.answered_at]
        last = told[-1] if told else None
        yield (
            row.proposal.issue,
            row.proposal.title,
            row.proposal.by_whom,
            row.handling.unit.name,
            row.number,
            row.sent_at,
            years_since(row),
            row.planned_until,
            row.promised,
            last.text if last else "",
        )


LISTINGS = {
    "key-proposals": Listing(
        "重点提案",
        "proposals.list_care",
        _found_keys,
        (
            Column("年度", 10),
            Column("序号", 12),
            Column("案号", 20),
            Column("标题", 44),
            Column("提出", 16),
            Column("入选理由", 44),
            Column("确定日期", 14, Kind.DATE),
            Column("由谁确定", 20),
            Column("会议或文件", 26),
            Column("情况", 12),
            Column("取消或未入选的原因", 30),
            Column("公开跟踪", 14, Kind.DATE),
        ),
        _keys,
    ),
    "supervisions": Listing(
        "提案督办",
        "proposals.list_care",
        _found_supervised,
        (
            Column("类别", 14),
            Column("案号", 20),
            Column("标题", 44),
            Column("提出", 16),
            Column("重点提案", 12),
            Column("督办", 26),
            Column("层级", 18),
            Column("方式", 12),
            Column("开始日期", 14, Kind.DATE),
            Column("督办要求", 30),
            Column("督办活动（次）", 16),
            Column("最近一次", 14, Kind.DATE),
            Column("督办结果", 40),
            Column("提案情况", 12),
        ),
        _supervised,
    ),
    "look-backs": Listing(
        "提案回头看",
        "proposals.list_care",
        _found_look_backs,
        (
            Column("案号", 20),
            Column("标题", 44),
            Column("提出", 16),
            Column("计划日期", 14, Kind.DATE),
            Column("开展日期", 14, Kind.DATE),
            Column("参加人员", 30),
            Column("结论", 12),
            Column("情况", 60),
        ),
        _look_backs,
    ),
    "follow-up": Listing(
        "B类提案跟踪",
        "proposals.list_follow_up",
        _found_followed,
        (
            Column("案号", 20),
            Column("标题", 44),
            Column("提出", 16),
            Column("承办单位", 26),
            Column("答复文号", 20),
            Column("答复时间", 20, Kind.TIME),
            Column("已跨年度", 12),
            Column("原定完成时间", 14, Kind.DATE),
            Column("承诺完成时间", 14, Kind.DATE),
            Column("最近进展", 60),
        ),
        _followed,
    ),
}
