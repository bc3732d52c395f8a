"""A plan before its body, issued, changed during the year, and begun from."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from consult.forms.plans import ChangeForm, ChangesForm, DecisionForm, DropForm, IssueForm, LinkForm, NoticeForm
from consult.forms.topic import TopicForm
from consult.models import Plan, PlanChange, PlanItem
from consult.queries import plans as queries
from consult.steps import plan_approval, plan_changes, planned
from consult.views.plan_drafting import initial_of, item_page, pack_of
from consult.workflow import Refused
from members.access import may
from members.forms.people import AskForm
from members.operations import forget_draft
from members.views.form_page import form_page
from rooms import practice
from rooms.models import Room


@may("consult.submit_plan", Plan)
@require_POST
def submit_plan(request, plan):
    plan_approval.submit(plan, by=request.user)
    messages.success(request, f"已提请{plan.approver.short_name}审定。")
    return redirect(plan)


@may("consult.submit_plan", Plan)
@require_POST
def take_back_plan(request, plan):
    plan_approval.take_back(plan, by=request.user)
    messages.success(request, "已撤回，可以修改后再提请审定。")
    return redirect(plan)


@may("consult.decide_plan", Plan)
@require_http_methods(["GET", "POST"])
def decide_plan(request, plan):
    plan_approval.require_other(plan, request.user)
    form = DecisionForm(request.POST or None, user=request.user, initial={"basis_on": timezone.localdate()})
    if form.is_valid() and form.carry_out(plan_approval.decide, plan, by=request.user, **form.cleaned_data):
        messages.success(request, f"已登记{plan.approver.short_name}的意见，{plan.unit.short_name}已收到通知。")
        return redirect(plan)
    context = {"plan": plan, "form": form, "items": queries.items_of(plan), "title": f"审定：{plan.title}"}
    return render(request, "consult/plans/decide.html", context, status=422 if form.is_bound else 200)


@may("consult.issue_plan", Plan)
@require_http_methods(["GET", "POST"])
def issue_plan(request, plan):
    form = IssueForm(request.POST or None, user=request.user, initial={"dated_on": timezone.localdate()})
    if form.is_valid() and form.carry_out(plan_approval.issue, plan, by=request.user, **form.cleaned_data):
        messages.success(request, f"已印发，文号 {form.result.number}。公文正在生成，完成后在本页下载。")
        return redirect(plan)
    text = "印发以后文号不能收回，议题只能通过“调整”改动；承办和参加的单位、荐题人收到通知。"
    return _form(request, plan, form, title="印发计划", verb="印发", text=text)


@may("consult.edit_plan", Plan)
@require_http_methods(["GET", "POST"])
def add_to_issued(request, plan):
    form = ChangeForm(request.POST or None, plan=plan, pack=pack_of(plan), user=request.user)
    if form.is_valid() and form.carry_out(plan_changes.propose_addition, plan, by=request.user, **_new(form)):
        return _proposed(request, plan)
    return item_page(request, plan, form, title="调整：增加议题", verb="提请审定")


@may("consult.edit_plan", PlanItem)
@require_http_methods(["GET", "POST"])
def change_item(request, item):
    plan, initial = item.plan, initial_of(item)
    form = ChangeForm(request.POST or None, plan=plan, pack=pack_of(plan), user=request.user, initial=initial)
    if form.is_valid() and form.carry_out(plan_changes.propose_change, item, by=request.user, **form.cleaned_data):
        return _proposed(request, plan)
    return item_page(request, plan, form, title=f"调整：{item.title}", verb="提请审定")


@may("consult.edit_plan", PlanItem)
@require_http_methods(["GET", "POST"])
def drop_item(request, item):
    form = DropForm(request.POST or None, user=request.user)
    if form.is_valid() and form.carry_out(plan_changes.propose_drop, item, by=request.user, **form.cleaned_data):
        return _proposed(request, item.plan)
    text = f"审定机关同意以后，“{item.title}”从计划中取消；取消的议题和理由留在计划里。"
    return _form(request, item.plan, form, title="调整：取消议题", verb="提请审定", text=text)


def _new(form) -> dict:
    return {name: value for name, value in form.cleaned_data.items() if name != "version"}


def _proposed(request, plan):
    messages.success(request, f"已提请{plan.approver.short_name}审定这项调整。")
    return redirect(plan)


@may("consult.edit_plan", PlanChange)
@require_http_methods(["GET", "POST"])
def withdraw_change(request, change):
    form = AskForm(request.POST if request.method == "POST" else None, user=request.user)
    if form.is_valid() and form.carry_out(plan_changes.withdraw_change, change, by=request.user):
        messages.success(request, "已撤回这项调整，计划照原来的执行。")
        return redirect(change.plan)
    return _form(request, change.plan, form, title="撤回调整", verb="撤回", text=change.reason)


@may("consult.decide_plan", Plan)
@require_http_methods(["GET", "POST"])
def decide_changes(request, plan):
    plan_approval.require_other(plan, request.user)
    pending = plan.changes.filter(state="pending").select_related("item")
    initial = {"basis_on": timezone.localdate()}
    form = ChangesForm(request.POST or None, pending=pending, user=request.user, initial=initial)
    if form.is_valid() and form.carry_out(plan_changes.decide_changes, plan, by=request.user, **form.cleaned_data):
        messages.success(request, f"已登记{plan.approver.short_name}的意见。")
        return redirect(plan)
    context = {"plan": plan, "form": form, "changes": pending, "title": f"审定调整：{plan.title}"}
    return render(request, "consult/plans/decide.html", context, status=422 if form.is_bound else 200)


@may("consult.issue_plan", Plan)
@require_http_methods(["GET", "POST"])
def issue_changes(request, plan):
    form = NoticeForm(request.POST or None, user=request.user, initial={"dated_on": timezone.localdate()})
    if form.is_valid() and form.carry_out(plan_changes.issue_changes, plan, by=request.user, **form.cleaned_data):
        messages.success(request, f"已印发调整通知，文号 {form.result.number}。")
        return redirect(plan)
    text = "已同意、还没有印发的调整一并写入通知，后附调整后的计划。"
    return _form(request, plan, form, title="印发调整通知", verb="印发", text=text)


@may("consult.begin_planned", PlanItem)
@require_http_methods(["GET", "POST"])
def begin_planned(request, item):
    """从计划提出议题: prefilled for the first room, one press for those after it."""
    room = _room_of(request, item)
    if item.topic_id:
        return _take_up(request, item, room)
    pack, key = practice.for_room(room), f"consult:begin_planned:{item.pk}"
    form = TopicForm(
        request.POST or None, pack=pack, room=room, user=request.user, initial=_prefilled(item, room, pack)
    )
    if form.is_valid():
        given = {"attachments": form.cleaned_data["attachments"], **form.classing(), **form.texts()}
        given["similar_seen"] = "similar_seen" in request.POST
        if form.carry_out(planned.begin, item, room=room, by=request.user, **given):
            forget_draft(request.user, key)
            return _begun(request, form.result)
    context = {"form": form, "room": room, "pack": pack, "draft_key": key}
    return render(request, "consult/topic_form.html", context, status=422 if form.is_bound else 200)


@may("consult.begin_planned", PlanItem)
@require_http_methods(["GET", "POST"])
def link_planned(request, item):
    """关联已有协商: the room had begun it before it looked at the plan."""
    room = _room_of(request, item)
    form = LinkForm(request.POST or None, rows=planned.linkable(item, room), user=request.user)
    if form.is_valid() and form.carry_out(planned.link, item, by=request.user, **form.cleaned_data):
        messages.success(request, "已关联，计划的进度按这件协商计算。")
        return redirect(item)
    text = f"“{item.title}”已经另外立题的，选出那一件；没有立题的，请用“从计划提出议题”。"
    back = item.get_absolute_url()
    return form_page(request, form, title="关联已有协商", verb="关联", back=back, crumb=item.title, text=text)


def _take_up(request, item, room):
    form = AskForm(request.POST if request.method == "POST" else None, user=request.user)
    if form.is_valid() and form.carry_out(planned.begin, item, room=room, by=request.user):
        return _begun(request, form.result)
    text = f"“{item.title}”已经有别的单位立题，本室按同一件议题协商，结果分别统计。"
    return form_page(request, form, title="从计划提出议题", verb="立题", back=item.get_absolute_url(), text=text)


def _begun(request, case):
    messages.success(request, case.say("已从计划立{topic}，编号 {label}。", label=case.label))
    return redirect(case)


def _room_of(request, item):
    """The person's room that the plan gave the topic to."""
    rooms = Room.objects.open().of(request.user, *queries.STAFF).for_page()
    found = [room for room in rooms if not planned.why_not(item.plan, item, room)]
    wanted = request.GET.get("room", "")
    room = next((room for room in found if str(room.pk) == wanted), found[0] if found else None)
    if room is None:
        whys = [planned.why_not(item.plan, item, room) for room in rooms]
        raise Refused(next(iter(whys), "这件议题由计划确定的承办单位提出。"))
    return room


# Which kind of source the plan's own is in a pack.
ORIGINS = {
    "member": "member",
    "proposal": "member",
    "public": "public",
    "representative": "public",
    "voice": "activity",
}


def _prefilled(item, room, pack) -> dict:
    origin = ORIGINS.get(item.source, "plan")
    source = next((each.code for each in pack.topic_sources if each.origin == origin), "")
    told = f"列入{item.plan.title}（{item.when}）"
    where = next((row.place for row in item.nominations.all() if row.place), "")
    texts = {"title": item.title, "why": item.why, "source": source, "source_note": told[:200], "place": where}
    return {"importance": "ordinary", "region": room.unit.region_id, **texts}


def _form(request, plan, form, **words):
    return form_page(request, form, back=reverse("consult:plan", args=[plan.pk]), crumb=plan.title, **words)
