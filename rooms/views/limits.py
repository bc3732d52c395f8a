"""Whoever supervises a limit stops its clock for a while, and lets it run again."""

from django.contrib import messages
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from members.access import may
from members.templatetags.dates import day
from members.views.form_page import form_page
from rooms.forms.limits import PauseForm, ResumeForm
from rooms.models import TimeLimit
from rooms.operations import time_limits


@may("rooms.stop_limit", TimeLimit)
@require_http_methods(["GET", "POST"])
def pause_limit(request, limit):
    form = PauseForm(request.POST or None, user=request.user)
    if form.is_valid() and form.carry_out(time_limits.pause, limit, by=request.user, **form.cleaned_data):
        messages.success(request, f"{limit.name}已停表，已通知{limit.unit}。")
        return redirect(limit.url)
    text = f"{limit.unit}的{limit.name}现在{day(limit.due_on)}到期。停表期间不计入期限，恢复计时以后到期日顺延。"
    return _page(request, limit, form, title="停表", verb="停表", text=text)


@may("rooms.stop_limit", TimeLimit)
@require_http_methods(["GET", "POST"])
def resume_limit(request, limit):
    form = ResumeForm(request.POST or None, user=request.user)
    if form.is_valid() and form.carry_out(time_limits.resume, limit, by=request.user, **form.cleaned_data):
        messages.success(request, f"{limit.name}已恢复计时，{day(form.result.due_on)}到期，已通知{limit.unit}。")
        return redirect(limit.url)
    stop = limit.stops.filter(resumed_on__isnull=True).first()
    text = f"{day(stop.stopped_on)}停表：{stop.reason}" if stop else ""
    return _page(request, limit, form, title="恢复计时", verb="恢复计时", text=text)


def _page(request, limit, form, **words):
    return form_page(request, form, back=limit.url, crumb=limit.name, **words)
