"""What waits for its review."""

from proposals import queries
from proposals.enums import ProposalState
from proposals.filters import ReviewFilter
from proposals.models import Proposal
from reports.documents.excel import Column, Kind
from reports.documents.listings.listing import BATCH, Listing


def _found(params, request):
    rows = Proposal.objects.visible_to(request.user).filter(state=ProposalState.RECEIVED)
    return ReviewFilter(params, rows, request=request).qs.order_by("pk")


def _reviews(rows):
    related = ("room__unit", "member", "office")
    for row in rows.select_related(*related).prefetch_related("reviews").iterator(BATCH):
        seen = queries.standing_of(row)
        said = [
            f"{each.step_name}：{each.get_outcome_display()}" for each in row.reviews.all() if not each.corrected_at
        ]
        yield (
            row.get_kind_display(),
            row.title,
            row.situation,
            row.advice,
            row.by_whom,
            row.room.name,
            row.submitted_at,
            seen.name,
            "、".join(seen.silent) or "意见不一致",
            "；".join(said),
        )


LISTINGS = {
    "proposal_reviews": Listing(
        "待审查的提案",
        "proposals.view_reviews",
        _found,
        (
            Column("类别", 14),
            Column("标题", 40),
            Column("情况和问题", 60),
            Column("意见建议", 60),
            Column("提出人", 12),
            Column("联络室", 26),
            Column("提交时间", 20, Kind.TIME),
            Column("审查环节", 18),
            Column("还没有提出意见", 30),
            Column("已有意见", 40),
        ),
        _reviews,
    )
}
