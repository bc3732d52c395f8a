"""The register of media articles as Excel."""

from reports.documents.excel import Column, Kind
from reports.documents.listings.listing import BATCH, Listing
from reports.models import MediaArticle
from reports.queries.articles import RULES, SORTS
from reports.queries.narrowing import narrowed


def _found(params, request):
    rows = narrowed(MediaArticle.objects.visible_to(request.user), params, RULES)
    return rows.order_by(*SORTS.get(params.get("sort"), SORTS["newest"]))


def _rows(rows):
    for row in rows.for_page().iterator(BATCH):
        yield (
            row.published_on,
            row.outlet,
            row.get_level_display(),
            row.title,
            row.author,
            row.room.name if row.room_id else "",
            row.link,
            row.get_state_display(),
            row.reason,
            row.entered_by.name,
        )


LISTINGS = {
    "articles": Listing(
        "媒体稿件",
        "reports.view_article",
        _found,
        (
            Column("刊发日期", 14, Kind.DATE),
            Column("媒体", 20),
            Column("媒体级别", 16),
            Column("标题", 50),
            Column("作者", 16),
            Column("联络室", 28),
            Column("网址", 40),
            Column("情况", 12),
            Column("不采信的原因", 30),
            Column("登记人", 12),
        ),
        _rows,
    ),
}
