"""逾期清单 of a month as Excel."""

from reports.documents.excel import Column, Kind
from reports.documents.listings.listing import Listing
from reports.facts.overview import Rows
from reports.queries.late import late_seen_by, month_of


def _found(params, request):
    return Rows(late_seen_by(request.user, month_of(params.get("month", ""))))


def _rows(rows):
    for row in rows:
        supervisor = row.limit.supervisor
        yield (
            row.unit.name,
            row.name,
            row.label,
            row.due_on,
            row.days_late,
            row.met_on,
            supervisor.name if supervisor else "",
            row.limit.explanation,
        )


LISTINGS = {
    "late-limits": Listing(
        "逾期清单",
        "reports.view_asked",
        _found,
        (
            Column("单位", 22),
            Column("期限", 16),
            Column("有关事项", 46),
            Column("到期日", 14, Kind.DATE),
            Column("逾期（工作日）", 14, Kind.NUMBER),
            Column("完成日期", 14, Kind.DATE),
            Column("督办单位", 22),
            Column("计算说明", 46),
        ),
        _rows,
    )
}
