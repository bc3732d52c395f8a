"""The inbox of the office: city-level matters and 社情民意信息 that can be taken up in a report."""

from django.shortcuts import render
from django.views.decorators.http import require_GET

from members.access import may
from members.queries import page_after
from proposals.filters import InboxFilter, InformationFilter
from proposals.queries import inbox as queries


@may("proposals.write_report")
@require_GET
def inbox(request):
    """Matters that rooms laid before the office."""
    found = InboxFilter(request.GET, queries.matters_for(request.user), request=request)
    page = page_after(found.qs, request.GET, shown=queries.matters_shown)
    return _page(request, found, page, of="matters")


@may("proposals.write_report")
@require_GET
def information_inbox(request):
    found = InformationFilter(request.GET, queries.information_for(request.user), request=request)
    page = page_after(found.qs, request.GET, shown=queries.information_shown)
    return _page(request, found, page, of="information")


def _page(request, found, page, *, of: str):
    context = {"filter": found, "page": page, "of": of}
    template = "proposals/inbox.html" + ("#rows" if request.htmx else "")
    return render(request, template, context)
