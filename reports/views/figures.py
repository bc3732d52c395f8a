"""工作数据: what the city publishes about its rooms, by place, and the records behind every figure."""

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from members.access import may
from members.enums import RegionKind
from members.models import Region
from reports.facts import city, is_behind, published, rates
from reports.facts.asked_place import asked, shows_reports
from reports.facts.spans import year_span
from reports.views.records import records_page


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
    return records_page(request, "reports/figure_records.html")


@may("reports.view_figures")
@require_GET
def rate_records(request, code):
    """What one rate was counted from: both of its numbers."""
    return records_page(request, "reports/rate_records.html")


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
