"""Rounds of evaluation and the ranking of departments. Votes stay on their page; the rated side reads ends alone."""

from consult.forms.evaluation_filters import RoundFilter
from consult.models import EvaluationRound
from consult.queries import evaluation as queries
from consult.queries.evaluation_ranking import rankings_for, year_in
from proposals.filters.care import year_of
from proposals.filters.evaluation_month import MonthFilter
from proposals.queries.evaluation_month import rounds_of_year, with_waiting
from reports.documents.excel import Column, Kind
from reports.documents.listings.listing import Listing
from reports.facts.overview import Rows


def _found_rounds(params, request):
    rows = RoundFilter(params, EvaluationRound.objects.visible_to(request.user), request=request).qs
    rows.reader = request.user
    return rows


def _rounds(rows):
    shown = queries.rounds_for_list(rows).order_by("-pk")
    for row in queries.told_apart(list(shown), rows.reader):
        counts = (row.asked, row.came) if row.shows_counts else ("", "")
        yield (
            row.about,
            row.get_side_display(),
            row.form.name,
            row.ranked_unit.name if row.ranked_unit else "",
            row.keeper.name,
            row.opens_on,
            row.closes_on,
            *counts,
            row.get_satisfaction_display() if row.is_closed else "",
            row.score if row.is_closed and row.answered >= row.least_shown else None,
            row.get_state_display(),
        )


def _found_of_month(params, request):
    found = MonthFilter(params, rounds_of_year(request.user, year_of(params)), request=request)
    rows = found.qs.order_by(*found.order)
    rows.reader = request.user
    return rows


def _of_month(rows):
    """What the page shows: who has not answered, and never what anybody voted."""
    shown = queries.rounds_for_list(rows).order_by(*rows.query.order_by)
    for row in with_waiting(shown, rows.reader):
        counts = (row.asked, row.came) if row.shows_counts else ("", "")
        yield (
            row.proposal.issue,
            row.proposal.title,
            row.get_side_display(),
            row.ranked_unit.name if row.ranked_unit else "",
            row.opens_on,
            row.closes_on,
            *counts,
            "、".join(row.names),
            row.links,
            row.papers,
            row.get_satisfaction_display() if row.is_closed else "",
            row.get_state_display(),
        )


def _found_ranking(params, request):
    return Rows(
        (ranking, line)
        for ranking in rankings_for(request.user, year_in(params.get("year", "")))
        for line in ranking.lines
    )


def _ranking(rows):
    for ranking, line in rows:
        yield (
            ranking.region.name,
            line.rank or line.why,
            line.unit.name,
            line.spread.median,
            line.spread.lower,
            line.spread.upper,
            line.spread.least,
            line.spread.most,
            line.spread.n,
            line.satisfied,
        )


LISTINGS = {
    "evaluations": Listing(
        "评议清单",
        "consult.view_rounds",
        _found_rounds,
        (
            Column("评议内容", 50),
            Column("评什么", 10),
            Column("评议表", 24),
            Column("被评议的单位", 24),
            Column("组织单位", 24),
            Column("开始", 14, Kind.DATE),
            Column("截止", 14, Kind.DATE),
            Column("邀请", 8, Kind.NUMBER),
            Column("收回", 8, Kind.NUMBER),
            Column("结论", 10),
            Column("得分中位数", 12, Kind.NUMBER),
            Column("状态", 10),
        ),
        _rounds,
    ),
    "evaluation-month": Listing(
        "评议月进度",
        "proposals.list_care",
        _found_of_month,
        (
            Column("案号", 20),
            Column("提案", 44),
            Column("评什么", 10),
            Column("被评议的单位", 24),
            Column("开始", 14, Kind.DATE),
            Column("截止", 14, Kind.DATE),
            Column("邀请", 8, Kind.NUMBER),
            Column("收回", 8, Kind.NUMBER),
            Column("还没有评的", 44),
            Column("链接未评", 10, Kind.NUMBER),
            Column("纸质未评", 10, Kind.NUMBER),
            Column("结论", 10),
            Column("状态", 10),
        ),
        _of_month,
    ),
    "evaluation-ranking": Listing(
        "单位评议排名",
        "consult.view_ranking",
        _found_ranking,
        (
            Column("市", 14),
            Column("名次", 24),
            Column("单位", 28),
            Column("中位数", 10, Kind.NUMBER),
            Column("下四分位", 10, Kind.NUMBER),
            Column("上四分位", 10, Kind.NUMBER),
            Column("最低", 10, Kind.NUMBER),
            Column("最高", 10, Kind.NUMBER),
            Column("评议数", 10, Kind.NUMBER),
            Column("满意", 10, Kind.NUMBER),
        ),
        _ranking,
    ),
}
