"""Everything that units are asked for, as Excel: what the page shows, in the same order."""

from itertools import islice

from reports.documents.excel import Column, Kind
from reports.documents.listings.listing import BATCH, Listing
from reports.queries.asked import asked_of, with_items
from reports.queries.asked.narrowing import narrowed, order_of


def _found(params, request):
    return narrowed(asked_of(request.user), params, request.user).order_by(*order_of(params))


def _rows(rows):
    rows = rows.iterator(BATCH)
    while part := list(islice(rows, BATCH)):
        yield from map(_row, with_items(part))


def _row(item) -> tuple:
    return (
        item.title,
        item.kind,
        item.role,
        item.about,
        item.asked_by,
        item.unit.name,
        item.issued_at,
        item.due_on,
        item.late_words or item.left,
        item.record.get_state_display(),
        item.act,
        item.holder.name if item.holder else "",
        item.deputy.name if item.deputy else "",
        item.accepted_at,
        item.answered_at,
    )


LISTINGS = {
    "asked": Listing(
        "承办件清单",
        "reports.view_asked",
        _found,
        (
            Column("内容", 50),
            Column("类别", 12),
            Column("承办方式", 10),
            Column("所属", 36),
            Column("来自", 18),
            Column("承办单位", 18),
            Column("交办时间", 18, Kind.TIME),
            Column("期限", 14, Kind.DATE),
            Column("期限情况", 16),
            Column("情况", 12),
            Column("下一步", 24),
            Column("经办人", 12),
            Column("B 岗", 12),
            Column("签收时间", 18, Kind.TIME),
            Column("反馈时间", 18, Kind.TIME),
        ),
        _rows,
    ),
}
