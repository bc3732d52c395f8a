"""Decisions that commend as Excel."""

from reports.documents.excel import Column, Kind
from reports.documents.listings.listing import BATCH, Listing
from reports.models import Commendation
from reports.operations.commendation_paper import winners_told
from reports.queries import commendations
from reports.queries.narrowing import narrowed


def _found(params, request):
    rows = narrowed(Commendation.objects.visible_to(request.user), params, commendations.RULES)
    return rows.order_by(*commendations.SORTS.get(params.get("sort"), commendations.SORTS["newest"]))


def _rows(rows):
    for row in rows.for_page().iterator(BATCH):
        told = (row.decided_by, row.issued_on, row.get_state_display())
        yield (row.issue, row.title, row.unit.name, row.year.year, row.grade, winners_told(row.winners), *told)


LISTINGS = {
    "commendations": Listing(
        "表彰决定",
        "reports.view_commendation",
        _found,
        (
            Column("文号", 22),
            Column("标题", 50),
            Column("发文单位", 26),
            Column("考核年度", 10, Kind.NUMBER),
            Column("等次", 12),
            Column("表彰对象", 60),
            Column("由谁决定", 18),
            Column("成文日期", 14, Kind.DATE),
            Column("情况", 12),
        ),
        _rows,
    ),
}
