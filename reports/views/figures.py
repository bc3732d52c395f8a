"""工作数据: what the city publishes about its rooms, by place, and the records behind every figure."""

from datetime import date

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from members.access import may
from members.enums import RegionKind
from members.models import Region
from reports.facts import city, drill, is_behind, places, published, rates
from reports.facts.asked_place import asked, shows_reports
from reports.facts.spans import span_of, year_span
from rooms.models.opening import OpeningFigure


@may("reports.view_figures")
@require_GET
def figures(request):
    """The figures of a place, and of each place below it."""
    user, year = request.user, timezone.localdate().year
    place, below = _asked(request)
    found = published.compared([place, *below], year_span(year))
    context = {
        "place": place,
        "rooms": place.open_on(timezone.localdate()),
        "year": year,
        "groups": [(name, [found[0][each.code] for each in rows]) for name, rows in published.GROUPS],
        "sent": [found[0][each.code] for each in published.SENT],
        **_rates(user, place),
        "columns": published.OF_ROOMS,
        "below": [
            (each, [rows[figure.code] for figure in published.OF_ROOMS])
            for each, rows in zip(below, found[1:], strict=True)
        ],
        "above": _above(user, place),
        "is_behind": is_behind(),
    }
    return render(request, "reports/figures.html", context)


@may("reports.view_figures")
@require_GET
def figure_records(request, code):
    """What one figure was counted from."""
    place, _ = _asked(request)
    span = _span(request)
    figure = _told(request.user, place, span or year_span(timezone.localdate().year)).get(code)
    if figure is None:
        raise Http404
    each, counted = figure.published, figure.now if span else figure.recorded
    days = {"since": span.since, "until": span.until} if span else {}
    if code in city.BY_CODE:
        found = city.records(each, place, **days)
    else:
        found = places.records(each.measure, place, where=each.where, **days)
    lines = drill.lines_of(each.measure, counted, found, request.user)
    openings = [] if span or not figure.opening else _openings(request.user, each, place)
    context = {"each": each, "place": place, "figure": figure, "group": lines, "span": span, "openings": openings}
    return render(request, "reports/figure_records.html", context)


@may("reports.view_figures")
@require_GET
def rate_records(request, code):
    """What one rate was counted from: both of its numbers."""
    place, _ = _asked(request)
    rate, today = rates.BY_CODE.get(code), timezone.localdate()
    if rate is None or (rate.over == "unit" and not shows_reports(request.user, place)):
        raise Http404
    year = today.year if request.GET.get("year") else None
    days = {"since": date(year, 1, 1) if year else None, "until": today}
    if rate.over == "unit":
        groups = rates.lines(rate, list(city.units_of(place)), request.user, **days)
    else:
        groups = rates.lines_of_place(rate, place, request.user, **days)
    context = {"rate": rate, "place": place, "year": year, "groups": groups}
    return render(request, "reports/rate_records.html", context)


def _told(user, place, span) -> dict:
    """The figures of the place; how many reports went up is told to whoever sees their list."""
    of_city = city.of_city(place, span)
    if not shows_reports(user, place):
        of_city.pop("report", None)
    return published.compared([place], span)[0] | of_city


def _span(request):
    """The months that the address asks for (?span=2026-09), this year by ?year=1, or all of them."""
    asked = request.GET.get("span", "")
    if not asked:
        return year_span(timezone.localdate().year) if request.GET.get("year") else None
    try:
        return span_of(asked)
    except ValueError:
        raise Http404 from None


def _rates(user, place) -> dict:
    """Of proposals for every place; of reports for a city, for whoever sees their list."""
    today = timezone.localdate()
    span = year_span(today.year)
    found = {"of_proposals": rates.of_place(rates.OF_PROPOSALS, place, span, today)}
    if shows_reports(user, place):
        found["of_reports"] = rates.figures(rates.OF_REPORTS, city.units_of(place), span, today)
    return found


def _asked(request) -> tuple:
    found = asked(request.user, request.GET)
    if found is None:
        raise Http404
    return found


def _above(user, place) -> list:
    """The way back up: regions on the path that are not the place itself."""
    codes = place.path.strip("/").split("/")
    above = Region.objects.filter(code__in=codes).exclude(kind=RegionKind.VILLAGE).exclude(pk=place.region)
    return [(each.name, f"{reverse('reports:figures')}?region={each.code}") for each in above.order_by("path")]


def _openings(user, each, place):
    rows = OpeningFigure.objects.visible_to(user).standing().for_page()
    rows = rows.filter(measure=each.measure, context=each.context)
    return rows.filter(room=place.room) if place.room else rows.filter(region__path__startswith=place.path)
