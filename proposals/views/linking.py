"""Ways between consultations and proposals, and what came of each: parts of their pages."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from consult.models import Consultation, Matter, Nomination
from consult.queries import plans
from consult.views.calls import years
from members.access import may
from members.views.form_page import form_page
from proposals.forms.linking import NominateForm
from proposals.models import Proposal
from proposals.operations import linking as verbs
from proposals.queries import children


@may("proposals.propose", Consultation)
@require_POST
def propose_case(request, consultation):
    return _to_sheet(request, verbs.draft_from_case(consultation, by=request.user), back=consultation)


@may("proposals.propose", Matter)
@require_POST
def propose_matter(request, matter):
    return _to_sheet(request, verbs.draft_from_matter(matter, by=request.user), back=matter)


def _to_sheet(request, made, *, back):
    """Where it is completed, for whoever may; others are told that there is one."""
    if not request.user.has_perm("proposals.edit_proposal", made):
        messages.info(request, f"本室{made.written_by.name}已经由此起草了{made.get_kind_display()}。")
        return redirect(back)
    if made.is_written:
        messages.success(request, f"已起草{made.get_kind_display()}，补充完整以后提交。")
        return redirect("proposals:edit_proposal", made.pk)
    return redirect(made)


@may("consult.view_consultation", Consultation)
@require_GET
def case_children(request, consultation):
    """For the page of a consultation: where its topic came from, and what came of it."""
    context = {
        "children": children.of_case(consultation, request.user),
        "sources": children.sources_of_case(consultation, request.user),
        "about": consultation,
        "propose": "proposals:propose_case",
        "is_made": consultation.proposals.standing().filter(matter=None).exists(),
    }
    return render(request, "proposals/children.html", context)


@may("consult.view_consultation", Matter)
@require_GET
def matter_children(request, matter):
    context = {
        "children": children.of_case(matter.consultation, request.user, matter=matter),
        "about": matter,
        "propose": "proposals:propose_matter",
        "is_made": matter.proposals.standing().exists(),
    }
    return render(request, "proposals/children.html", context)


@may("consult.view_nomination", Nomination)
@require_GET
def nomination_source(request, nomination):
    found = children.source_of(nomination, request.user)
    return render(request, "proposals/children.html", {"sources": [found] if found else [], "children": []})


@may("proposals.view_proposal", Proposal)
@require_GET
def proposal_children(request, proposal):
    context = {"children": children.of_proposal(proposal, request.user), "of_proposal": proposal}
    return render(request, "proposals/children.html", context)


@may("consult.nominate", Proposal)
@require_http_methods(["GET", "POST"])
def nominate_proposal(request, proposal):
    """提案转化为议题."""
    standing = plans.standing_of(request.user)
    targets = standing.targets if standing else []
    form = NominateForm(request.POST or None, user=request.user, targets=targets, years=years())
    if form.is_valid() and form.carry_out(verbs.nominate, proposal, by=request.user, **form.cleaned_data):
        messages.success(request, f"已向{form.result.to.short_name}荐题，有了结果会通知您。")
        return redirect(form.result.get_absolute_url())
    words = {"title": f"荐为议题：{proposal.title}", "verb": "荐题", "crumb": proposal.get_kind_display()}
    return form_page(request, form, back=proposal.get_absolute_url(), **words)
