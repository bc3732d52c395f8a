"""Step 4: matters as the meeting agreed them, and how a dissent was explained; open until the minutes are signed."""

from django.contrib import messages
from django.http import JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from consult import queries
from consult.forms.meeting import ExplanationForm, MatterForm
from consult.models import Consultation, Matter, Statement
from consult.steps import matter as step
from consult.steps import stream
from consult.steps.minutes_checks import insists_on_units
from consult.workflow import guards, pack_of, recording
from members.access import may, visible
from members.models import Unit

SHOWN = ("text", "place", "suggested_due", "cost", "legal_basis", "version")
MOST_FOUND = 10


def statement_of(user, key):
    return visible(Statement, user).select_related("meeting__consultation", "participant").filter(pk=key).first()


@may("consult.edit_matter", Consultation)
@require_http_methods(["GET", "POST"])
def note_matter(request, consultation):
    if request.method == "GET":
        guards.require(recording.noting(consultation))
    form = MatterForm(request.POST or None, **_needs(request, consultation))
    if form.is_valid() and form.carry_out(step.note, consultation, by=request.user, **form.details()):
        messages.success(request, consultation.say("已记下第 {n} 件{matter}。", n=form.result.number))
        return redirect("consult:consultation", consultation.pk)
    return _page(request, consultation, form)


@may("consult.edit_matter", Matter)
@require_http_methods(["GET", "POST"])
def edit_matter(request, matter):
    consultation = matter.consultation
    initial = {name: getattr(matter, name) for name in SHOWN} | {
        "consensus": "yes" if matter.consensus else "no",
        "suggested_units": list(matter.suggested_units.all()),
        "suggested_helpers": list(matter.suggested_helpers.all()),
    }
    form = MatterForm(request.POST or None, initial=initial, **_needs(request, consultation))
    if form.is_valid() and form.carry_out(
        step.edit, matter, by=request.user, version=form.cleaned_data["version"], **form.details()
    ):
        messages.success(request, consultation.say("已修改第 {n} 件{matter}。", n=matter.number))
        return redirect("consult:consultation", consultation.pk)
    return _page(request, consultation, form, matter=matter)


@may("consult.edit_matter", Matter)
@require_POST
def remove_matter(request, matter):
    step.remove(matter, by=request.user)
    then = "其他{matter}的编号不变。" if step.is_numbered(matter.consultation) else "后面的依次前移。"
    messages.success(request, matter.consultation.say("已移出第 {n} 件{matter}，" + then, n=matter.number))
    return redirect("consult:consultation", matter.consultation_id)


@may("consult.record_meeting", statement_of)
@require_http_methods(["GET", "POST"])
def explain_dissent(request, statement):
    consultation = statement.meeting.consultation
    initial = {"explanation": statement.explanation, "version": statement.version}
    form = ExplanationForm(request.POST or None, user=request.user, initial=initial)
    if form.is_valid() and form.carry_out(stream.explain, statement, by=request.user, **form.cleaned_data):
        messages.success(request, "已写下解释情况。")
        return redirect("consult:consultation", consultation.pk)
    context = {"consultation": consultation, "statement": statement, "form": form, "pack": pack_of(consultation)}
    return render(request, "consult/meeting_explain.html", context, status=422 if form.is_bound else 200)


@may("reports.search")
@require_GET
def find_units(request):
    """Units of the person's city that can be made responsible, by name or pinyin."""
    words = request.GET.get("q", "")[:60].strip()
    cities = {role.place.city_code for role in request.user.current_roles}
    units = Unit.objects.handling().select_related("region")
    units = units.filter(region__path__regex=f"^/({'|'.join(sorted(cities))})/") if cities else units.none()
    found = list(units.find(words)[:MOST_FOUND])
    silent = queries.out_of_reach(found)
    results = [{"id": unit.pk, "name": unit.short_name or unit.name, "note": _note(unit, silent)} for unit in found]
    return JsonResponse({"results": results})


def _note(unit, silent) -> str:
    note = unit.name if unit.name != unit.short_name else unit.region.name
    return f"{note}，没有账号" if unit in silent else note


def _needs(request, consultation) -> dict:
    city, pack = consultation.room.unit.region.city_code, pack_of(consultation)
    return {"pack": pack, "city": city, "needs_unit": insists_on_units(consultation, pack), "user": request.user}


def _page(request, consultation, form, matter=None):
    context = {"consultation": consultation, "form": form, "matter": matter}
    return render(request, "consult/meeting_matter.html", context, status=422 if form.is_bound else 200)
