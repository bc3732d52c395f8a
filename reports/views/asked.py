"""承办件: the list of everything that a unit is asked for."""

from django.shortcuts import render
from django.views.decorators.http import require_GET

from members.access import may
from members.queries import page_after
from reports.filters.asked import AskedFilter
from reports.queries.asked import sees_all, with_items


@may("reports.view_asked")
@require_GET
def asked(request):
    """A department its own, the offices above what all departments have."""
    found = AskedFilter(request.GET, request=request)
    page = page_after(found.qs, request.GET, order=found.order)
    context = {
        "filter": found,
        "page": page,
        "items": with_items(page.rows),
        "chips": found.chips,
        "sees_all": sees_all(request.user),
        "acts": request.user.has_perm("reports.handle_asked"),
    }
    return render(request, "reports/asked/list.html" + ("#rows" if request.htmx else ""), context)
