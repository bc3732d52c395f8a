"""The list of proposals."""

from django.db.models import Prefetch

from proposals.filters import ProposalFilter
from proposals.filters.clues import ClueFilter
from proposals.models import Clue, Handling, Proposal
from proposals.models.handling import OVER
from reports.documents.excel import Column, Kind
from reports.documents.listings.listing import BATCH, Listing


def _found(params, request):
    found = ProposalFilter(params, Proposal.objects.visible_to(request.user), request=request)
    return found.qs.order_by(*found.order)


def _proposals(rows):
    related = ("room__unit", "member", "office", "written_by", "activity", "voice__activity")
    standing = Prefetch("handlings", Handling.objects.exclude(state__in=OVER).select_related("unit"))
    for row in rows.select_related(*related).prefetch_related(standing, "signers__member").iterator(BATCH):
        origin = row.origin
        yield (
            row.get_kind_display(),
            row.title,
            row.situation,
            row.advice,
            row.get_mode_display(),
            row.proposed_for,
            row.member.name if row.member else "",
            "、".join(row.co_signers),
            row.room.name,
            f"{origin.on:%Y年%-m月%-d日}{origin.get_kind_display()}" if origin else "",
            row.written_by.name,
            row.submitted_at,
            row.office.name if row.office else "",
            row.get_state_display(),
            row.verdict,
            row.issue,
            "、".join(f"{each.unit.short_name}（{each.get_role_display()}）" for each in row.handlings.all()),
            row.assigned_on,
            row.round if row.filed_at else None,
            row.reply_class,
            row.closed_at,
        )


def _found_clues(params, request):
    found = ClueFilter(params, Clue.objects.visible_to(request.user), request=request)
    return found.qs.order_by(*found.order)


def _clues(rows):
    """Whoever left a way to be reached is not carried out of the system."""
    for row in rows.for_page().iterator(BATCH):
        yield (
            row.title,
            row.text,
            row.get_source_display(),
            row.by_whom,
            row.source_note,
            row.call.theme if row.call else "",
            row.given_at,
            row.get_state_display() if row.screened_at else "待筛查",
            row.verdict,
        )


LISTINGS = {
    "clues": Listing(
        "提案线索",
        "proposals.view_clue",
        _found_clues,
        (
            Column("标题", 40),
            Column("内容", 60),
            Column("来源", 14),
            Column("提供", 20),
            Column("来源说明", 24),
            Column("征集", 30),
            Column("提供时间", 20, Kind.TIME),
            Column("情况", 12),
            Column("答复", 40),
        ),
        _clues,
    ),
    "proposals": Listing(
        "提案和社情民意",
        "proposals.view_proposal",
        _found,
        (
            Column("类别", 14),
            Column("标题", 40),
            Column("情况和问题", 60),
            Column("意见建议", 60),
            Column("提出方式", 12),
            Column("提出单位", 20),
            Column("提出人", 12),
            Column("联名人", 30),
            Column("联络室", 26),
            Column("出处", 24),
            Column("起草", 12),
            Column("提交时间", 20, Kind.TIME),
            Column("报给", 20),
            Column("情况", 12),
            Column("办公室意见", 40),
            Column("案号", 18),
            Column("承办单位", 40),
            Column("交办日期", 14, Kind.DATE),
            Column("办理次数", 10, Kind.NUMBER),
            Column("答复类别", 10),
            Column("办结时间", 20, Kind.TIME),
        ),
        _proposals,
    ),
}
