"""Ways that do not take all six steps: a small matter handled at once, one question for many rooms."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from consult.forms.quick import HandlingForm, SpreadForm
from consult.models import CommonTopic, Consultation
from consult.steps import quick
from consult.workflow import guards, pack_of
from members.access import may
from members.templatetags.dates import day
from rooms.models import Room


@may("consult.handle_at_once", Consultation)
@require_http_methods(["GET", "POST"])
def handle_at_once(request, consultation):
    guards.require(guards.handling_at_once(consultation))
    form = HandlingForm(request.POST or None, pack=pack_of(consultation), user=request.user)
    if form.is_valid() and form.carry_out(quick.handle_at_once, consultation, by=request.user, **form.cleaned_data):
        messages.success(request, consultation.say("已登记{outcome}，协商办结。"))
        return redirect("consult:consultation", consultation.pk)
    text = consultation.say("这类{topic}不用开{meeting}：写明怎样办的、结果怎样，登记后即办结，不计入协商场次。")
    return _ask(request, consultation, form, title="直接办理", text=text, verb="登记并办结")


@may("consult.spread_topic", Consultation)
@require_http_methods(["GET", "POST"])
def spread_topic(request, consultation):
    rooms = Room.objects.open().visible_to(request.user).exclude(consultations__topic=consultation.topic)
    common = CommonTopic.objects.filter(topic=consultation.topic_id).first()
    pack = pack_of(consultation)
    form = SpreadForm(request.POST or None, pack=pack, rooms=rooms, common=common, user=request.user)
    if form.is_valid():
        values = {"until": common and common.until, **form.cleaned_data}
        if form.carry_out(quick.spread, consultation, by=request.user, **values):
            said = "已列为共性{topic}，由 {n} 个{room_short}协商。各室的承接和结果在这一页汇总。"
            messages.success(request, consultation.say(said, n=len(form.result)))
            return redirect("consult:common_topic", CommonTopic.objects.get(topic=consultation.topic_id).pk)
    text = consultation.say("选中的{room_short}各自立题，按本地的做法协商，即为承接；进展和结果在“共性议题”里汇总。")
    if common:
        text += f"这件共性议题已经发布，{day(common.until)}前完成。"
    title = consultation.say("列为共性{topic}")
    return _ask(request, consultation, form, title=title, text=text, verb="确定")


def _ask(request, consultation, form, **words):
    context = {"consultation": consultation, "form": form, **words}
    return render(request, "consult/consultation_ask.html", context, status=422 if form.is_bound else 200)
