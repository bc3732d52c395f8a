"""历史协商: list, page, and what is written down from the old papers."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from consult.filters import PastFilter
from consult.forms.past import PastForm, PastMatterForm, RemovePastForm, StartMinutesForm
from consult.models import PastConsultation, PastMatter
from consult.steps import past as step
from members.access import may
from members.operations import forget_draft
from members.queries import page_after
from members.views.form_page import form_page
from rooms import practice
from rooms.models import Room

SHOWN = (
    "title",
    "held_on",
    "importance",
    "topic_class",
    "form",
    "place",
    "people",
    "consensus",
    "minutes_year",
    "minutes_number",
    "summary",
    "source",
    "version",
)
MATTER = ("text", "level", "units", "outcome", "outcome_note", "closed_on", "version")


@may("consult.view_past")
@require_GET
def past_consultations(request):
    rows = PastConsultation.objects.visible_to(request.user).standing()
    found = PastFilter(request.GET, rows, request=request)
    page = page_after(found.qs.for_page().with_counts(), request.GET, order=("-held_on", "-pk"))
    template = "consult/past_list.html" + ("#rows" if request.htmx else "")
    return render(request, template, {"filter": found, "page": page, "pack": practice.of_person(request.user)})


@may("consult.view_past", PastConsultation)
@require_GET
def past_consultation(request, past):
    context = {"past": past, "matters": past.matters.all(), "files": past.attachments.standing()}
    context["pack"] = practice.for_room(past.room)
    return render(request, "consult/past_page.html", context)


@may("consult.edit_past", Room)
@require_http_methods(["GET", "POST"])
def new_past(request, room):
    form, key = PastForm(request.POST or None, **_words(request, room)), f"consult:new_past:{room.pk}"
    if form.is_valid():
        wanted = {"attachments": form.cleaned_data["scans"], **form.details()}
        if form.carry_out(step.record, room, by=request.user, **wanted):
            forget_draft(request.user, key)
            messages.success(request, f"已登记历史协商“{form.result}”。接着登记事项和办理结果。")
            return redirect("consult:past_consultation", form.result.pk)
    back = reverse("consult:past_consultations") + f"?room={room.pk}"
    text = "登记使用系统以前办完的协商。还在办理的，用“补录协商”，可以接着往下办。"
    title = "登记历史协商"
    return form_page(request, form, title=title, verb="登记", back=back, crumb=room.name, key=key, text=text)


@may("consult.edit_past", PastConsultation)
@require_http_methods(["GET", "POST"])
def edit_past(request, past):
    initial = {name: getattr(past, name) for name in SHOWN}
    form = PastForm(request.POST or None, **_words(request, past.room), initial=initial)
    key = f"consult:edit_past:{past.pk}"
    if form.is_valid():
        wanted = {"attachments": form.cleaned_data["scans"], "version": form.cleaned_data["version"], **form.details()}
        if form.carry_out(step.edit, past, by=request.user, **wanted):
            forget_draft(request.user, key)
            messages.success(request, "已保存。")
            return redirect("consult:past_consultation", past.pk)
    return _form_of(request, past, form, title="修改历史协商", verb="保存", key=key)


@may("consult.edit_past", PastConsultation)
@require_http_methods(["GET", "POST"])
def remove_past(request, past):
    form = RemovePastForm(request.POST or None, user=request.user)
    if form.is_valid() and form.carry_out(step.remove, past, by=request.user, **form.cleaned_data):
        messages.success(request, f"已移出历史协商“{past}”，不再计入统计。")
        return redirect("consult:past_consultations")
    text = f"《{past}》移出以后不再列出，也不计入统计；台账里仍可查到。"
    return _form_of(request, past, form, title="移出历史协商", verb="移出", text=text)


@may("consult.edit_past", PastConsultation)
@require_http_methods(["GET", "POST"])
def add_past_matter(request, past):
    form = PastMatterForm(request.POST or None, user=request.user)
    typed = {name: form.cleaned_data[name] for name in MATTER if name != "version"} if form.is_valid() else {}
    if typed and form.carry_out(step.add_matter, past, by=request.user, **typed):
        messages.success(request, f"已登记第 {form.result.number} 件事项。")
        return redirect("consult:past_consultation", past.pk)
    return _form_of(request, past, form, title="登记事项", verb="登记")


@may("consult.edit_past", PastMatter)
@require_http_methods(["GET", "POST"])
def edit_past_matter(request, matter):
    past = matter.past
    initial = {name: getattr(matter, name) for name in MATTER}
    form = PastMatterForm(request.POST or None, user=request.user, initial=initial)
    if form.is_valid() and form.carry_out(step.edit_matter, matter, by=request.user, **form.cleaned_data):
        messages.success(request, f"已修改第 {matter.number} 件事项。")
        return redirect("consult:past_consultation", past.pk)
    return _form_of(request, past, form, title=f"修改第 {matter.number} 件事项", verb="保存")


@may("consult.start_minutes", Room)
@require_http_methods(["GET", "POST"])
def start_minutes(request, room):
    form = StartMinutesForm(request.POST or None, user=request.user, initial={"year": timezone.localdate().year})
    if form.is_valid() and form.carry_out(step.start_minutes, room, by=request.user, **form.cleaned_data):
        messages.success(request, f"{room.name}{form.cleaned_data['year']}年的纪要从第 {form.result} 期编起。")
        return redirect("rooms:room", room.pk)
    back, text = reverse("rooms:room", args=[room.pk]), "使用系统以前在纸上编过期号的，从纸质纪要的最后一期接着编。"
    return form_page(request, form, title="纪要编号起点", verb="保存", back=back, crumb=room.name, text=text)


def _words(request, room) -> dict:
    return {"user": request.user, "pack": practice.for_room(room)}


def _form_of(request, past, form, **words):
    back = reverse("consult:past_consultation", args=[past.pk])
    return form_page(request, form, back=back, crumb=past.title, **words)
