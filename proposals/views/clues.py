"""线索: the pool, one clue, giving and entering one, and what the office and members make of it."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from members.access import allow, may
from members.enums import RoleCode
from members.models import Unit
from members.models.keys import key_in
from members.queries import history_of, page_after
from members.views.form_page import form_page
from proposals.filters.clues import ClueFilter
from proposals.forms.clues import ClueForm, DeclineClueForm, EnterClueForm, MergeClueForm, TakeUpForm
from proposals.models import Clue, Proposal, ProposalCall
from proposals.operations import clues as verbs
from proposals.queries.clues import alike, calls_for
from rooms.models import Room, Voice
from rooms.views.activities import own_rooms


@may("proposals.view_clue")
@require_GET
def clue_list(request):
    found = ClueFilter(request.GET, Clue.objects.visible_to(request.user), request=request)
    page = page_after(found.qs.for_page(), request.GET, order=found.order)
    context = {"filter": found, "page": page, "rooms": own_rooms(request.user)}
    return render(request, "proposals/clue_list.html" + ("#rows" if request.htmx else ""), context)


@may("proposals.view_clue", Clue)
@require_GET
def clue(request, clue):
    made = Proposal.objects.standing().filter(clue=clue)
    context = {
        "clue": clue,
        "made": made.visible_to(request.user).for_page().order_by("pk"),
        "made_count": made.count(),
        "sees_merged": Clue.objects.visible_to(request.user).filter(pk=clue.merged_into_id).exists(),
        "rooms": own_rooms(request.user) if request.user.holds(RoleCode.MEMBER) else (),
        "files": clue.attachments.standing(),
        "events": history_of(clue) if request.user.has_perm("proposals.answer_clue", clue) else (),
    }
    return render(request, "proposals/clue.html", context)


@may("proposals.give_clue", Room)
@require_http_methods(["GET", "POST"])
def give_clue(request, room):
    initial = {"call": key_in(request.GET.get("call"))}
    form = ClueForm(request.POST or None, user=request.user, calls=calls_for(room), initial=initial)
    if form.is_valid() and form.carry_out(verbs.give_clue, room, by=request.user, **form.cleaned_data):
        messages.success(request, "已提供线索，采纳与否都会告诉您。")
        return redirect(form.result)
    return form_page(request, form, title="提供线索", verb="提供", back="/clues/", crumb="线索库")


@may("proposals.enter_clue")
@require_http_methods(["GET", "POST"])
def enter_clue(request):
    office = Unit.objects.active().filter(pk__in=request.user.units_as(RoleCode.OFFICE)).first()
    calls = ProposalCall.objects.running().filter(issuer=office)
    form = EnterClueForm(request.POST or None, user=request.user, calls=calls)
    if form.is_valid() and form.carry_out(verbs.enter_clue, office, by=request.user, **form.cleaned_data):
        messages.success(request, "已登记。")
        return redirect(form.result)
    return form_page(request, form, title="登记线索", verb="登记", back="/clues/", crumb="线索库")


@may("proposals.propose", Voice)
@require_POST
def clue_from_voice(request, voice):
    clue = verbs.clue_from_voice(voice, by=request.user)
    messages.success(request, "已列入提案线索库。")
    return redirect(clue)


@may("proposals.answer_clue", Clue)
@require_POST
def screen_clue(request, clue):
    verbs.screen_clue(clue, by=request.user)
    messages.success(request, "已列入线索库，委员看得到。")
    return redirect(clue)


@may("proposals.answer_clue", Clue)
@require_http_methods(["GET", "POST"])
def decline_clue(request, clue):
    form = DeclineClueForm(request.POST or None, user=request.user)
    words = {"title": f"不采纳：{clue.title}", "verb": "不采纳", "said": "已答复。"}
    return _ask(request, clue, form, verbs.decline_clue, **words)


@may("proposals.answer_clue", Clue)
@require_http_methods(["GET", "POST"])
def merge_clue(request, clue):
    form = MergeClueForm(request.POST or None, user=request.user, others=alike(clue, request.user))
    words = {"title": f"合并：{clue.title}", "verb": "合并", "said": "已合并。"}
    return _ask(request, clue, form, verbs.merge_clue, **words)


def _ask(request, clue, form, operation, *, said: str, **words):
    if form.is_valid() and form.carry_out(operation, clue, by=request.user, **form.cleaned_data):
        messages.success(request, said)
        return redirect(clue)
    return form_page(request, form, back=clue.get_absolute_url(), crumb="线索库", **words)


@may("proposals.take_up_clue", Clue)
@require_http_methods(["GET", "POST"])
def take_up_clue(request, clue):
    """A member drafts in the room to which he is posted; the office hands it to a room."""
    is_office = clue.office_id in request.user.units_as(RoleCode.OFFICE)
    own = [room.pk for room in own_rooms(request.user)]
    rooms = Room.objects.open().select_related("unit").order_by("unit__pinyin")
    if is_office:
        rooms = rooms.filter(unit__region__path__startswith=clue.office.region.path)
    else:
        rooms = rooms.filter(pk__in=own)
    form = TakeUpForm(request.POST or None, user=request.user, rooms=rooms)
    if form.is_valid():
        room = form.cleaned_data["room"]
        if not is_office:
            allow(request.user, "proposals.propose", room)
        if form.carry_out(verbs.take_up_clue, clue, room=room, by=request.user):
            return _to_draft(request, form.result, clue)
    words = {"title": f"由线索起草：{clue.title}", "verb": "起草", "crumb": "线索库"}
    return form_page(request, form, back=clue.get_absolute_url(), **words)


def _to_draft(request, made, clue):
    if request.user.has_perm("proposals.edit_proposal", made) and made.is_written:
        messages.success(request, "已起草，补充完整以后提交。")
        return redirect("proposals:edit_proposal", made.pk)
    messages.success(request, f"已请{made.room.unit.short_name}起草。")
    return redirect(clue)
