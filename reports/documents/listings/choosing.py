"""What speaks for an award, the figures of a 督办月, and who handles what in a unit, as Excel."""

from consult.queries.evaluation_ranking import year_in
from members.models import Unit
from proposals.filters.care import year_of
from proposals.queries import nominating, supervising
from reports.documents.excel import Column, Kind
from reports.documents.listings.listing import Listing
from reports.facts.overview import Rows
from reports.queries.asked import people
from reports.queries.asked.sources import inside


def _found_nominees(params, request) -> Rows:
    return Rows(nominating.nominees(request.user, year_in(params.get("year", ""))))


def _nominees(rows):
    for each in rows:
        row = each.row
        told = (row.title, row.issue, row.by_whom, "重点提案" if row.is_key else "")
        yield (*told, each.score, row.reply_class, each.satisfaction, "已评优" if each.is_awarded else "")


def _found_standings(params, request) -> Rows:
    return Rows(nominating.standings(request.user, year_in(params.get("year", ""))))


def _standings(rows):
    for each in rows:
        line = each.line
        held = "已责成整改" if each.is_asked else "责成整改" if each.must_rectify else ""
        verdict = "评为先进承办单位" if each.is_praised else held
        yield line.unit.name, line.rank, line.spread.median, line.spread.n, verdict


def _found_month(params, request) -> Rows:
    return Rows(supervising.figures(request.user, year_of(params)))


def _month(rows):
    for each in rows:
        yield each.name, each.part, each.whole, each.percent or "无", each.meaning


def _found_people(params, request) -> Rows:
    """Of the unit that the page shows: the one asked for, or the first."""
    units = Unit.objects.filter(pk__in=inside(request.user)).order_by("pinyin")
    unit = next((each for each in units if str(each.pk) == params.get("unit")), units.first())
    return Rows((unit, each) for each in people.people_of(unit, request.user)[0]) if unit else Rows()


def _people(rows):
    desks = {unit: list(unit.desks.standing()) for unit in {unit for unit, _ in rows}}
    for unit, each in rows:
        first = "、".join(desk.field for desk in desks[unit] if desk.holder_id == each.user.pk)
        second = "、".join(desk.field for desk in desks[unit] if desk.deputy_id == each.user.pk)
        away = str(each.away.get_kind_display()) if each.away else ""
        yield unit.name, each.user.name, each.open, each.late, first, second, away


LISTINGS = {
    "nominees": Listing(
        "评选参考（提案）",
        "proposals.award",
        _found_nominees,
        (
            Column("提案", 44),
            Column("案号", 20),
            Column("提出", 16),
            Column("重点提案", 10),
            Column("承办单位评提案得分", 12, Kind.NUMBER),
            Column("答复类别", 10),
            Column("提出人评办理", 14),
            Column("评优", 10),
        ),
        _nominees,
    ),
    "nominee-units": Listing(
        "评选参考（承办单位）",
        "proposals.award",
        _found_standings,
        (
            Column("单位", 30),
            Column("名次", 8, Kind.NUMBER),
            Column("得分中位数", 12, Kind.NUMBER),
            Column("评议数", 10, Kind.NUMBER),
            Column("表扬、整改", 20),
        ),
        _standings,
    ),
    "supervision-month": Listing(
        "督办进度",
        "proposals.list_care",
        _found_month,
        (
            Column("指标", 16),
            Column("件（条）", 10, Kind.NUMBER),
            Column("全部", 10, Kind.NUMBER),
            Column("比例", 10),
            Column("怎样计算", 50),
        ),
        _month,
    ),
    "asked-people": Listing(
        "承办人员",
        "members.view_desks",
        _found_people,
        (
            Column("单位", 26),
            Column("姓名", 12),
            Column("经办（件）", 10, Kind.NUMBER),
            Column("逾期（件）", 10, Kind.NUMBER),
            Column("A 岗", 30),
            Column("B 岗", 30),
            Column("今天外出", 12),
        ),
        _people,
    ),
}
