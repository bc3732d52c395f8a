"""提案、社情民意信息、微建议: their list and page, and the sheet on which they are written."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from consult.views.columns import headings
from members.access import may
from members.models.keys import key_in
from members.operations import forget_draft
from members.permissions import ROOM_STAFF
from members.queries import page_after
from proposals import operations, queries
from proposals.enums import ProposalKind
from proposals.filters import ProposalFilter
from proposals.forms.proposals import EditProposalForm, ProposalForm
from proposals.models import Proposal, ProposalCall
from proposals.queries.care import care_of
from proposals.queries.page import shown_of
from proposals.views.columns import proposal_table
from rooms.models import Activity, Room
from rooms.views.activities import own_rooms

FIELDS = ("kind", "title", "situation", "advice", "mode", "proposed_for", "call", "topic", "member", "version")


@may("proposals.view_proposal")
@require_GET
def proposal_list(request):
    """What the person and the room wrote; of the city what was submitted."""
    rows = Proposal.objects.visible_to(request.user)
    found = ProposalFilter(request.GET, rows, request=request)
    page = page_after(found.qs, request.GET, order=found.order, shown=_shown)
    context = {
        "filter": found,
        "page": page,
        "rows": queries.with_standing(page.rows),
        "rooms": own_rooms(request.user),
        "view": found.chosen_view,
    }
    if found.chosen_view:
        table = proposal_table(found.chosen_view, context["rows"])
        context |= {"headings": headings(found.chosen_view), "table": table}
    return render(request, "proposals/proposal_list.html" + ("#rows" if request.htmx else ""), context)


def _shown(rows):
    return queries.with_handlings(rows).prefetch_related("reviews", "supervisions__unit")


@may("proposals.view_proposal", Proposal)
@require_GET
def proposal(request, proposal):
    first = proposal.converted_from or proposal
    origin = first.origin
    seen = origin and Activity.objects.visible_to(request.user).readable_by(request.user).filter(pk=origin.pk).exists()
    context = {
        "proposal": proposal,
        "origin": origin if seen else None,
        "voice": first.voice if seen else None,
        "files": proposal.attachments.standing(),
        "events": queries.events_of(proposal, request.user),
        **shown_of(proposal, request.user),
        **care_of(proposal, request.user),
    }
    return render(request, "proposals/proposal.html", context)


@may("proposals.propose", Room)
@require_http_methods(["GET", "POST"])
def new_proposal(request, room):
    own, submits = operations.member_of(request.user, room), _submits(request)
    kind = ProposalKind.PROPOSAL if own else ProposalKind.INFORMATION
    form = ProposalForm(
        request.POST or None,
        room=room,
        own=own,
        names=_names(request.user, room),
        submits=submits,
        user=request.user,
        initial={"kind": kind, "call": _call(request)},
    )
    verb = operations.draft_and_submit if submits else operations.draft
    key = f"proposals:new_proposal:{room.pk}"
    given = {"by": request.user, "similar_seen": _similar_seen(request)}
    if form.is_valid() and form.carry_out(verb, room, **given, **form.cleaned_data):
        return _written(request, form.result, key)
    back = reverse("proposals:proposals")
    return _sheet(request, form, room=room, draft_key=key, back=back)


@may("proposals.edit_proposal", Proposal)
@require_http_methods(["GET", "POST"])
def edit_proposal(request, proposal):
    operations.require_written(proposal)
    own = proposal.member if proposal.member and proposal.member.user_id == request.user.pk else None
    submits, initial = _submits(request), {name: getattr(proposal, name) for name in FIELDS}
    form = EditProposalForm(
        request.POST or None,
        room=proposal.room,
        own=own,
        names=_names(request.user, proposal.room),
        submits=submits,
        user=request.user,
        initial=initial,
    )
    verb = operations.submit if submits else operations.edit
    key = f"proposals:edit_proposal:{proposal.pk}"
    given = {"by": request.user, "similar_seen": _similar_seen(request)}
    if form.is_valid() and form.carry_out(verb, proposal, **given, **form.cleaned_data):
        return _written(request, form.result, key)
    back = proposal.get_absolute_url()
    return _sheet(request, form, room=proposal.room, draft_key=key, back=back, proposal=proposal)


def _names(user, room) -> bool:
    """Whether the person may enter what a member of the room puts forward."""
    return room.unit_id in user.units_as(*ROOM_STAFF)


def _submits(request) -> bool:
    return request.POST.get("then") == "submit"


def _call(request) -> ProposalCall | None:
    """The call from whose page the writer comes."""
    return ProposalCall.objects.visible_to(request.user).filter(pk=key_in(request.GET.get("call"))).first()


def _similar_seen(request) -> int | None:
    """How many similar earlier ones the writer says that he has looked at; None where nothing was said."""
    said = request.POST.get("similar_seen", "")
    return min(int(said), 99) if said.isdecimal() and len(said) < 5 else None


def _written(request, row, key: str):
    forget_draft(request.user, key)
    sent = "" if row.is_written else f"已提交{row.office.short_name}，有了结果会通知您。"
    messages.success(request, sent or "已存为草稿，提交以前随时可以修改。")
    return redirect(row)


def _sheet(request, form, **context):
    if written := context.get("proposal"):
        context["files"] = written.attachments.standing()
    context["form"] = form
    return render(request, "proposals/proposal_form.html", context, status=422 if form.is_bound else 200)
