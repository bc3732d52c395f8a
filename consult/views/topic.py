"""Step 1: the topic's form, earlier topics while its title is typed, its approval."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from consult import queries, rules
from consult.forms.topic import ApprovalForm, BackfillForm, ReasonForm, TopicClassForm, TopicForm
from consult.models import Consultation
from consult.steps import approval, classing, topic
from consult.steps.route import bodies_of
from consult.views.checkpoint_rows import filled_forms
from consult.views.page import entries_for
from consult.workflow import guards, pack_of
from members.access import may, visible
from members.enums import RoleCode
from members.models.keys import key_in
from members.operations import forget_draft
from members.permissions import DECIDERS
from members.views.form_page import form_page
from rooms import practice
from rooms.models import Room

PROPOSERS = (RoleCode.CLERK, RoleCode.CONVENER, RoleCode.MEMBER)


def own_room(user, pk=None):
    """The room in which the person proposes: the one that is named, or the person's first."""
    rooms = Room.objects.open().of(user, *PROPOSERS).select_related("unit__region__parent", "approver")
    return rooms.filter(pk=pk).first() if pk else rooms.first()


@may("consult.propose_topic", own_room)
@require_http_methods(["GET", "POST"])
def new_topic(request, room):
    return _begin(request, room, TopicForm, template="consult/topic_form.html")


@may("consult.backfill", own_room)
@require_http_methods(["GET", "POST"])
def backfill(request, room):
    return _begin(request, room, BackfillForm, template="consult/topic_form.html")


def _begin(request, room, form_class, *, template):
    pack = practice.for_room(room)
    initial = {"importance": "ordinary", "region": room.unit.region_id}
    form = form_class(request.POST or None, pack=pack, room=room, user=request.user, initial=initial)
    if form.is_valid():
        data = form.cleaned_data
        names = ("attachments", "backfill_reason", "backfilled_on")
        details = {name: data[name] for name in names if name in data} | form.classing()
        details["similar_seen"] = "similar_seen" in request.POST
        if form.carry_out(topic.begin, room, by=request.user, **details, **form.texts()):
            forget_draft(request.user, "consult:new_topic")
            messages.success(request, form.result.say("已立{topic}，编号 {label}。", label=form.result.label))
            return redirect("consult:consultation", form.result.pk)
    context = {"form": form, "room": room, "pack": pack, "draft_key": "consult:new_topic"}
    return render(request, template, context, status=422 if form.is_bound else 200)


@may("consult.edit_topic", Consultation)
@require_http_methods(["GET", "POST"])
def edit_topic(request, consultation):
    row, key = consultation.topic, f"consult:edit_topic:{consultation.pk}"
    initial = {name: getattr(row, name) for name in (*topic.EDITABLE, "version")}
    initial |= {name: getattr(consultation, name) for name in ("importance", "importance_reason", "triage")}
    form = TopicForm(
        request.POST or None, pack=pack_of(consultation), room=consultation.room, user=request.user, initial=initial
    )
    if form.is_valid():
        data = form.cleaned_data
        details = {name: data[name] for name in ("version", "attachments")} | form.classing()
        if form.carry_out(topic.edit, consultation, by=request.user, **details, **form.texts()):
            forget_draft(request.user, key)
            messages.success(request, consultation.say("已保存{topic}。"))
            return redirect("consult:consultation", consultation.pk)
    context = {"form": form, "room": consultation.room, "consultation": consultation, "draft_key": key}
    return render(request, "consult/topic_form.html", context, status=422 if form.is_bound else 200)


@may("consult.classify_topic", Consultation)
@require_http_methods(["GET", "POST"])
def classify_topic(request, consultation):
    initial = {"topic_class": consultation.topic.topic_class}
    form = TopicClassForm(request.POST or None, pack=consultation.pack, user=request.user, initial=initial)
    back = reverse("consult:consultation", args=[consultation.pk])
    if form.is_valid() and form.carry_out(classing.classify, consultation, by=request.user, **form.cleaned_data):
        messages.success(request, consultation.say("已改{topic}类别，统计随之更新。"))
        return redirect(back)
    words = {"title": consultation.say("{topic}类别"), "crumb": consultation.title, "verb": "保存", "back": back}
    text = consultation.say("类别只用于查找和统计；同一{topic}由几个{room_short}协商的，一起改。")
    return form_page(request, form, text=text, **words)


@may("consult.propose_topic")
@require_GET
def similar_topics(request):
    """Earlier topics of rooms that the person sees, for the part below the title."""
    words = request.GET.get("title", "").strip()[:60]
    found = queries.similar_topics(request.user, words, apart_from=key_in(request.GET.get("besides")))
    offer = practice.of_person(request.user).class_of(words)
    return render(request, "consult/topic_similar.html", {"found": found, "words": words, "class_offer": offer})


@may("consult.submit_topic", Consultation)
@require_POST
def submit_topic(request, consultation):
    approval.submit(consultation, by=request.user, note=request.POST.get("note", "")[:500])
    asked = list(consultation.approval.steps.filter(is_open=True).select_related("unit"))
    messages.success(request, f"已提请{bodies_of(asked)}{asked[0].name}。")
    return redirect("consult:consultation", consultation.pk)


@may("consult.submit_topic", Consultation)
@require_POST
def take_back_topic(request, consultation):
    approval.take_back(consultation, by=request.user)
    messages.success(request, consultation.say("已撤回，可以修改后再提请{approval}。"))
    return redirect("consult:consultation", consultation.pk)


def to_decide(user, pk) -> Consultation | None:
    """A topic before a body; who belongs to one whose turn it is not is told whose turn it is."""
    consultation = visible(Consultation, user).filter(pk=pk).first()
    out_of_turn = consultation and consultation.is_running and user.holds(*DECIDERS)
    if out_of_turn and not user.has_perm("consult.decide_approval", consultation):
        raise PermissionDenied(guards.awaiting(consultation))
    return consultation


def _own_turn(user, steps):
    """The open turn that is the person's: several bodies may look at a case at the same time."""
    opened = [step for step in steps if step.is_open]
    return next((step for step in opened if rules.speaks_for(user, step)), opened[0])


@may("consult.decide_approval", to_decide)
@require_http_methods(["GET", "POST"])
def decide_approval(request, consultation):
    steps = list(consultation.approval.steps.all())
    step = _own_turn(request.user, steps)
    guards.require(guards.own_work(request.user, consultation, "{approval}"))
    targets = Consultation.objects.visible_to(request.user).running().exclude(pk=consultation.pk)
    needs = {"pack": consultation.pack, "step": step, "targets": targets, "user": request.user}
    initial = {"step_id": step.pk, "basis_on": timezone.localdate()}
    form = ApprovalForm(request.POST or None, initial=initial, **needs)
    if form.is_valid() and form.carry_out(approval.decide, consultation, by=request.user, **form.cleaned_data):
        told = {"body": step.unit.short_name, "step": step.name}
        messages.success(request, consultation.say("已登记{body}的{step}意见，{room_short}已收到通知。", **told))
        return redirect("consult:consultation", consultation.pk)
    spoken = [each for each in steps if each.decided_at]
    context = {"step": step, "form": form, "spoken": spoken, **_before_a_body(request, consultation)}
    return render(request, "consult/approval_form.html", context, status=422 if form.is_bound else 200)


def _before_a_body(request, consultation) -> dict:
    """What a body reads before it speaks: the room's papers and forms, and earlier topics like this one."""
    return {
        "consultation": consultation,
        "pack": consultation.pack,
        "source_name": consultation.pack.topic_source(consultation.topic.source).name,
        "files": consultation.topic.attachments.standing(),
        "forms": filled_forms(consultation, consultation.pack, entries_for(consultation)),
        "similar": queries.similar_topics(request.user, consultation.title, apart_from=consultation.pk),
    }


@may("consult.raise_topic", Consultation)
@require_http_methods(["GET", "POST"])
def raise_topic(request, consultation):
    form = ReasonForm(request.POST or None, user=request.user)
    if form.is_valid() and form.carry_out(
        approval.raise_outside, consultation, by=request.user, reason=form.cleaned_data["reason"]
    ):
        messages.success(request, consultation.say("已提升为{important}，重新从第一个环节开始。"))
        return redirect("consult:consultation", consultation.pk)
    text = consultation.say("提升以后按{important}的{approval}路径重新办理。")
    words = {"title": consultation.say("提升为{important}"), "verb": "提升", "text": text}
    context = {"consultation": consultation, "form": form, **words}
    return render(request, "consult/consultation_ask.html", context, status=422 if form.is_bound else 200)
