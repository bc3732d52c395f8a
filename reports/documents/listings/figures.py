"""The figures of a place and of those below it, its rates, and the totals of before."""

from django.utils import timezone

from reports.documents.excel import Column, Kind
from reports.documents.listings.listing import BATCH, Listing
from reports.facts import city, published, rates
from reports.facts.asked_place import asked, shows_reports
from reports.facts.overview import Rows
from reports.facts.spans import year_span
from rooms.models import OpeningFigure


def _found_figures(params, request):
    found = asked(request.user, params)
    places = [found[0], *found[1]] if found else []
    compared = published.compared(places, year_span(timezone.localdate().year)) if places else []
    return Rows((place, each) for place, rows in zip(places, compared, strict=True) for each in rows.values())


def _figures(rows):
    for place, each in rows:
        yield (
            place.name,
            each.published.name,
            each.total,
            each.now,
            each.published.unit,
            each.opening or None,
            each.note,
        )


def _found_rates(params, request):
    found, today = asked(request.user, params), timezone.localdate()
    if not found:
        return Rows()
    place, span = found[0], year_span(today.year)
    rows = rates.of_place(rates.OF_PROPOSALS, place, span, today)
    if shows_reports(request.user, place):
        rows += rates.figures(rates.OF_REPORTS, city.units_of(place), span, today)
    return Rows((place, each) for each in rows)


def _rates(rows):
    for place, each in rows:
        yield (
            place.name,
            each.rate.name,
            each.rate.meaning,
            each.percent,
            each.part,
            each.whole,
            each.percent_now,
            each.part_now,
            each.whole_now,
            each.rate.unit,
        )


def _found_openings(params, request):
    return OpeningFigure.objects.visible_to(request.user).standing()


def _openings(rows):
    for row in rows.for_page().order_by("region__path", "pk").iterator(BATCH):
        yield (
            row.get_measure_display(),
            row.get_context_display(),
            row.place,
            row.amount,
            row.until,
            row.source,
            row.signer,
            row.signed_on,
            row.created_by.name,
        )


LISTINGS = {
    "figures": Listing(
        "工作数据",
        "reports.view_figures",
        _found_figures,
        (
            Column("范围", 30),
            Column("指标", 20),
            Column("累计", 12, Kind.NUMBER),
            Column("今年", 12, Kind.NUMBER),
            Column("单位", 10),
            Column("其中期初数", 14, Kind.NUMBER),
            Column("说明", 30),
        ),
        _figures,
    ),
    "rates": Listing(
        "比率",
        "reports.view_figures",
        _found_rates,
        (
            Column("范围", 30),
            Column("指标", 20),
            Column("说明", 50),
            Column("累计（%）", 12),
            Column("分子", 10, Kind.NUMBER),
            Column("分母", 10, Kind.NUMBER),
            Column("今年（%）", 12),
            Column("今年分子", 10, Kind.NUMBER),
            Column("今年分母", 10, Kind.NUMBER),
            Column("单位", 10),
        ),
        _rates,
    ),
    "openings": Listing(
        "期初数",
        "rooms.view_openings",
        _found_openings,
        (
            Column("指标", 24),
            Column("场合", 12),
            Column("范围", 30),
            Column("数量", 12, Kind.NUMBER),
            Column("截至", 14, Kind.DATE),
            Column("资料来源", 40),
            Column("签认人", 14),
            Column("签认日期", 14, Kind.DATE),
            Column("登记人", 12),
        ),
        _openings,
    ),
}
