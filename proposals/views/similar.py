"""Similar earlier proposals: below the title while it is typed, and beside what was submitted."""

from django.shortcuts import render
from django.views.decorators.http import require_GET

from members.access import may
from members.models.keys import key_in
from proposals.models import Proposal
from proposals.queries.similar import LONGEST, similar_to


@may("proposals.propose")
@require_GET
def similar(request):
    """For the part below the title; the writer confirms that he has looked at them."""
    title = request.GET.get("title", "").strip()[:LONGEST]
    found = similar_to(request.user, title, besides=key_in(request.GET.get("besides")))
    return render(request, "proposals/similar.html", {"found": found, "title": title, "writes": True})


@may("proposals.view_proposal", Proposal)
@require_GET
def similar_to_proposal(request, proposal):
    """For its page: what the reviewer compares it with, and whether the writer said that he has looked."""
    found = similar_to(request.user, proposal.title, besides=proposal.pk)
    return render(request, "proposals/similar.html", {"found": found, "title": proposal.title, "proposal": proposal})
