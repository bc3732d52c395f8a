"""要报、专报: their list and page, and the sheet on which they are written."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from members.access import may
from members.enums import RoleCode
from members.models import Unit
from members.operations import forget_draft
from members.queries import history_of, page_after
from proposals.filters import ReportFilter
from proposals.forms.reports import ChosenForm, EditReportForm, ReportForm
from proposals.models import SpecialReport
from proposals.operations import report_sources
from proposals.operations import reports as verbs
from proposals.queries import composing, inbox
from proposals.queries import reports as queries
from proposals.queries.rates import rates

FIELDS = ("kind", "title", "lead", "body", "is_internal", "version", *queries.TAKEN_OVER)


@may("proposals.list_reports")
@require_GET
def report_list(request):
    """What went up, with the four rates of the kind and period that are chosen."""
    found = ReportFilter(request.GET, SpecialReport.objects.visible_to(request.user), request=request)
    page = page_after(found.qs, request.GET, order=found.order, shown=queries.reports_shown)
    if request.htmx:
        return render(request, "proposals/report_list.html#rows", {"filter": found, "page": page})
    seen = SpecialReport.objects.visible_to(request.user)
    asked = found.form.cleaned_data if found.form.is_valid() else {}
    period = {name: asked.get(name) for name in ("since", "until")}
    shown = rates(seen, **period, kind=asked.get("kind") or "")
    context = {"filter": found, "page": page, "rates": shown, "period": period}
    return render(request, "proposals/report_list.html", context)


@may("proposals.view_report", SpecialReport)
@require_GET
def report(request, report):
    user = request.user
    writes = user.has_perm("proposals.write_report", report)
    context = {
        "report": report,
        "items": report.items.for_page(),
        "also_in": inbox.also_in(report) if writes else [],
        "instructions": queries.instructions_of(report, user),
        "handlings": queries.handlings_of(report),
        "adoptions": report.adoptions.standing(),
        "files": report.attachments.standing(),
        "writes": writes,
        "why_not_close": verbs.why_not_close(report) if writes else "",
        "sees_all": user.holds(RoleCode.OFFICE, RoleCode.DISPATCHER, RoleCode.LEADING_OFFICE, RoleCode.AUDITOR),
        "events": history_of(report),
    }
    return render(request, "proposals/report.html", context)


@may("proposals.write_report")
@require_http_methods(["GET", "POST"])
def new_report(request):
    """A report out of what was ticked in the inbox; without anything ticked, a blank one."""
    chosen = ChosenForm(request.GET)
    matters = inbox.chosen_matters(request.user, chosen.keys("matter"))
    proposals = inbox.chosen_information(request.user, chosen.keys("proposal"))
    office = _office_of(request.user, matters, proposals)
    form = ReportForm(request.POST or None, user=request.user, initial=_first(office, matters, proposals))
    key = f"proposals:new_report:{request.GET.urlencode()}"[:120]
    sources = {"matters": matters, "proposals": proposals}
    if form.is_valid() and form.carry_out(verbs.start, office, by=request.user, **sources, **form.cleaned_data):
        return _written(request, form.result, key)
    return _sheet(request, form, draft_key=key, back=reverse("proposals:inbox"), **sources)


@may("proposals.write_report", SpecialReport)
@require_http_methods(["GET", "POST"])
def edit_report(request, report):
    if request.method == "GET":
        report_sources.require_draft(report)
    initial = {name: getattr(report, name) for name in FIELDS}
    form = EditReportForm(request.POST or None, user=request.user, initial=initial)
    key = f"proposals:edit_report:{report.pk}"
    if form.is_valid() and form.carry_out(verbs.edit, report, by=request.user, **form.cleaned_data):
        return _written(request, form.result, key)
    return _sheet(request, form, draft_key=key, back=report.get_absolute_url(), report=report)


def _office_of(user, matters, proposals):
    """The office to which the first of them was sent; where nothing was chosen, the person's own."""
    own = user.units_as(RoleCode.OFFICE)
    sent = [each.submissions.filter(kind="matter", to__in=own).values_list("to", flat=True).first() for each in matters]
    sent += [each.office_id for each in proposals]
    return get_object_or_404(Unit.objects.select_related("region"), pk=next(iter(sent or sorted(own))))


def _first(office, matters, proposals) -> dict:
    text = composing.first_text(matters, proposals)
    return {"is_internal": True, **queries.like_the_last(office, text["kind"]), **text}


def _written(request, row, key: str):
    forget_draft(request.user, key)
    messages.success(request, "已保存，签发以前随时可以修改。")
    return redirect(row)


def _sheet(request, form, **context):
    if written := context.get("report"):
        context["files"] = written.attachments.standing()
        context["items"] = written.items.for_page()
    context["form"] = form
    return render(request, "proposals/report_form.html", context, status=422 if form.is_bound else 200)
