"""征集: the list and page of calls, and what the office does with them."""

from django.conf import settings
from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from members.access import may
from members.enums import RoleCode
from members.models import Unit
from members.queries import history_of, page_after
from members.views.form_page import form_page
from proposals.filters.clues import CallFilter
from proposals.forms.clues import CallForm, EditCallForm, ReopenCallForm, written
from proposals.models import Clue, Proposal, ProposalCall
from proposals.operations import calls as verbs
from rooms.views.activities import own_rooms

FIELDS = (
    "theme",
    "text",
    "kinds",
    "asked",
    "opens_on",
    "closes_on",
    "plenary_on",
    "fewest_signers",
    "is_urgent",
    "version",
)


@may("proposals.view_call")
@require_GET
def call_list(request):
    found = CallFilter(request.GET, ProposalCall.objects.visible_to(request.user), request=request)
    page = page_after(found.qs.for_page(), request.GET, order=("-pk",))
    context = {"filter": found, "page": page, "today": timezone.localdate()}
    return render(request, "proposals/call_list.html" + ("#rows" if request.htmx else ""), context)


@may("proposals.view_call", ProposalCall)
@require_GET
def call(request, call):
    """Its text, its topics with how many took each up, and of what came in what the person sees."""
    proposals = Proposal.objects.visible_to(request.user).filter(call=call)
    clues = Clue.objects.visible_to(request.user).filter(call=call)
    context = {
        "call": call,
        "is_running": call.is_running(),
        "topics": call.topics.all(),
        "proposals": proposals.for_page().order_by("-pk")[:20],
        "counts": {"proposals": proposals.count(), "clues": clues.count()},
        "rooms": own_rooms(request.user) if call.is_running() else (),
        "files": call.attachments.standing(),
        "events": history_of(call),
        "public_address": _public_address(call),
    }
    return render(request, "proposals/call.html", context)


@may("proposals.call", ProposalCall)
@require_GET
def call_code(request, call):
    """What the office hangs up or sends round: the code of the form on which the public answers."""
    return render(request, "proposals/suggest_code.html", {"call": call, "address": _public_address(call)})


def _public_address(call) -> str:
    return f"{settings.SITE_URL}{reverse('proposals:public_clues', args=[call.issuer.region.code])}"


@may("proposals.call")
@require_http_methods(["GET", "POST"])
def new_call(request):
    issuers = Unit.objects.active().filter(pk__in=request.user.units_as(RoleCode.OFFICE))
    form = CallForm(
        request.POST or None, user=request.user, issuers=issuers, initial={"opens_on": timezone.localdate()}
    )
    if form.is_valid() and form.carry_out(verbs.open_call, by=request.user, **form.cleaned_data):
        _tell(request, form.result, "已发起征集，被征集的人会收到通知。")
        return redirect(form.result)
    return form_page(request, form, title="发起提案征集", verb="发起", back="/proposal-calls/", crumb="提案征集")


@may("proposals.call", ProposalCall)
@require_http_methods(["GET", "POST"])
def edit_call(request, call):
    initial = {name: getattr(call, name) for name in FIELDS} | {"topics": written(call.topics.all())}
    form = EditCallForm(request.POST or None, user=request.user, issuers=Unit.objects.none(), initial=initial)
    if form.is_valid() and form.carry_out(verbs.edit_call, call, by=request.user, **form.cleaned_data):
        _tell(request, form.result, "已保存。")
        return redirect(call)
    words = {"title": f"修改征集：{call.theme}", "verb": "保存", "crumb": "提案征集"}
    return form_page(request, form, back=call.get_absolute_url(), **words)


def _tell(request, row, said: str) -> None:
    messages.success(request, said)
    if row.opens_late:
        messages.warning(request, "离全体会议开幕不到一个月：会议提案一般要提前一个月以上征集。")


@may("proposals.call", ProposalCall)
@require_POST
def end_call(request, call):
    verbs.end_call(call, by=request.user)
    messages.success(request, "已结束征集。")
    return redirect(call)


@may("proposals.call", ProposalCall)
@require_http_methods(["GET", "POST"])
def reopen_call(request, call):
    form = ReopenCallForm(request.POST or None, user=request.user)
    if form.is_valid() and form.carry_out(verbs.reopen_call, call, by=request.user, **form.cleaned_data):
        messages.success(request, "已重新开放。")
        return redirect(call)
    words = {"title": f"重新开放：{call.theme}", "verb": "重新开放", "crumb": "提案征集"}
    return form_page(request, form, back=call.get_absolute_url(), **words)
