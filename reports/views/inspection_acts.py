"""What is done about a 督办检查: written and sent, taken back, answered by the room, looked at by the office."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from members import operations as member_operations
from members.access import may
from members.models import Draft
from members.views.form_page import form_page
from members.workflow import Refused
from reports.enums import FindingState
from reports.forms import inspections as forms
from reports.models import Inspection, InspectionProblem
from reports.operations import inspection_replies as replies
from reports.operations import inspections as verbs
from reports.queries import inspections as queries
from rooms.models import Room

INSPECT, JUDGE = "reports.inspect_room", "reports.judge_inspection"
BOTH = ["GET", "POST"]


# ── writing ──────────────────────────────────────────────────────────────────────────────────────────────────────────
@may(INSPECT, Room)
@require_http_methods(BOTH)
def inspect_room(request, room):
    """Begin the inspection of a month; who comes to one that is there already is led to it."""
    month = queries.month_asked(request.GET.get("month", ""))
    unit = _unit(request.user, room)
    if request.method == "GET":
        there = Inspection.objects.visible_to(request.user).not_dropped().filter(room=room, month=month).first()
        if there:
            return redirect(reverse("reports:edit_inspection", args=[there.pk]) if there.is_draft else there)
        # Somebody else may be writing one, which is read there alone.
        verbs.refuse_second(room, month)
    key, today = f"reports:inspect_room:{room.pk}:{month:%Y-%m}", timezone.localdate()
    initial = {"held_on": forms.day_in(month, today), "inspectors": request.user.name}
    initial |= {"due_on": queries.mend_by(room, today)}
    form = _form(request, forms.InspectionForm, queries.earlier_problems(room, month), initial, key)
    if form.is_valid():
        given = {"by": request.user, "month": month, "token": form.cleaned_data["token"], **form.values()}
        if form.carry_out(verbs.begin_inspection, room, **given):
            return _written(request, form, key)
    return _show(request, form, room=room, month=month, unit=unit, key=key)


@may(INSPECT, Inspection)
@require_http_methods(BOTH)
def edit_inspection(request, inspection):
    if not inspection.is_draft:
        raise Refused("反馈单已经发出，不能再改；没有整改的问题在下次检查时核查。")
    room, month, key = inspection.room, inspection.month, f"reports:edit_inspection:{inspection.pk}"
    _unit(request.user, room)
    initial = forms.initial_of(inspection)
    initial["due_on"] = initial["due_on"] or queries.mend_by(room, timezone.localdate())
    form = _form(request, forms.EditInspectionForm, queries.earlier_problems(room, month), initial, key)
    if form.is_valid():
        given = {"by": request.user, "version": form.cleaned_data["version"], **form.values()}
        if form.carry_out(verbs.rewrite_inspection, inspection, **given):
            return _written(request, form, key)
    files = inspection.attachments.standing()
    more = {"inspection": inspection, "files": files, "key": key}
    return _show(request, form, room=room, month=month, unit=inspection.unit, **more)


def _unit(user, room):
    unit = queries.inspecting_unit(user, room)
    if unit is None:
        raise Refused("本地做法没有安排工作指导组开展督办检查，由领导小组办公室检查。")
    return unit


def _form(request, kind, earlier, initial: dict, key: str):
    """The form with as many rows as what was typed needs; 再加几行 gives it back with more, and checks nothing."""
    shared = {"user": request.user, "earlier": earlier}
    if request.method == "GET":
        draft = Draft.objects.filter(user=request.user, key=key).first()
        rows = forms.rows_for({**initial, **(draft.fields if draft else {})})
        return kind(initial=initial, rows=rows, **shared)
    then = request.POST.get("then", forms.SEND)
    if then == forms.MORE:
        typed = {**request.POST.dict(), "photos": request.POST.getlist("photos")}
        return kind(initial=typed, rows=forms.rows_for(typed) + forms.MORE_ROWS, **shared)
    return kind(request.POST, initial=initial, rows=forms.rows_for(request.POST), then=then, **shared)


def _written(request, form, key: str):
    member_operations.forget_draft(request.user, key)
    made = form.result
    if made.is_draft:
        messages.success(request, "已存为草稿，还没有发给联络室。")
    else:
        messages.success(request, f"已发给{made.room.unit.short_name}。")
    return redirect(made)


def _show(request, form, **context):
    status = 422 if form.is_bound else 200
    return render(request, "reports/inspection/form.html", {"form": form, **context}, status=status)


@may(INSPECT, Inspection)
@require_http_methods(BOTH)
def drop_inspection(request, inspection):
    form = forms.DropForm(request.POST or None, user=request.user)
    if form.is_valid() and form.carry_out(verbs.drop_inspection, inspection, by=request.user, **form.cleaned_data):
        messages.success(request, "已撤回。")
        return redirect(f"{reverse('reports:inspections')}?month={inspection.month:%Y-%m}")
    text = f"撤回以后，{inspection}不再计入，可以重新检查。"
    return _ask(request, form, inspection, title="撤回督办检查", verb="撤回", text=text)


# ── the room ─────────────────────────────────────────────────────────────────────────────────────────────────────────
@may("reports.reply_inspection", Inspection)
@require_http_methods(BOTH)
def reply_inspection(request, inspection):
    problems = [each for each in queries.problems_in_order(inspection) if each.state == FindingState.OPEN]
    key, initial = (
        f"reports:reply_inspection:{inspection.pk}",
        {"version": inspection.version, "text": inspection.reply},
    )
    form = forms.ReplyForm(request.POST or None, user=request.user, problems=problems, initial=initial)
    if form.is_valid() and form.carry_out(replies.reply, inspection, by=request.user, **form.values()):
        member_operations.forget_draft(request.user, key)
        messages.success(request, "已答复，检查单位收到了通知。")
        return redirect(inspection)
    if not problems and not form.is_bound:
        raise Refused("这份反馈单没有需要答复的问题。")
    context = {"form": form, "inspection": inspection, "key": key}
    return render(request, "reports/inspection/reply.html", context, status=422 if form.is_bound else 200)


# ── the office ───────────────────────────────────────────────────────────────────────────────────────────────────────
@may(JUDGE, InspectionProblem)
@require_http_methods(BOTH)
def judge_problem(request, problem):
    _refuse_unless(problem, FindingState.OPEN, FindingState.REPORTED)
    initial = {"version": problem.version, "verdict": "mended"}
    form = forms.JudgeForm(request.POST or None, user=request.user, initial=initial)
    if form.is_valid() and form.carry_out(replies.judge, problem, by=request.user, **form.cleaned_data):
        messages.success(request, "已核查，联络室收到了通知。")
        return redirect(problem)
    return _judge(request, form, problem, title=f"核查整改：{problem}", said="联络室报告整改情况", words=problem.reply)


@may(JUDGE, InspectionProblem)
@require_http_methods(BOTH)
def answer_objection(request, problem):
    _refuse_unless(problem, FindingState.OBJECTED)
    form = forms.ObjectionForm(request.POST or None, user=request.user, initial={"version": problem.version})
    if form.is_valid() and form.carry_out(replies.answer_objection, problem, by=request.user, **form.cleaned_data):
        messages.success(request, "已答复异议，联络室收到了通知。")
        return redirect(problem)
    return _judge(request, form, problem, title=f"答复异议：{problem}", said="联络室提出异议", words=problem.objection)


def _refuse_unless(problem, *states) -> None:
    """Whoever comes by a link of yesterday is told how it stands, before anything is typed."""
    if problem.state not in states or problem.inspection.is_draft:
        raise Refused(f"{problem}现在是“{problem.get_state_display()}”，不用再办，请刷新页面查看最新情况。")


def _ask(request, form, record, **words):
    return form_page(request, form, back=record.get_absolute_url(), crumb="督办检查", **words)


def _judge(request, form, problem, **words):
    """The form over what it judges: the problem, what the room says of it, and its photos."""
    context = {"form": form, "problem": problem, "verb": "确定", "back": problem.get_absolute_url(), **words}
    template, crumb = "reports/inspection/judge.html", str(problem.inspection)
    return render(request, template, {**context, "crumb": crumb}, status=422 if form.is_bound else 200)
