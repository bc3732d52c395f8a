"""承办统计: how a unit takes on and answers what it is asked; from above all units beside each other."""

from django.conf import settings
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from members.access import may
from proposals.models import Award
from reports.enums import AskedKind
from reports.queries.asked import asked_of, figures, sees_all
from reports.queries.asked.figures import FIGURES, FIRST_YEAR, LEAST_RANKED, SHARES, STAGES
from reports.queries.asked.ranking import SORTS, in_order


@may("reports.view_asked")
@require_GET
def asked_figures(request):
    year = figures.year_of(request.GET.get("year"))
    rows = asked_of(request.user)
    units = figures.of_units(rows, year)
    chosen = next((each for each in units if str(each.unit.pk) == request.GET.get("unit")), None)
    if chosen is None and not sees_all(request.user) and units:
        chosen = units[0]
    context = {
        "year": year,
        "years": range(timezone.localdate().year, FIRST_YEAR - 1, -1),
        "units": in_order(units, request.GET.get("sort")),
        "sorts": SORTS,
        "sees_all": sees_all(request.user),
        "least": LEAST_RANKED,
        "list": reverse("reports:asked"),
        "accept_days": settings.ASKED_ACCEPT_WORKDAYS,
        "shares": [FIGURES[code] for code in SHARES],
    }
    if chosen:
        context |= _of_one(rows.filter(as_unit=chosen.unit.pk), chosen, year)
        won = Award.objects.visible_to(request.user).filter(unit=chosen.unit, year=year)
        context["awards"] = won.for_page().order_by("decided_on", "pk")
        context["satisfied"] = figures.satisfaction(request.user, year).get(chosen.unit.pk, (0, 0))
    return render(request, "reports/asked/figures.html", context)


def _of_one(rows, chosen, year) -> dict:
    kinds = figures.by_kind_and_month(rows, year)
    return {
        "chosen": chosen,
        "stages": [(FIGURES[code], chosen.counts[code]) for code in STAGES],
        "rates": [(FIGURES[code], chosen.counts[code], chosen.counts[FIGURES[code].of]) for code in SHARES],
        "kinds": [(AskedKind(kind), months, sum(months)) for kind, months in kinds.items()],
        "months": range(1, 13),
    }
