"""Proposals out of what a room did: by the quick form, by a tap on its page, from what somebody said."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from consult.views.activity import named_case
from members.access import allow, may
from proposals import operations
from proposals.models import Proposal
from rooms.models import Activity, Room, Voice
from rooms.views.activities import new_form, show_form, tell_written


@may("rooms.record_activity", Room)
@require_http_methods(["GET", "POST"])
def record_activity(request, room):
    """The quick form's address for what is to become a proposal at once."""
    allow(request.user, "proposals.propose", room)
    form = new_form(request, room)
    if form.is_valid():
        details = {**form.values(), "case": named_case(request, form, room)}
        if form.carry_out(operations.record_activity, room, by=request.user, **details):
            written, proposal = form.result
            tell_written(request, written)
            return _to_sheet(request, proposal)
    return show_form(request, form, case=request.POST.get("case") or request.GET.get("case"))


@may("proposals.propose", Activity)
@require_POST
def activity_proposal(request, activity):
    return _to_sheet(request, operations.draft_from_activity(activity, by=request.user))


@may("proposals.propose", Voice)
@require_POST
def voice_proposal(request, voice):
    return _to_sheet(request, operations.draft_from_voice(voice, by=request.user))


def _to_sheet(request, proposal):
    """Where it is completed, for whoever may; others are told that there is one."""
    if request.user.has_perm("proposals.edit_proposal", proposal):
        if proposal.is_written:
            messages.success(request, f"已起草{proposal.get_kind_display()}，补充完整以后提交。")
            return redirect("proposals:edit_proposal", proposal.pk)
        return redirect(proposal)
    messages.info(request, f"本室{proposal.written_by.name}已经由此起草了{proposal.get_kind_display()}。")
    return redirect(proposal.origin)


@may("rooms.view_activity", Activity)
@require_GET
def activity_proposals(request, activity):
    """What became of an activity among proposals, for its page; of them only those that the person sees."""
    made = Proposal.objects.standing().of_activity(activity)
    context = {
        "activity": activity,
        "proposals": made.visible_to(request.user).order_by("pk"),
        "is_made": made.filter(activity=activity).exists(),
    }
    return render(request, "proposals/activity_proposals.html", context)
