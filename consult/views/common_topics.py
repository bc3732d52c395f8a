"""共性议题: published, taken up or declined, and what came of it side by side."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from consult.enums import CommonAnswerState
from consult.forms.common_topics import AgainForm, CommonAnswerForm, CommonForm, RoomsForm, SummaryForm
from consult.models import CommonAnswer, CommonTopic, PlanItem
from consult.queries import common_topics as queries
from consult.queries.plans import own_units
from consult.steps import common_topics
from members.access import may
from members.enums import UnitKind
from members.queries import page_after
from members.views.form_page import form_page
from rooms import practice
from rooms.models import Room


@may("consult.view_common")
@require_GET
def common_list(request):
    rows = CommonTopic.objects.visible_to(request.user)
    page = page_after(rows, request.GET, shown=queries.with_answers)
    context = {"page": page, "pack": practice.of_person(request.user)}
    return render(request, "consult/plans/common_list.html", context)


@may("consult.view_common", CommonTopic)
@require_GET
def common_topic(request, common):
    """Who took it up, who held and closed it; what was agreed is read by whoever sees the consultation."""
    answers = queries.answers_of(common, request.user)
    context = {
        "common": common,
        "why": queries.why_of(common),
        "files": common.attachments.standing(),
        "answers": answers,
        "counts": queries.counted(answers),
        "own": [each for each in answers if request.user.has_perm("consult.answer_common", each)],
        "pack": practice.current(common.region),
    }
    return render(request, "consult/plans/common.html", context)


@may("consult.publish_common")
@require_http_methods(["GET", "POST"])
def publish_common(request):
    """From nothing, or from a topic of the issued plan (?item=)."""
    issuers = [unit for unit in own_units(request.user) if unit.kind == UnitKind.LEADING_OFFICE]
    item = _item_of(request)
    initial = {"issuer": issuers[0] if issuers else None}
    if item:
        initial |= {"title": item.title, "why": item.why, "source_text": f"{item.plan.title}（{item.when}）"[:200]}
    form = CommonForm(
        request.POST or None,
        issuers=issuers,
        rooms=Room.objects.open().visible_to(request.user),
        pack=practice.of_person(request.user),
        topic=item.topic if item else None,
        user=request.user,
        initial=initial,
    )
    if form.is_valid():
        values = dict(form.cleaned_data)
        if form.carry_out(common_topics.publish, values.pop("issuer"), by=request.user, item=item, **values):
            messages.success(request, "已发布共性议题，选中的单位都已收到通知。")
            return redirect(form.result)
    back = item.get_absolute_url() if item else reverse("consult:common_topics")
    return form_page(request, form, title="发布共性议题", verb="发布", back=back, crumb="共性议题")


def _item_of(request) -> PlanItem | None:
    key = request.GET.get("item", "")
    items = PlanItem.objects.visible_to(request.user).for_page().filter(plan__state="issued", plan__level="city")
    return items.filter(pk=key).first() if key.isdecimal() and len(key) < 19 else None


@may("consult.publish_common", CommonTopic)
@require_http_methods(["GET", "POST"])
def ask_more(request, common):
    near = Room.objects.open().filter(unit__region__path__startswith=common.region.path)
    rooms = near.visible_to(request.user).exclude(common_answers__common=common)
    form = RoomsForm(request.POST or None, rooms=rooms, pack=practice.current(common.region), user=request.user)
    if form.is_valid() and form.carry_out(common_topics.ask_more, common, by=request.user, **form.cleaned_data):
        messages.success(request, f"已再请 {form.result} 个单位承接。")
        return redirect(common)
    return _form(request, common, form, title="再请承接", verb="发出")


@may("consult.publish_common", CommonTopic)
@require_http_methods(["GET", "POST"])
def end_common(request, common):
    form = SummaryForm(request.POST or None, user=request.user)
    if form.is_valid() and form.carry_out(common_topics.end, common, by=request.user, **form.cleaned_data):
        messages.success(request, "已结束，总体情况写在本页。")
        return redirect(common)
    text = "结束以后不再承接，已经立题的继续协商。"
    return _form(request, common, form, title="结束共性议题", verb="结束", text=text)


@may("consult.publish_common", CommonTopic)
@require_http_methods(["GET", "POST"])
def reopen_common(request, common):
    form = AgainForm(request.POST or None, user=request.user)
    if form.is_valid() and form.carry_out(common_topics.reopen, common, by=request.user, **form.cleaned_data):
        messages.success(request, "已重新开展。")
        return redirect(common)
    return _form(request, common, form, title="重新开展共性议题", verb="重新开展")


@may("consult.answer_common", CommonAnswer)
@require_http_methods(["GET", "POST"])
def answer_common(request, answer):
    """承接 or 不承接, for one's own room."""
    form = CommonAnswerForm(request.POST or None, user=request.user, initial={"answer": request.GET.get("answer")})
    if form.is_valid():
        takes_up = form.cleaned_data["answer"] == "take_up"
        verb = common_topics.take_up if takes_up else common_topics.decline
        more = {} if takes_up else {"reason": form.cleaned_data["reason"]}
        if form.carry_out(verb, answer, by=request.user, **more):
            return _answered(request, answer, form.result, takes_up=takes_up)
    text = f"{answer.common.topic.title}（{answer.room.name}）"
    if answer.state == CommonAnswerState.DECLINED:
        text += f"。以前答复不承接：{answer.reason}"
    return _form(request, answer.common, form, title="答复共性议题", verb="答复", text=text)


def _answered(request, answer, result, *, takes_up: bool):
    if takes_up:
        messages.success(request, result.say("已承接，编号 {label}。接着按步骤协商。", label=result.label))
        return redirect(result)
    messages.success(request, "已答复不承接。")
    return redirect(answer.common)


def _form(request, common, form, **words):
    return form_page(request, form, back=common.get_absolute_url(), crumb=common.topic.title, **words)
