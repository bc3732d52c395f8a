"""The list of proposals."""

from proposals.filters import ProposalFilter
from proposals.models import Proposal
from reports.documents.excel import Column, Kind
from reports.documents.listings.listing import BATCH, Listing


def _found(params, request):
    found = ProposalFilter(params, Proposal.objects.visible_to(request.user), request=request)
    return found.qs.order_by(*found.order)


def _proposals(rows):
    related = ("room__unit", "member", "office", "written_by", "activity", "voice__activity")
    for row in rows.select_related(*related).iterator(BATCH):
        origin = row.origin
        yield (
            row.get_kind_display(),
            row.title,
            row.situation,
            row.advice,
            row.member.name if row.member else "",
            row.room.name,
            f"{origin.on:%Y年%-m月%-d日}{origin.get_kind_display()}" if origin else "",
            row.written_by.name,
            row.submitted_at,
            row.office.name if row.office else "",
            row.get_state_display(),
            row.verdict,
        )


LISTINGS = {
    "proposals": Listing(
        "提案和社情民意",
        "proposals.view_proposal",
        _found,
        (
            Column("类别", 14),
            Column("标题", 40),
            Column("情况和问题", 60),
            Column("意见建议", 60),
            Column("提出人", 12),
            Column("联络室", 26),
            Column("出处", 24),
            Column("起草", 12),
            Column("提交时间", 20, Kind.TIME),
            Column("报给", 20),
            Column("情况", 12),
            Column("办公室意见", 40),
        ),
        _proposals,
    )
}
