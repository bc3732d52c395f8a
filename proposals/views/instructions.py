"""批示: the register, one instruction for whoever may read it, and its entry by the leaders' offices."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from members.access import may
from members.enums import RoleCode
from members.models import Unit
from members.queries import page_after
from members.views.form_page import form_page
from proposals.filters import InstructionFilter
from proposals.forms.instructions import EditInstructionForm, InstructionForm, RemoveForm
from proposals.models import Instruction, SpecialReport
from proposals.operations import instructions as verbs
from proposals.operations.telling import offices_for
from proposals.queries import register

FIELDS = ("leader", "post", "on", "is_viewed_only", "text", "is_internal", "version")


@may("proposals.list_reports")
@require_GET
def instructions(request):
    """The register, by leader; texts stand in it only for those who may read them."""
    found = InstructionFilter(request.GET, register.instructions_for(request.user), request=request)
    page = page_after(found.qs, request.GET, order=("-on", "-pk"), shown=register.shown_to(request.user))
    if request.htmx:
        return render(request, "proposals/instruction_list.html#rows", {"filter": found, "page": page})
    context = {"filter": found, "page": page, "leaders": register.leaders(found.qs)}
    return render(request, "proposals/instruction_list.html", context)


@may("proposals.read_instruction", Instruction)
@require_GET
def instruction(request, instruction):
    context = {
        "instruction": instruction,
        "files": instruction.attachments.standing(),
        "sees_report": request.user.has_perm("proposals.view_report", instruction.report),
    }
    return render(request, "proposals/instruction.html", context)


@may("proposals.enter_instruction", SpecialReport)
@require_http_methods(["GET", "POST"])
def enter_instruction(request, report):
    initial = {"is_internal": report.is_internal, "on": timezone.localdate()}
    form = InstructionForm(request.POST or None, initial=initial, **_needs(request, report))
    if form.is_valid() and form.carry_out(verbs.enter, report, by=request.user, **form.cleaned_data):
        messages.success(request, f"已登记{form.result.ledger_label}。")
        return redirect(report)
    return _ask(request, report, form, title="登记批示", verb="登记")


@may("proposals.edit_instruction", Instruction)
@require_http_methods(["GET", "POST"])
def edit_instruction(request, instruction):
    initial = {name: getattr(instruction, name) for name in FIELDS}
    initial |= {"entered_for": str(instruction.entered_for_id), "readers": list(instruction.readers.all())}
    needs = _needs(request, instruction.report, also=instruction.entered_for)
    form = EditInstructionForm(request.POST or None, initial=initial, **needs)
    if form.is_valid() and form.carry_out(verbs.edit, instruction, by=request.user, **form.cleaned_data):
        messages.success(request, "已修改。")
        return redirect(instruction.report)
    return _ask(request, instruction.report, form, title=f"修改{instruction.ledger_label}", verb="保存")


@may("proposals.edit_instruction", Instruction)
@require_http_methods(["GET", "POST"])
def remove_instruction(request, instruction):
    form = RemoveForm(request.POST or None, user=request.user)
    if form.is_valid() and form.carry_out(verbs.remove, instruction, by=request.user, **form.cleaned_data):
        messages.success(request, f"已移出{instruction.ledger_label}。")
        return redirect(instruction.report)
    text = "登记错了的才移出；移出以后不再计入批示，台账里留有记录。"
    return _ask(request, instruction.report, form, title=f"移出{instruction.ledger_label}", verb="移出", text=text)


def _needs(request, report, also=None) -> dict:
    """A person of a leader's office enters for it, the office for any of them."""
    offices = offices_for(report)
    own = request.user.units_as(RoleCode.DISPATCHER)
    if own and report.office_id not in request.user.units_as(RoleCode.OFFICE):
        offices = [unit for unit in offices if unit.pk in own or unit == also]
    units = Unit.objects.active().within_any([f"/{report.office.region.city_code}/"])
    return {"offices": offices, "units": units, "user": request.user}


def _ask(request, report, form, **words):
    return form_page(request, form, back=report.get_absolute_url(), crumb=report.ledger_label, **words)
