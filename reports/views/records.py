"""The page of the records behind a figure, as every such page is shown."""

from django.http import Http404
from django.shortcuts import render

from reports.facts.behind import PAGES


def records_page(request, template: str, *record, **told):
    """The newest records of each number of the page, and what it says besides."""
    match = request.resolver_match
    found = PAGES[match.url_name].read(request.user, request.GET, *record, **match.kwargs)
    if found is None:
        raise Http404
    groups = [part.newest(request.user) for part in found.parts]
    return render(request, template, {**found.told, **told, "groups": groups})
