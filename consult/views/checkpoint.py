"""What is written down for a checkpoint of the pack: by the room, by whoever is asked, by whoever rates."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from consult.forms.checkpoint import FORMS, NamedProductForm, ObjectionAnswerForm
from consult.forms.topic import ReasonForm
from consult.models import CheckpointEntry, Consultation
from consult.steps import approval, entries, products
from consult.views.checkpoint_rows import ACTS
from consult.workflow import guards, pack_of, recording
from consult.workflow.speaking import SPOKEN, rates, speaks
from members.access import may


@may("consult.record_checkpoint", Consultation)
@require_http_methods(["GET", "POST"])
def record_checkpoint(request, consultation, gate, role):
    found = _record(consultation, gate)
    form_class = next((each for each in FORMS.get(found.checkpoint.kind, ()) if each.role == role), None)
    if form_class is None:
        raise Http404
    form = form_class(request.POST or None, record=found, user=request.user)
    return _carry_out(request, found, form, ACTS[role])


@may("consult.speak_at_checkpoint", Consultation)
@require_http_methods(["GET", "POST"])
def speak_at_checkpoint(request, consultation, gate, role):
    found = _record(consultation, gate)
    if found.checkpoint.kind not in SPOKEN or not speaks(found, request.user):
        raise PermissionDenied(f"“{found.checkpoint.name}”不由您所在的机关办理。")
    guards.require(guards.own_work(request.user, consultation))
    initial = {"said_by": request.user.name}
    form = FORMS[found.checkpoint.kind][0](request.POST or None, record=found, user=request.user, initial=initial)
    return _carry_out(request, found, form, SPOKEN[found.checkpoint.kind][1])


@may("consult.rate_consultation", Consultation)
@require_http_methods(["GET", "POST"])
def rate_consultation(request, consultation, gate, role):
    found = _record(consultation, gate)
    if found.checkpoint.kind != "evaluate" or not rates(found, request.user):
        raise PermissionDenied(f"“{found.checkpoint.name}”不由您评议，或者您已经评议过。")
    form = FORMS["evaluate"][0](request.POST or None, record=found, user=request.user)
    del form.fields["said_by"]
    # One rating a person: a second one from the same account is refused by the database as well.
    return _carry_out(request, found, form, "评议", item=f"user-{request.user.pk}")


def _record(consultation, gate: str):
    guards.require(recording.entering(consultation, gate))
    return entries.record_of(consultation, pack_of(consultation), consultation.stage, gate)


def _carry_out(request, found, form, act: str, **more):
    consultation, name = found.consultation, found.checkpoint.name
    code = found.checkpoint.code
    if form.is_valid() and form.carry_out(
        entries.record, consultation, code=code, by=request.user, **form.details(), **more
    ):
        consultation.refresh_from_db(fields=["state"])
        ended = "" if consultation.is_running else "协商已经办结。"
        messages.success(request, f"已登记“{name}”。{ended}")
        return redirect(f"{consultation.get_absolute_url()}#checkpoint-{code}")
    return _page(request, consultation, form, title=f"{act}：{name}", text=found.checkpoint.help, verb="登记")


def _page(request, consultation, form, **words):
    context = {"consultation": consultation, "form": form, **words}
    return render(request, "consult/consultation_ask.html", context, status=422 if form.is_bound else 200)


@may("consult.record_product", Consultation)
@require_http_methods(["GET", "POST"])
def record_product(request, consultation):
    form = NamedProductForm(request.POST or None, owed=products.owed_products(consultation), user=request.user)
    if form.is_valid() and form.carry_out(products.record_product, consultation, by=request.user, **form.cleaned_data):
        messages.success(request, f"已登记成果“{form.result.text}”。")
        return redirect(f"{consultation.get_absolute_url()}#products")
    text = "同一件成果只登记一次；有原文的，一并上传。"
    return _page(request, consultation, form, title="登记成果", text=text, verb="登记")


@may("consult.lay_checkpoint", Consultation)
@require_POST
def lay_checkpoint(request, consultation, gate):
    approval.lay_before_bodies(consultation, code=gate, by=request.user)
    messages.success(request, "已经报送，等待答复。")
    return redirect("consult:consultation", consultation.pk)


@may("consult.record_checkpoint", CheckpointEntry)
@require_http_methods(["GET", "POST"])
def answer_entry(request, entry):
    form = ObjectionAnswerForm(request.POST or None, user=request.user, initial={"version": entry.version})
    details = form.cleaned_data if form.is_valid() else {}
    if details and form.carry_out(entries.answer, entry, by=request.user, **details):
        messages.success(request, "已登记答复。")
        return redirect(f"{entry.consultation.get_absolute_url()}#checkpoint-{entry.code}")
    return _page(request, entry.consultation, form, title="答复异议", text=entry.text, verb="登记答复")


@may("consult.strike_entry", CheckpointEntry)
@require_http_methods(["GET", "POST"])
def strike_entry(request, entry):
    form = ReasonForm(request.POST or None, user=request.user)
    if form.is_valid() and form.carry_out(entries.strike, entry, by=request.user, reason=form.cleaned_data["reason"]):
        messages.success(request, "已划去这条登记，经过里可以查到。")
        return redirect(f"{entry.consultation.get_absolute_url()}#checkpoint-{entry.code}")
    text = f"{entry.get_role_display()}（{entry.on:%-m月%-d日}）{entry.text[:60]}"
    return _page(request, entry.consultation, form, title="划去登记", text=text, verb="划去")
