"""Writing past papers down and correcting them."""

from django.contrib import messages
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from members.access import may
from members.enums import UnitKind
from members.models import Unit
from members.operations import forget_draft
from members.permissions import roles_that_allow
from members.views.form_page import form_page
from proposals import operations
from proposals.forms.past import HandlingForm, InstructionForm, PublicationForm, RemovePaperForm, ReportForm
from proposals.models import PastHandling, PastInstruction, PastPublication, PastReport
from rooms.models import Room

PAPER = ("kind", "year", "number", "title", "issued_on", "source", "version")
REPORT = (*PAPER, "recipients")
PUBLICATION = (*PAPER, "outlet", "level")
INSTRUCTION = ("leader", "post", "on", "is_viewed_only", "text", "version")
HANDLING = ("unit_name", "issued_on", "accepted_on", "done_on", "result", "version")
OFFICES = (UnitKind.OFFICE, UnitKind.LEADING_OFFICE)


def _issuer(user) -> Unit:
    """The office of the person: reports are those of the 政协 office, whichever office enters them."""
    city = roles_that_allow(user, "proposals.edit_past_papers")[0].place.city_code
    return Unit.objects.filter(region__code=city, kind__in=OFFICES).order_by("-kind").first()


@may("proposals.edit_past_papers")
@require_http_methods(["GET", "POST"])
def new_report(request):
    form = ReportForm(request.POST or None, user=request.user, rooms=Room.objects.visible_to(request.user))
    key, wanted = "proposals:new_past_report", _wanted(form)
    if wanted and form.carry_out(operations.record_report, _issuer(request.user), by=request.user, **wanted):
        forget_draft(request.user, key)
        messages.success(request, f"已登记《{form.result}》。接着登记批示和交办。")
        return redirect("proposals:past_report", form.result.pk)
    back = reverse("proposals:past_reports")
    return form_page(request, form, title="登记历史报告", verb="登记", back=back, crumb="历史报告", key=key)


@may("proposals.edit_past_papers", PastReport)
@require_http_methods(["GET", "POST"])
def edit_report(request, report):
    initial = {name: getattr(report, name) for name in REPORT} | {"rooms": list(report.rooms.all())}
    rooms = Room.objects.visible_to(request.user)
    form = ReportForm(request.POST or None, user=request.user, rooms=rooms, initial=initial)
    wanted = _wanted(form, version=True)
    if wanted and form.carry_out(operations.edit_paper, report, by=request.user, **wanted):
        messages.success(request, "已保存。")
        return redirect("proposals:past_report", report.pk)
    return _of_report(request, report, form, title="修改历史报告", verb="保存")


@may("proposals.edit_past_papers", PastReport)
@require_http_methods(["GET", "POST"])
def remove_report(request, report):
    form = RemovePaperForm(request.POST or None, user=request.user)
    if form.is_valid() and form.carry_out(operations.remove_paper, report, by=request.user, **form.cleaned_data):
        messages.success(request, f"已移出《{report}》，不再计入统计。")
        return redirect("proposals:past_reports")
    text = f"《{report}》连同批示、交办移出以后不再列出，也不计入统计；台账里仍可查到。"
    return _of_report(request, report, form, title="移出历史报告", verb="移出", text=text)


@may("proposals.edit_past_papers", PastReport)
@require_http_methods(["GET", "POST"])
def add_instruction(request, report):
    form = InstructionForm(request.POST or None, user=request.user)
    if form.is_valid() and form.carry_out(operations.add_instruction, report, by=request.user, **_new(form)):
        messages.success(request, "已登记批示。")
        return redirect("proposals:past_report", report.pk)
    return _of_report(request, report, form, title="登记批示", verb="登记")


@may("proposals.edit_past_papers", PastInstruction)
@require_http_methods(["GET", "POST"])
def edit_instruction(request, row):
    initial = {name: getattr(row, name) for name in INSTRUCTION}
    form = InstructionForm(request.POST or None, user=request.user, initial=initial)
    if form.is_valid() and form.carry_out(operations.edit_instruction, row, by=request.user, **form.cleaned_data):
        messages.success(request, "已保存。")
        return redirect("proposals:past_report", row.report_id)
    return _of_report(request, row.report, form, title="修改批示", verb="保存")


@may("proposals.edit_past_papers", PastReport)
@require_http_methods(["GET", "POST"])
def add_handling(request, report):
    form = HandlingForm(request.POST or None, user=request.user)
    if form.is_valid() and form.carry_out(operations.add_handling, report, by=request.user, **_new(form)):
        messages.success(request, f"已登记交{form.result.unit_name}办理。")
        return redirect("proposals:past_report", report.pk)
    return _of_report(request, report, form, title="登记交办", verb="登记")


@may("proposals.edit_past_papers", PastHandling)
@require_http_methods(["GET", "POST"])
def edit_handling(request, row):
    initial = {name: getattr(row, name) for name in HANDLING}
    form = HandlingForm(request.POST or None, user=request.user, initial=initial)
    if form.is_valid() and form.carry_out(operations.edit_handling, row, by=request.user, **form.cleaned_data):
        messages.success(request, "已保存。")
        return redirect("proposals:past_report", row.report_id)
    return _of_report(request, row.report, form, title="修改交办", verb="保存")


@may("proposals.edit_past_papers")
@require_http_methods(["GET", "POST"])
def new_publication(request):
    form = PublicationForm(request.POST or None, user=request.user)
    wanted = _wanted(form)
    if wanted and form.carry_out(operations.record_publication, _issuer(request.user), by=request.user, **wanted):
        messages.success(request, f"已登记《{form.result}》。")
        return redirect("proposals:past_publications")
    return _of_publications(request, form, title="登记历史简报、稿件", verb="登记")


@may("proposals.edit_past_papers", PastPublication)
@require_http_methods(["GET", "POST"])
def edit_publication(request, row):
    initial = {name: getattr(row, name) for name in PUBLICATION}
    form = PublicationForm(request.POST or None, user=request.user, initial=initial)
    wanted = _wanted(form, version=True)
    if wanted and form.carry_out(operations.edit_paper, row, by=request.user, **wanted):
        messages.success(request, f"已保存《{row}》。")
        return redirect("proposals:past_publications")
    return _of_publications(request, form, title="修改历史简报、稿件", verb="保存")


@may("proposals.edit_past_papers", PastPublication)
@require_http_methods(["GET", "POST"])
def remove_publication(request, row):
    form = RemovePaperForm(request.POST or None, user=request.user)
    if form.is_valid() and form.carry_out(operations.remove_paper, row, by=request.user, **form.cleaned_data):
        messages.success(request, f"已移出《{row}》，不再计入统计。")
        return redirect("proposals:past_publications")
    text = f"《{row}》移出以后不再列出，也不计入统计；台账里仍可查到。"
    return _of_publications(request, form, title="移出历史简报、稿件", verb="移出", text=text)


def _wanted(form, *, version=False) -> dict:
    """What the verb takes, once the form is valid."""
    if not form.is_valid():
        return {}
    seen = {"version": form.cleaned_data["version"]} if version else {}
    return {"attachments": form.cleaned_data["scans"], **seen, **form.details()}


def _new(form) -> dict:
    return {name: value for name, value in form.cleaned_data.items() if name != "version"}


def _of_report(request, report, form, **words):
    back = reverse("proposals:past_report", args=[report.pk])
    return form_page(request, form, back=back, crumb=report.title, **words)


def _of_publications(request, form, **words):
    return form_page(request, form, back=reverse("proposals:past_publications"), crumb="历史简报、稿件", **words)
