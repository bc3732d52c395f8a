"""征题: calls for topics."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from consult.forms.nominations import CallForm, CallTextsForm, ReopenForm
from consult.models import Call, Nomination
from consult.queries import plans as queries
from consult.steps import plan_calls
from members.access import may
from members.forms.people import AskForm
from members.operations import forget_draft
from members.queries import page_after
from members.views.form_page import form_page
from rooms import practice

# From this month on a plan is made for the next year first.
NEXT_YEAR_FROM = 10


def years() -> list[int]:
    """The years for which topics are asked, the likelier one first."""
    today = timezone.localdate()
    found = [today.year, today.year + 1]
    return found[::-1] if today.month >= NEXT_YEAR_FROM else found


@may("consult.view_call")
@require_GET
def calls(request):
    rows = Call.objects.visible_to(request.user).select_related("issuer", "region")
    page = page_after(rows, request.GET)
    return render(request, "consult/plans/calls.html", {"page": page, "today": timezone.localdate()})


@may("consult.view_call", Call)
@require_GET
def call(request, call):
    """What is asked, until when; who made it sees what came in."""
    seen = Nomination.objects.visible_to(request.user).filter(call=call)
    page = page_after(seen.select_related("room__unit", "unit", "member"), request.GET)
    context = {
        "call": call,
        "page": page,
        "files": call.attachments.standing(),
        "is_running": call.is_running(),
        "is_asked": request.user.has_perm("consult.nominate", call) and queries.is_asked(call, request.user),
        "came_in": call.nominations.count(),
    }
    return render(request, "consult/plans/call.html", context)


@may("consult.edit_call")
@require_http_methods(["GET", "POST"])
def new_call(request):
    issuers, today = queries.own_units(request.user), timezone.localdate()
    initial = {"issuer": issuers[0] if issuers else None, "year": str(years()[0]), "opens_on": today}
    pack = practice.of_person(request.user)
    form = CallForm(request.POST or None, issuers=issuers, years=years(), pack=pack, user=request.user, initial=initial)
    key = "consult:new_call"
    if form.is_valid():
        values = dict(form.cleaned_data)
        if form.carry_out(plan_calls.open_call, values.pop("issuer"), by=request.user, **values):
            forget_draft(request.user, key)
            messages.success(request, "已发起征题，征集对象都已收到通知。")
            return redirect(form.result)
    return form_page(request, form, title="发起征题", verb="发起", back=reverse("consult:calls"), crumb="征题", key=key)


@may("consult.edit_call", Call)
@require_http_methods(["GET", "POST"])
def edit_call(request, call):
    initial = {name: getattr(call, name) for name in ("theme", "text", "closes_on", "plans_due_on", "version")}
    form = CallTextsForm(request.POST or None, user=request.user, initial=initial)
    if form.is_valid() and form.carry_out(plan_calls.edit_call, call, by=request.user, **form.cleaned_data):
        messages.success(request, "已保存征题。")
        return redirect(call)
    return _form(request, call, form, title="修改征题", verb="保存")


@may("consult.edit_call", Call)
@require_http_methods(["GET", "POST"])
def close_call(request, call):
    form = AskForm(request.POST if request.method == "POST" else None, user=request.user)
    if form.is_valid() and form.carry_out(plan_calls.close_call, call, by=request.user):
        messages.success(request, "已结束征题，不再接收。")
        return redirect(call)
    text = "结束以后不再接收，已报的照常研究；可以重新开放。"
    return _form(request, call, form, title="结束征题", verb="结束", text=text)


@may("consult.edit_call", Call)
@require_http_methods(["GET", "POST"])
def reopen_call(request, call):
    form = ReopenForm(request.POST or None, user=request.user)
    if form.is_valid() and form.carry_out(plan_calls.reopen_call, call, by=request.user, **form.cleaned_data):
        messages.success(request, "已重新开放，征集对象都已收到通知。")
        return redirect(call)
    return _form(request, call, form, title="重新开放征题", verb="开放")


def _form(request, call, form, **words):
    return form_page(request, form, back=call.get_absolute_url(), crumb="征题", **words)
