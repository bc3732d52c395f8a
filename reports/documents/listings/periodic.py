"""报告通报 as a list: what was made for which span, and how far each is."""

from reports.documents.excel import Column, Kind
from reports.documents.listings.listing import Listing
from reports.facts.spans import span_of
from reports.models import PeriodicReport
from reports.queries import narrowing
from reports.queries import periodic as queries


def _found(params, request):
    rows = narrowing.narrowed(PeriodicReport.objects.visible_to(request.user), params, queries.RULES)
    return rows.order_by(*queries.SORTS.get(params.get("sort"), queries.SORTS["newest"]))


def _rows(found):
    for report in found.for_list().iterator(chunk_size=2000):
        yield (
            report.get_kind_display(),
            str(report),
            report.get_level_display(),
            report.place_name,
            span_of(report.round.span).name,
            report.get_state_display(),
            report.issue,
            report.published_at,
            report.published_by.name if report.published_by_id else "",
            report.reason,
        )


LISTINGS = {
    "periodic": Listing(
        "报告通报",
        "reports.view_periodic",
        _found,
        (
            Column("类别", 12),
            Column("标题", 44),
            Column("范围", 14),
            Column("地区、联络室", 26),
            Column("时段", 16),
            Column("状态", 10),
            Column("文号", 24),
            Column("发布时间", 18, Kind.TIME),
            Column("发布人", 12),
            Column("更正原因", 30),
        ),
        _rows,
    )
}
