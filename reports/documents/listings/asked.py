"""Everything that units are asked for, as Excel: what the page shows, in the same order."""

from collections import defaultdict
from itertools import islice

from proposals.models import Award
from reports.documents.excel import Column, Kind
from reports.documents.listings.listing import BATCH, Listing
from reports.facts.overview import Rows
from reports.queries.asked import asked_of, figures, late, monthly, months, with_items
from reports.queries.asked.figures import FIGURES, STAGES
from reports.queries.asked.narrowing import narrowed, order_of


def _found(params, request):
    return narrowed(asked_of(request.user), params, request.user).order_by(*order_of(params))


def _items(rows):
    rows = rows.iterator(BATCH)
    while part := list(islice(rows, BATCH)):
        yield from with_items(part)


def _rows(rows):
    return map(_row, _items(rows))


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
        item.state_word,
        item.act,
        item.holder.name if item.holder else "",
        item.deputy.name if item.deputy else "",
        item.accepted_at,
        item.answered_at,
    )


def _found_figures(params, request):
    year = figures.year_of(params.get("year"))
    won = _won(request.user, year)
    return Rows((each, won[each.unit.pk]) for each in figures.of_units(asked_of(request.user), year))


def _won(user, year: int) -> dict[int, list[str]]:
    """What each unit and its people were awarded for the year."""
    told = defaultdict(list)
    for award in Award.objects.visible_to(user).filter(year=year, unit__isnull=False).order_by("decided_on", "pk"):
        told[award.unit_id].append(f"{award.get_kind_display()}{f'（{award.person}）' if award.person else ''}")
    return told


def _figures(rows):
    for each, won in rows:
        counts, median = each.counts, each.median
        yield (
            each.unit.name,
            *(counts[code] for code in COUNTED),
            _percent(counts, "accepted_in_time"),
            _percent(counts, "answered_in_time"),
            median and round(median.half, 1),
            median and median.count,
            "、".join(won),
        )


def _percent(counts, code: str) -> str:
    part, whole = counts[code], counts[FIGURES[code].of]
    return f"{part / whole * 100:.1f}%（{part}/{whole}）" if whole else "无"


def _found_late(params, request):
    return late.narrowed(late.late_seen_by(request.user, months.month_of(params.get("month"))), params)


def _late(rows):
    for each in late.with_days(rows):
        item = each.item
        yield (
            item.unit.name,
            item.title,
            item.kind,
            item.about,
            item.asked_by,
            item.answer_by,
            each.days,
            item.answered_at,
            item.state_word,
            each.explanation,
        )


def _found_month(params, request):
    office, month = monthly.office_of(request.user), months.month_of(params.get("month", ""))
    return Rows(monthly.monthly(office, month).units) if office else Rows()


def _month(rows):
    for each in rows:
        yield (each.unit.name, *(count for _, count in each.columns), len(each.late))


COUNTED = ("asked", *STAGES, "late")
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
    "asked-figures": Listing(
        "承办统计",
        "reports.view_asked",
        _found_figures,
        (
            Column("单位", 26),
            *(Column(FIGURES[code].name, 12, Kind.NUMBER) for code in COUNTED),
            Column("按时签收率", 20),
            Column("按期反馈率", 20),
            Column("反馈天数（中位数）", 18, Kind.NUMBER),
            Column("已反馈件数", 12, Kind.NUMBER),
            Column("提案评优", 30),
        ),
        _figures,
    ),
    "asked-month": Listing(
        "承办工作月报",
        "reports.view_monthly",
        _found_month,
        (
            Column("单位", 26),
            *(Column(name, 12, Kind.NUMBER) for name, _ in months.PARTS.values()),
            Column("当月逾期", 12, Kind.NUMBER),
        ),
        _month,
    ),
    "asked-late": Listing(
        "逾期清单",
        "reports.view_asked",
        _found_late,
        (
            Column("承办单位", 18),
            Column("内容", 50),
            Column("类别", 12),
            Column("所属", 36),
            Column("来自", 18),
            Column("到期日", 14, Kind.DATE),
            Column("逾期（工作日）", 14, Kind.NUMBER),
            Column("完成时间", 18, Kind.TIME),
            Column("情况", 12),
            Column("计算说明", 46),
        ),
        _late,
    ),
}
