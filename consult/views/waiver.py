"""豁免 of a checkpoint that holds a consultation, and its revocation."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from consult.forms.topic import WaiverForm
from consult.models import Consultation
from consult.steps import waiver
from consult.workflow import gate_of, guards, pack_of
from members.access import may


@may("consult.waive_checkpoint", Consultation)
@require_http_methods(["GET", "POST"])
def waive_checkpoint(request, consultation, gate):
    pack = pack_of(consultation)
    found = gate_of(consultation, pack, gate)
    guards.require(guards.waiving(found, consultation, request.user))
    form = WaiverForm(request.POST or None, consultation=consultation, user=request.user)
    if form.is_valid() and form.carry_out(waiver.waive, consultation, code=gate, by=request.user, **form.cleaned_data):
        messages.success(request, consultation.say("已予以{waiver}，{room_short}已收到通知。"))
        return redirect("consult:consultation", consultation.pk)
    return _page(request, consultation, form, gate=found, pack=pack, revokes=False)


@may("consult.waive_checkpoint", Consultation)
@require_http_methods(["GET", "POST"])
def revoke_waiver(request, consultation, gate):
    pack = pack_of(consultation)
    found = gate_of(consultation, pack, gate)
    guards.require(guards.revoking(found, consultation, request.user))
    form = WaiverForm(request.POST or None, consultation=consultation, user=request.user)
    if form.is_valid() and form.carry_out(waiver.revoke, consultation, code=gate, by=request.user, **form.cleaned_data):
        messages.success(request, consultation.say("已撤销{waiver}，{room_short}已收到通知。"))
        return redirect("consult:consultation", consultation.pk)
    return _page(request, consultation, form, gate=found, pack=pack, revokes=True)


def _page(request, consultation, form, **context):
    status = 422 if form.is_bound else 200
    context |= {"consultation": consultation, "form": form}
    return render(request, "consult/waiver_form.html", context, status=status)
