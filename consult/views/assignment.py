"""Step 6, second half: the tasks of units, on a phone as well as on a desk."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from consult import queries
from consult.filters import AssignmentFilter
from consult.forms.action import ExtendForm, NoteForm, ReassignForm, ReportForm, UnitForm, units_of
from consult.models import Assignment, Matter
from consult.steps import assignment as step
from consult.views import columns
from consult.workflow import guards, pack_of
from members.access import may
from members.forms.phrases import phrases_for
from members.operations import forget_draft
from members.queries import page_after
from members.templatetags.dates import day
from rooms import practice


@may("consult.view_assignment")
@require_GET
def assignments(request):
    """List tasks: a unit its own, a committee those that it gave."""
    found = AssignmentFilter(request.GET, Assignment.objects.visible_to(request.user), request=request)
    page = page_after(queries.assignments_for_list(found.qs), request.GET, order=found.order)
    queries.with_deadlines(page.rows)
    template = "consult/assignment_list.html" + ("#rows" if request.htmx else "")
    context = {"filter": found, "page": page, "view": found.chosen_view}
    if found.chosen_view:
        table = columns.assignment_table(found.chosen_view, page.rows, practice.of_person(request.user))
        context |= {"headings": columns.headings(found.chosen_view), "table": table}
    return render(request, template, context)


@may("consult.view_assignment", Assignment)
@require_GET
def assignment(request, assignment):
    return _page(request, assignment, ReportForm(user=request.user, phrases=_phrases(request.user, assignment)))


@may("consult.handle_assignment", Assignment)
@require_POST
def accept_assignment(request, assignment):
    step.accept(assignment, by=request.user)
    told = "已代为签收。" if assignment.is_out_of_reach else "已签收，下达单位已收到通知。"
    messages.success(request, told)
    return redirect("consult:assignment", assignment.pk)


@may("consult.handle_assignment", Assignment)
@require_http_methods(["GET", "POST"])
def refuse_assignment(request, assignment):
    word = "不能承办" if assignment.asked else "退回任务"
    asked = assignment.matter.consultation.say("{request}{matter}可以不接，请写明理由。")
    text = asked if assignment.asked else "写明理由，由下达单位另行安排。"
    words = {"title": word, "verb": word, "text": text, "label": "理由"}
    done = "已代为登记，请另行安排。" if assignment.is_out_of_reach else "已退回下达单位，理由一并送达。"
    return _note(request, assignment, step.refuse, done=done, **words)


@may("consult.handle_assignment", Assignment)
@require_POST
def report_progress(request, assignment):
    """Report progress, or with the second button ask for closing."""
    asks_closing = "asks_closing" in request.POST
    form = ReportForm(request.POST, user=request.user, phrases=_phrases(request.user, assignment))
    if form.is_valid() and form.carry_out(
        step.report, assignment, by=request.user, asks_closing=asks_closing, **form.cleaned_data
    ):
        forget_draft(request.user, _key(assignment))
        messages.success(request, "已申请办结，等待核对。" if asks_closing else "已报告进展。")
        return redirect("consult:assignment", assignment.pk)
    return _page(request, assignment, form)


@may("consult.close_assignment", Assignment)
@require_POST
def close_assignment(request, assignment):
    step.close(assignment, by=request.user)
    messages.success(request, f"{assignment.unit.short_name}的任务已办结。")
    return redirect("consult:matter", assignment.matter_id)


@may("consult.close_assignment", Assignment)
@require_http_methods(["GET", "POST"])
def return_report(request, assignment):
    text = "任务回到办理中，单位补充后再申请办结。"
    words = {"title": "退回办结申请", "verb": "退回", "text": text, "label": "还缺什么"}
    told = step.by_phone([assignment.unit]) or "意见一并送达。"
    return _note(request, assignment, step.send_back, done=f"已退回办结申请。{told}", **words)


@may("consult.close_assignment", Assignment)
@require_http_methods(["GET", "POST"])
def cancel_assignment(request, assignment):
    words = {"title": "撤销任务", "verb": "撤销任务", "text": "撤销以后不能恢复，已报的进展都保留。", "label": "理由"}
    told = "请用电话或书面通知该单位。" if assignment.is_out_of_reach else ""
    return _note(request, assignment, step.cancel, done=f"已撤销任务。{told}", **words)


@may("consult.close_assignment", Assignment)
@require_http_methods(["GET", "POST"])
def extend_assignment(request, assignment):
    form = ExtendForm(request.POST or None, user=request.user, initial={"due_on": assignment.due_on})
    if form.is_valid() and form.carry_out(step.extend, assignment, by=request.user, **form.cleaned_data):
        messages.success(request, "已延期。" + (step.by_phone([assignment.unit]) or "单位已收到通知。"))
        return redirect("consult:assignment", assignment.pk)
    words = {"title": "延长期限", "verb": "延期", "text": "延期由下达单位决定，原来的期限留在台账里。"}
    return _ask(request, assignment, form, **words)


@may("consult.close_assignment", Assignment)
@require_http_methods(["GET", "POST"])
def reassign_assignment(request, assignment):
    units = units_of(assignment.matter.consultation).exclude(pk=assignment.unit_id)
    needs = {"units": units, "pack": assignment.matter.consultation.pack, "user": request.user}
    form = ReassignForm(request.POST or None, initial={"due_on": assignment.due_on}, **needs)
    if form.is_valid() and form.carry_out(step.reassign, assignment, by=request.user, **form.cleaned_data):
        messages.success(request, _given(form.result, "已改派"))
        return redirect("consult:assignment", form.result.pk)
    words = {"title": "改派其他单位", "verb": "改派", "text": "原任务没有了结的，同时撤销；已报的进展都保留。"}
    return _ask(request, assignment, form, **words)


@may("consult.decide_matter", Matter)
@require_http_methods(["GET", "POST"])
def add_unit(request, matter):
    needs = {"units": units_of(matter.consultation), "pack": matter.consultation.pack, "user": request.user}
    form = UnitForm(request.POST or None, initial={"role": "helping"}, **needs)
    if form.is_valid() and form.carry_out(step.add_unit, matter, by=request.user, **form.cleaned_data):
        messages.success(request, _given(form.result, "已安排"))
        return redirect("consult:matter", matter.pk)
    why = "" if form.is_bound else guards.assigning(matter, request.user)
    words = {"title": "增加承办单位", "verb": "安排", "text": matter.text, "why": why}
    context = {"matter": matter, "consultation": matter.consultation, "form": form, **words}
    return render(request, "consult/matter_ask.html", context, status=422 if form.is_bound else 200)


def _phrases(user, assignment) -> list:
    """What the unit may put into its report, with the blanks that this task fills in."""
    return phrases_for(
        user,
        assignment.unit,
        标题=assignment.task[:80],
        来自=assignment.issued_by_unit.name,
        期限=day(assignment.due_on) if assignment.due_on else "",
    )


def _given(given, done: str) -> str:
    return f"{done}{given.unit.short_name}。{step.by_phone([given.unit])}"


def _key(assignment) -> str:
    return f"consult:report_progress:{assignment.pk}"


def _page(request, assignment, form):
    matter, user = assignment.matter, request.user
    queries.with_deadlines([assignment])
    reports = assignment.progress.select_related("reported_by").prefetch_related("attachments")
    decision = matter.decisions.filter(adoption__in=["adopt", "partly"]).last()
    context = {
        "assignment": assignment,
        "matter": matter,
        "consultation": matter.consultation,
        "pack": pack_of(matter.consultation),
        "decision": decision,
        "reports": list(reports)[::-1],
        "form": form,
        "draft_key": _key(assignment),
        "handles": user.has_perm("consult.handle_assignment", assignment),
        "closes": user.has_perm("consult.close_assignment", assignment),
        "why_not_judge": guards.own_work(user, matter.consultation),
        "sees_case": user.has_perm("consult.view_consultation", matter),
        "others": matter.assignments.exclude(pk=assignment.pk).select_related("unit").order_by("pk"),
    }
    return render(request, "consult/assignment_page.html", context, status=422 if form.is_bound else 200)


def _note(request, assignment, carry_out, *, done, label, **words):
    form = NoteForm(request.POST or None, user=request.user, label=label)
    if form.is_valid() and form.carry_out(carry_out, assignment, by=request.user, reason=form.cleaned_data["text"]):
        messages.success(request, done)
        return redirect("consult:assignment", assignment.pk)
    return _ask(request, assignment, form, **words)


def _ask(request, assignment, form, **words):
    context = {"assignment": assignment, "form": form, **words}
    return render(request, "consult/assignment_ask.html", context, status=422 if form.is_bound else 200)
