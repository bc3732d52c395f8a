"""采用情况 of reports and of information: entered by the office."""

from django.contrib import messages
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from members.access import may
from members.views.form_page import form_page
from proposals.forms.instructions import AdoptionForm, RemoveForm
from proposals.models import LevelAdoption, Proposal, SpecialReport
from proposals.operations import adoptions as verbs


@may("proposals.record_adoption", SpecialReport)
@require_http_methods(["GET", "POST"])
def record_adoption(request, report):
    return _record(request, report)


@may("proposals.record_adoption", Proposal)
@require_http_methods(["GET", "POST"])
def record_proposal_adoption(request, proposal):
    return _record(request, proposal)


@may("proposals.record_adoption", LevelAdoption)
@require_http_methods(["GET", "POST"])
def remove_adoption(request, adoption):
    form = RemoveForm(request.POST or None, user=request.user)
    if form.is_valid() and form.carry_out(verbs.remove, adoption, by=request.user, **form.cleaned_data):
        messages.success(request, "已移出。")
        return redirect(adoption.subject)
    words = {"title": f"移出{adoption.get_level_display()}采用情况", "verb": "移出"}
    return form_page(request, form, back=adoption.subject.get_absolute_url(), crumb="采用情况", **words)


def _record(request, subject):
    form = AdoptionForm(request.POST or None, user=request.user)
    if form.is_valid() and form.carry_out(verbs.record, subject, by=request.user, **form.cleaned_data):
        messages.success(request, "已登记采用情况。")
        return redirect(subject)
    words = {"title": "登记采用情况", "verb": "登记"}
    return form_page(request, form, back=subject.get_absolute_url(), crumb=subject.ledger_label, **words)
