"""Figures that belong to the offices of a city and to no room: what went up, what was printed and published."""

from datetime import date

from members.models import Unit
from reports.facts.places import Place
from reports.facts.published import Compared, Published, summed
from reports.facts.quotas import found_in
from reports.facts.spans import Span
from reports.facts.sums import SPREAD
from reports.models import UnitMonth

OF_CITY = (
    Published("report", "要报、专报", "reports"),
    Published("bulletin", "工作简报", "bulletins"),
    Published("article", "媒体稿件", "articles"),
)

BY_CODE = {each.code: each for each in OF_CITY}


def of_city(place: Place, span: Span) -> dict[str, Compared]:
    """Those of the units of a city; nothing below it."""
    if not place.is_city:
        return {}
    rows = UnitMonth.objects.filter(
        unit__region__path__startswith=place.path, measure__in=[each.measure for each in OF_CITY]
    )
    rows = rows.filter(month__lte=span.until).order_by()
    return told(span, {measure: sums for measure, *sums in summed(rows, span)})


def told(span: Span, sums: dict[str, list[int]]) -> dict[str, Compared]:
    """The figures out of the sums of each measure, as `summed` gives them."""
    return {
        each.code: Compared(each, span, opening=0, **dict(zip(SPREAD, sums.get(each.measure, (0, 0, 0)), strict=True)))
        for each in OF_CITY
    }


def records(each: Published, place: Place, *, since: date | None = None, until: date | None = None) -> list[tuple]:
    return found_in(each.measure, "unit", units_of(place), where=each.where, since=since, until=until)


def units_of(place: Place):
    """The office that reports, and those that were given something: whose rates a city tells."""
    return Unit.objects.filter(region__path__startswith=place.path).values_list("pk", flat=True)
