"""评议月: how the evaluation of the replied proposals of one year stands, and one press that reminds."""

from urllib.parse import urlencode

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from consult.queries.evaluation import rounds_for_list
from consult.steps.evaluation_reminding import remind_unanswered
from members.access import may
from members.queries import page_after
from proposals.filters.care import year_of
from proposals.filters.evaluation_month import MonthFilter
from proposals.queries import evaluation_month as queries
from proposals.queries.supervising import months_of


@may("proposals.list_care")
@require_GET
def evaluation_month(request):
    """The figures of the year, and each round with who has not answered; what anybody voted stands nowhere here."""
    year, today = year_of(request.GET), timezone.localdate()
    found = MonthFilter(request.GET, queries.rounds_of_year(request.user, year), request=request)
    page = page_after(found.qs, request.GET, order=found.order, shown=rounds_for_list)
    queries.with_waiting(page.rows, request.user)
    context = {"filter": found, "page": page, "year": year}
    if not request.htmx:
        since, until = months_of(request.user, year, "evaluation_months")
        context |= {
            "years": [year - 1, year + 1] if year < today.year else [year - 1],
            "since": since,
            "until": until,
            "is_now": since <= today <= until,
            "figures": queries.figures(request.user, year),
            "reminds": request.user.has_perm("proposals.close_proposal"),
            "to_remind": queries.to_remind(request.user, year).count(),
        }
    return render(request, "proposals/care/evaluation_month.html" + ("#rows" if request.htmx else ""), context)


@may("proposals.close_proposal")
@require_POST
def remind_raters(request):
    """All who have not answered in the rounds of the year that the person's office runs."""
    year = year_of(request.POST)
    told = remind_unanswered(queries.to_remind(request.user, year), by=request.user)
    messages.success(request, f"已催评，通知 {told} 人。没有账号的请当面或者打电话提醒。")
    return redirect(f"{reverse('proposals:evaluation_month')}?{urlencode({'year': year, 'view': 'left'})}")
