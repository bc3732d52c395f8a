from django.shortcuts import render
from django.views.decorators.http import require_GET

from members.access import may
from members.filters import LedgerFilter, act_of
from members.models import Event
from members.queries import page_after


@may("members.view_ledger")
@require_GET
def ledger(request):
    """Every act in the auditor's regions, newest first."""
    found = LedgerFilter(request.GET, Event.objects.visible_to(request.user), request=request)
    page = page_after(found.qs.prefetch_related("revisions"), request.GET)
    for event in page.rows:
        event.act = act_of(event)
    template = "members/ledger.html" + ("#rows" if request.htmx else "")
    return render(request, template, {"filter": found, "page": page})
