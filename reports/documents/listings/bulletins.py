"""Bulletins, what rooms sent in for them, highlights and albums as Excel."""

from django.db.models import Count

from reports.documents.excel import Column, Kind
from reports.documents.listings.listing import BATCH, Listing
from reports.models import Album, Bulletin, Contribution, Highlight
from reports.queries import bulletins, highlights
from reports.queries.narrowing import narrowed


def _found(rows, params, rules, sorts):
    return narrowed(rows, params, rules).order_by(*sorts.get(params.get("sort"), sorts["newest"]))


def _found_bulletins(params, request):
    rows = Bulletin.objects.visible_to(request.user)
    return _found(rows, params, bulletins.RULES, bulletins.SORTS).distinct()


def _found_contributions(params, request):
    rows = Contribution.objects.visible_to(request.user)
    return _found(rows, params, bulletins.SENT_RULES, bulletins.SENT_SORTS)


def _found_highlights(params, request):
    rows = Highlight.objects.visible_to(request.user).standing()
    return _found(rows, params, highlights.RULES, highlights.SORTS)


def _bulletins(rows):
    for row in rows.for_page().annotate(pieces=Count("items", distinct=True)).iterator(BATCH):
        state = row.get_state_display()
        yield (row.issue, row.title, row.unit.name, row.issued_on, row.signed_off_by, row.pieces, state)


def _contributions(rows):
    for row in rows.for_page().iterator(BATCH):
        yield (row.sent_at, row.room.name, row.title, row.sent_by.name, row.get_state_display(), row.reason)


def _highlights(rows):
    for row in rows.for_page().iterator(BATCH):
        yield (row.on, row.room.name, row.what, row.title, row.sentence, row.marked_by.name)


def _found_albums(params, request):
    return Album.objects.visible_to(request.user)


def _albums(rows):
    for row in rows.for_page().order_by("-pk").iterator(BATCH):
        photos = row.count if row.made_at else len(row.photos)
        state = "已做好" if row.made_at else "没有做成" if row.has_failed else "正在制作"
        yield row.title, row.year, row.unit.name, photos, row.pages or None, row.ordered_at, row.ordered_by.name, state


LISTINGS = {
    "albums": Listing(
        "年度画册",
        "reports.view_album",
        _found_albums,
        (
            Column("画册", 36),
            Column("年度", 8, Kind.NUMBER),
            Column("单位", 26),
            Column("照片", 8, Kind.NUMBER),
            Column("页数", 8, Kind.NUMBER),
            Column("制作时间", 20, Kind.TIME),
            Column("制作人", 12),
            Column("情况", 12),
        ),
        _albums,
    ),
    "bulletins": Listing(
        "工作简报",
        "reports.view_bulletin",
        _found_bulletins,
        (
            Column("期号", 16),
            Column("标题", 44),
            Column("编发单位", 26),
            Column("印发日期", 14, Kind.DATE),
            Column("签发人", 12),
            Column("篇数", 8, Kind.NUMBER),
            Column("情况", 12),
        ),
        _bulletins,
    ),
    "contributions": Listing(
        "投稿",
        "reports.view_contribution",
        _found_contributions,
        (
            Column("投稿时间", 18, Kind.TIME),
            Column("联络室", 28),
            Column("标题", 44),
            Column("投稿人", 12),
            Column("情况", 12),
            Column("原因", 30),
        ),
        _contributions,
    ),
    "highlights": Listing(
        "亮点",
        "reports.view_highlights",
        _found_highlights,
        (
            Column("日期", 14, Kind.DATE),
            Column("联络室", 28),
            Column("类别", 10),
            Column("名称", 40),
            Column("亮点", 50),
            Column("标记人", 12),
        ),
        _highlights,
    ),
}
