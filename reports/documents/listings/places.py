"""Lists of how a city is set up: regions, terms, words of the pools, practices and who follows them."""

from collections import defaultdict

from members.models import Region, Tag, Term
from members.permissions import roles_that_allow
from members.queries import city_paths, region_tree
from members.queries.pools import with_counts
from reports.documents.excel import Column, Kind
from reports.documents.listings.listing import Listing
from reports.facts.overview import Rows
from rooms import queries
from rooms.models import PracticeVersion

STANDINGS = {"now": "正在采用", "coming": "到时启用"}


def _found_regions(params, request) -> Rows:
    """The tree of the page, read from above."""
    words = params.get("q", "")[:60].strip()
    return Rows(_flat(region_tree(Region.objects.visible_to(request.user).select_related("parent"), words)))


def _flat(nodes):
    for node in nodes:
        yield node["region"]
        yield from _flat(node["children"])


def _regions(rows):
    for row in rows:
        above = row.parent.name if row.parent else ""
        yield row.name, row.get_kind_display(), row.code, above, row.unit_count, "" if row.is_active else "已停用"


def _found_terms(params, request):
    return Term.objects.visible_to(request.user)


def _terms(rows):
    for row in rows.with_counts():
        ended = "已届满" if row.ended_at else ""
        yield row.name, row.get_level_display(), row.starts_on, row.ends_on, row.in_office, ended


def _found_tags(params, request):
    return Tag.objects.within_any(city_paths(request.user))


def _tags(rows):
    for row in with_counts(rows):
        yield row.name, "、".join(row.words), row.worn


def _found_practices(params, request):
    rows = PracticeVersion.objects.of_places()
    rows.reader = request.user
    return rows


def _practices(rows):
    """Each loaded version a row, with the regions that follow it and the rooms that set something of their own."""
    paths = [role.place.path for role in roles_that_allow(rows.reader, "rooms.view_practice")]
    regions, rooms = defaultdict(list), defaultdict(list)
    for row in queries.followings(paths):
        if row.standing in STANDINGS:
            told = f"{row.region.name}（{row.starts_on:%Y-%m-%d} 起，{STANDINGS[row.standing]}）"
            regions[row.practice_id].append(told)
    for row in queries.own_settings(paths):
        rooms[row.base_id].append(str(row.room))
    for row in rows.lean().with_place().select_related("loaded_by"):
        by = row.loaded_by.name if row.loaded_by else ""
        followed = ("、".join(regions[row.pk]), "、".join(rooms[row.pk]))
        yield row.name, row.version, row.place, row.loaded_at, by, *followed


LISTINGS = {
    "regions": Listing(
        "行政区域",
        "members.edit_places",
        _found_regions,
        (
            Column("区域", 24),
            Column("级别", 14),
            Column("代码", 18),
            Column("上级区域", 20),
            Column("单位数", 10, Kind.NUMBER),
            Column("状态", 10),
        ),
        _regions,
    ),
    "terms": Listing(
        "届次",
        "members.edit_terms",
        _found_terms,
        (
            Column("届次", 20),
            Column("级别", 14),
            Column("开始日期", 14, Kind.DATE),
            Column("结束日期", 14, Kind.DATE),
            Column("在任委员", 10, Kind.NUMBER),
            Column("情况", 10),
        ),
        _terms,
    ),
    "tags": Listing(
        "人才库标签",
        "members.edit_tags",
        _found_tags,
        (Column("标签", 20), Column("相关词", 50), Column("人数", 10, Kind.NUMBER)),
        _tags,
    ),
    "practices": Listing(
        "做法",
        "rooms.view_practice",
        _found_practices,
        (
            Column("做法", 30),
            Column("版本", 14),
            Column("地方", 16),
            Column("载入时间", 20, Kind.TIME),
            Column("载入人", 12),
            Column("采用的区域", 50),
            Column("有自己设置的联络室", 50),
        ),
        _practices,
    ),
}
