"""承办任务: their list, and the page of one for its unit and for the offices."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from members.access import may
from members.enums import RoleCode
from members.models import Unit
from members.queries import history_of, page_after
from members.views.form_page import form_page
from proposals.filters import HandlingFilter
from proposals.forms.handlings import AnswerForm, AssignForm, ProgressForm
from proposals.models import Handling, SpecialReport
from proposals.operations import handling_work as work
from proposals.operations import handlings as verbs
from proposals.operations.telling import offices_for
from proposals.queries import handlings as queries


@may("proposals.view_handling")
@require_GET
def handlings(request):
    """A unit's own; the offices of the city all that were given."""
    found = HandlingFilter(request.GET, Handling.objects.visible_to(request.user), request=request)
    page = page_after(found.qs, request.GET, order=found.order, shown=queries.handlings_shown)
    template = "proposals/handling_list.html" + ("#rows" if request.htmx else "")
    return render(request, template, {"filter": found, "page": page})


@may("proposals.view_handling", Handling)
@require_GET
def handling(request, handling):
    if handling.proposal_id:
        return redirect(handling)
    return show(request, handling, ProgressForm(user=request.user), AnswerForm(user=request.user))


def show(request, handling, progress, answer):
    user = request.user
    context = {
        "handling": handling,
        "subject": handling.subject,
        "sees_subject": user.has_perm(
            f"proposals.view_{'report' if handling.report_id else 'proposal'}", handling.subject
        ),
        "instruction": queries.instruction_for(handling, user),
        "reports": handling.progress.select_related("reported_by").prefetch_related("attachments").order_by("-pk"),
        "beside": queries.beside(handling),
        "files": handling.attachments.standing(),
        "progress": progress,
        "answer": answer,
        "why_not_answer": work.why_not_answer(handling),
        "handles": user.has_perm("proposals.handle", handling),
        "judges": user.has_perm("proposals.judge_handling", handling),
        "is_beside": handling.role in verbs.BESIDE,
        "events": history_of(handling),
        "draft_key": f"proposals:handling:{handling.pk}",
    }
    status = 422 if progress.is_bound or answer.is_bound else 200
    return render(request, "proposals/handling.html", context, status=status)


@may("proposals.assign_report", SpecialReport)
@require_http_methods(["GET", "POST"])
def assign_report(request, report):
    own = request.user.units_as(RoleCode.DISPATCHER)
    offices = [unit for unit in offices_for(report) if not own or unit.pk in own]
    written = report.instructions.written()
    initial = {"office": str(offices[0].pk) if len(offices) == 1 else "", "instruction": _only(written)}
    needs = {"offices": offices, "instructions": written, "units": units_near(report.office), "user": request.user}
    form = AssignForm(request.POST or None, initial=initial, **needs)
    if form.is_valid() and form.carry_out(verbs.assign, report, by=request.user, **form.details()):
        units = [row.unit for row in form.result]
        names = "、".join(unit.short_name for unit in units)
        messages.success(request, f"已交{names}办理。{verbs.by_phone(units)}")
        return redirect(report)
    words = {"title": f"交办{report.ledger_label}", "verb": "交办", "text": report.title}
    return form_page(request, form, back=report.get_absolute_url(), crumb=report.get_kind_display(), **words)


def _only(rows) -> str:
    """The one instruction there is, chosen beforehand."""
    keys = list(rows.values_list("pk", flat=True)[:2])
    return str(keys[0]) if len(keys) == 1 else ""


def units_near(office):
    """Units of the city that can be asked."""
    return Unit.objects.handling().within_any([f"/{office.region.city_code}/"])
