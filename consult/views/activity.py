"""Activities of a room beside its consultations: one page for both, turning one into a topic, laying one to a case."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from consult.enums import ConsultationState
from consult.forms.activity import CaseForm
from consult.models import CaseActivity, Consultation, Nomination, TopicSource
from consult.models.topic import wide
from consult.steps import activities
from members.access import allow, may
from members.views.form_page import form_page
from rooms.enums import ActivityContext
from rooms.models import Activity, Room
from rooms.views.activities import new_form, show_form, tell_written

MOST_OFFERED = 50


def cases_of(user, room, *, kept=None):
    """Running consultations of the room that the person sees, the newest first; and the one that was chosen before."""
    rows = Consultation.objects.visible_to(user).filter(joined_rooms__room=room)
    rows = rows.filter(Q(state=ConsultationState.RUNNING) | Q(pk=kept))
    return rows.select_related("topic", "room__unit").defer(*wide("topic")).order_by("-pk")


@may("rooms.record_activity", Room)
@require_http_methods(["GET", "POST"])
def record_activity(request, room):
    """The quick form's own address: it may name a consultation, and may make a topic at once."""
    form = new_form(request, room)
    as_topic = request.POST.get("then") == "topic"
    if as_topic:
        allow(request.user, "consult.propose_topic", room)
    if form.is_valid():
        details = {**form.values(), "case": named_case(request, form, room), "as_topic": as_topic}
        if form.carry_out(activities.record, room, by=request.user, **details):
            written, case = form.result
            tell_written(request, written)
            return _to_topic(request, case) if as_topic else redirect("rooms:activity", written.pk)
    return show_form(request, form, case=request.POST.get("case") or request.GET.get("case"))


def named_case(request, form, room):
    """The case that was chosen, where the context is that of a consultation."""
    if form.cleaned_data["context"] != ActivityContext.SIX_STEP or not request.POST.get("case"):
        return None
    field = CaseForm(cases=cases_of(request.user, room)).fields["case"]
    try:
        return field.clean(request.POST["case"])
    except ValidationError:
        return None


def _to_topic(request, case):
    """Where the topic is completed, for whoever may; the others see what became of it."""
    messages.success(request, case.say("已转为{topic}，编号 {label}，请补充完整。", label=case.label))
    edits = request.user.has_perm("consult.edit_topic", case)
    return redirect("consult:edit_topic" if edits else "consult:consultation", case.pk)


@may("rooms.record_activity", Room)
@require_GET
def activity_cases(request, room):
    """The choice of a consultation, for the quick form."""
    form = CaseForm(cases=cases_of(request.user, room)[:MOST_OFFERED], user=request.user, initial=request.GET.dict())
    return render(request, "consult/activity_cases.html", {"form": form})


@may("rooms.view_activity", Activity)
@require_GET
def activity_links(request, activity):
    """What an activity has to do with consultations, for its page; of cases only those that the person sees."""
    seen = Consultation.objects.visible_to(request.user).select_related("topic", "room__unit").defer(*wide("topic"))
    link = CaseActivity.objects.filter(activity=activity).values("consultation")
    origin = TopicSource.objects.filter(activity=activity)
    context = {
        "activity": activity,
        "case": seen.filter(pk__in=link).first(),
        "topics": seen.filter(topic__in=origin.values("topic")).order_by("pk")[:5],
        "is_topic": origin.exists(),
        "nominations": _nominations(request.user, voice__activity=activity, voice__removed_at__isnull=True),
    }
    return render(request, "consult/activity_links.html", context)


def _nominations(user, **taken_from):
    """What was put forward for a plan out of a record, as far as the person sees it."""
    return Nomination.objects.visible_to(user).filter(**taken_from).select_related("to")[:MOST_OFFERED]


@may("consult.propose_topic", Activity)
@require_POST
def activity_topic(request, activity):
    return _to_topic(request, activities.make_topic(activity, by=request.user))


@may("rooms.edit_activity", Activity)
@require_http_methods(["GET", "POST"])
def link_activity(request, activity):
    link = CaseActivity.objects.filter(activity=activity).first()
    cases = cases_of(request.user, activity.room, kept=link.consultation_id if link else None)
    initial = {"case": link.consultation_id if link else None}
    form = CaseForm(request.POST or None, cases=cases, user=request.user, initial=initial)
    if form.is_valid() and form.carry_out(
        activities.link, activity, consultation=form.cleaned_data["case"], by=request.user
    ):
        messages.success(request, "已保存这次活动属于哪件协商。")
        return redirect("rooms:activity", activity.pk)
    back = reverse("rooms:activity", args=[activity.pk])
    return form_page(request, form, title="属于哪件协商", verb="保存", back=back, crumb=str(activity))


@may("consult.view_consultation", Consultation)
@require_GET
def case_activities(request, consultation):
    """Activities of a case, for its page: out of which the topic came, what was done for it; and its nominations."""
    seen = Activity.objects.visible_to(request.user).standing().told_to(request.user)
    origin = seen.filter(pk__in=TopicSource.objects.filter(topic=consultation.topic_id).values("activity"))
    done = seen.filter(pk__in=consultation.activity_links.values("activity")).order_by("on", "pk")
    context = {
        "consultation": consultation,
        "origin": origin,
        "done": done,
        "nominations": _nominations(request.user, topic=consultation.topic_id),
    }
    return render(request, "consult/case_activities.html", context)
