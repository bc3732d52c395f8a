"""评议排名: departments by the median of their rounds of a year; a department finds its own line alone."""

from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from consult.queries.evaluation_ranking import rankings_for, year_in
from members.access import may

YEARS = 5


@may("consult.view_ranking")
@require_GET
def ranking(request):
    year, this = year_in(request.GET.get("year", "")), timezone.localdate().year
    context = {
        "year": year,
        "years": range(this, this - YEARS, -1),
        "rankings": rankings_for(request.user, year),
    }
    return render(request, "consult/evaluation/ranking.html", context)
