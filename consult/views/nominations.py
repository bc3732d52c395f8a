"""征题 and 荐题: calls, putting a topic forward, and what is said to it."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from consult import queries as consult_queries
from consult.forms.nominations import (
    ChooseForm,
    CircleForm,
    DeclineForm,
    LeaderTopicForm,
    MergeForm,
    NominationForm,
    WithdrawForm,
)
from consult.forms.plan_filters import NominationFilter
from consult.models import Call, Consultation, Nomination, Topic
from consult.models.topic import wide
from consult.queries import plans as queries
from consult.steps import nominations
from consult.views.calls import years
from members.access import may, visible
from members.operations import forget_draft
from members.queries import page_after
from members.views.form_page import form_page
from rooms.models import Voice

MEETING = "meeting"


@may("consult.view_nomination")
@require_GET
def nomination_list(request):
    """What came in to the person's unit, and what the person and the room put forward."""
    found = NominationFilter(request.GET, Nomination.objects.visible_to(request.user), request=request)
    page = page_after(found.qs, request.GET, shown=_shown)
    template = "consult/plans/nominations.html" + ("#rows" if request.htmx else "")
    return render(request, template, {"filter": found, "page": page})


def _shown(rows):
    return Nomination.objects.for_page().filter(pk__in=rows.values("pk"))


@may("consult.nominate")
@require_GET
def my_nominations(request):
    """One's own, each with what became of it, up to the consultation."""
    rows = Nomination.objects.filter(proposed_by=request.user).select_related("to", "item__plan", "item__topic")
    page = page_after(rows, request.GET)
    return render(request, "consult/plans/my_nominations.html", {"page": page})


@may("consult.nominate")
@require_http_methods(["GET", "POST"])
def new_nomination(request):
    return _nominate(request, call=None)


@may("consult.nominate", Call)
@require_http_methods(["GET", "POST"])
def answer_call(request, call):
    return _nominate(request, call=call)


def _nominate(request, *, call):
    standing = queries.standing_of(request.user)
    if standing is None or not standing.targets:
        return render(request, "consult/plans/nobody.html", {"call": call})
    taken = _taken_from(request)
    initial = {"year": str(years()[0]), "to": standing.targets[0], **taken["initial"]}
    form = NominationForm(
        request.POST or None, standing=standing, years=years(), call=call, user=request.user, initial=initial
    )
    # What is taken from somewhere is another draft than what one writes oneself.
    key = ":".join(["consult:nominate", f"{call.pk if call else ''}", *taken["from"]])
    if form.is_valid() and form.carry_out(
        nominations.nominate, by=request.user, call=call, **_told(form, standing, call), **taken["rows"]
    ):
        forget_draft(request.user, key)
        messages.success(request, f"已报{form.result.to.short_name}。有了结果会通知您，也可以在“我的荐题”里看。")
        return redirect("consult:my_nominations")
    context = {"form": form, "call": call, "standing": standing, "draft_key": key, **taken["rows"]}
    return render(request, "consult/plans/nominate.html", context, status=422 if form.is_bound else 200)


def _told(form, standing, call) -> dict:
    """What the form and the person's standing say together."""
    told = dict(form.cleaned_data)
    told.setdefault("to", call.issuer if call else standing.targets[0])
    told.setdefault("year", call.year if call else None)
    told.setdefault("source", standing.sources[0])
    return told | {"region": standing.place, "room": standing.room, "unit": standing.unit, "member": standing.member}


def _taken_from(request) -> dict:
    """A topic, or a voice of an activity, as the beginning of a nomination; what one may not read is not there."""
    rows, initial = {}, {}
    if topic := _named(request, "topic", Topic.objects.visible_to(request.user)):
        rows["topic"] = topic
        initial = {"title": topic.title, "why": topic.why[:1000], "place": topic.place}
    if voice := _named(request, "voice", Voice.objects.standing().readable_by(request.user)):
        rows["voice"] = voice
        initial = {"title": voice.text[:60], "why": voice.text, "source": "voice"}
    return {"rows": rows, "initial": initial, "from": [f"{name}{row.pk}" for name, row in rows.items()]}


def _named(request, name: str, rows):
    """The row whose key the address names, if it names one."""
    key = request.GET.get(name, "")
    if not key:
        return None
    found = rows.filter(pk=key).first() if key.isdecimal() and len(key) < 19 else None
    if found is None:
        raise Http404
    return found


@may("consult.view_nomination", Nomination)
@require_GET
def nomination(request, nomination):
    item = nomination.item
    seen = (item and item.plan.is_issued) or request.user.has_perm("consult.judge_nomination", nomination)
    context = {
        "nomination": nomination,
        "files": nomination.attachments.standing(),
        **_origin_of(nomination, user=request.user),
        "merged": nomination.merged_here.select_related("room__unit", "unit", "member"),
        # A draft of the plan is nobody's business but of those who make it.
        "item": item if seen else None,
        "cases": queries.cases_of(item, request.user) if item and seen else (),
        "similar": consult_queries.similar_topics(request.user, nomination.title),
        "alike": queries.similar_nominations(request.user, nomination.title, apart_from=nomination),
    }
    return render(request, "consult/plans/nomination.html", context)


def _origin_of(nomination, *, user) -> dict:
    """What it was taken from, as far as the person reads that."""
    voices = Voice.objects.standing().readable_by(user).for_page()
    cases = Consultation.objects.visible_to(user).select_related("topic", "room__unit").defer(*wide("topic"))
    return {
        "voice": voices.filter(pk=nomination.voice_id).first() if nomination.voice_id else None,
        "origin": cases.filter(topic=nomination.topic_id).order_by("pk").first() if nomination.topic_id else None,
    }


@may("consult.judge_nomination", Nomination)
@require_POST
def shortlist_nomination(request, nomination):
    nominations.shortlist(nomination, by=request.user)
    messages.success(request, "已列入备选，荐题人已收到通知。")
    return redirect(nomination)


@may("consult.judge_nomination", Nomination)
@require_http_methods(["GET", "POST"])
def choose_nomination(request, nomination):
    form = ChooseForm(request.POST or None, user=request.user, initial=_basis())
    if form.is_valid() and form.carry_out(nominations.choose, nomination, by=request.user, **form.cleaned_data):
        messages.success(request, "已圈定，荐题人已收到通知。")
        return redirect(nomination)
    return _form(request, nomination, form, title=f"圈定：{nomination.title}", verb="圈定")


@may("consult.judge_nomination", Nomination)
@require_http_methods(["GET", "POST"])
def decline_nomination(request, nomination):
    form = DeclineForm(request.POST or None, user=request.user)
    if form.is_valid() and form.carry_out(nominations.decline, nomination, by=request.user, **form.cleaned_data):
        messages.success(request, "已答复荐题人。")
        return redirect(nomination)
    return _form(request, nomination, form, title=f"不列入：{nomination.title}", verb="确定")


@may("consult.judge_nomination", Nomination)
@require_http_methods(["GET", "POST"])
def merge_nomination(request, nomination):
    others = Nomination.objects.filter(to=nomination.to, year=nomination.year).exclude(pk=nomination.pk)
    others = others.filter(state__in=nominations.OPEN)
    form = MergeForm(request.POST or None, others=others, user=request.user)
    if form.is_valid() and form.carry_out(nominations.merge, nomination, by=request.user, **form.cleaned_data):
        messages.success(request, "已合并，荐题人已收到通知。")
        return redirect(form.result.merged_into)
    text = "内容相同的荐题合在一起研究，两位荐题人都看得到结果。"
    return _form(request, nomination, form, title=f"合并：{nomination.title}", verb="合并", text=text)


@may("consult.withdraw_nomination", Nomination)
@require_http_methods(["GET", "POST"])
def withdraw_nomination(request, nomination):
    form = WithdrawForm(request.POST or None, user=request.user)
    if form.is_valid() and form.carry_out(nominations.withdraw, nomination, by=request.user, **form.cleaned_data):
        messages.success(request, "已撤回。")
        return redirect("consult:my_nominations")
    return _form(request, nomination, form, title=f"撤回：{nomination.title}", verb="撤回")


@may("consult.edit_plan")
@require_http_methods(["GET", "POST"])
def circle_nominations(request):
    """圈定 on the list that was put before a leader, or before a meeting."""
    waiting = visible(Nomination, request.user).waiting().filter(to__in=queries.own_units(request.user))
    form = CircleForm(request.POST or None, waiting=waiting.order_by("to", "pk"), user=request.user, initial=_basis())
    if form.is_valid():
        values = dict(form.cleaned_data)
        if form.carry_out(nominations.choose_many, values.pop("rows"), by=request.user, **values):
            messages.success(request, f"已圈定 {len(form.result)} 件，荐题人都已收到通知。")
            return redirect("consult:nominations")
    text = "勾选领导圈定（或者会议确定）的议题。没有勾选的不变，可以继续备选，也可以另行答复。"
    back = reverse("consult:nominations")
    return form_page(request, form, title="圈定议题", verb="圈定", back=back, crumb="荐题", text=text)


@may("consult.edit_plan")
@require_http_methods(["GET", "POST"])
def leader_topic(request):
    """点题."""
    units = queries.own_units(request.user)
    initial = {"year": str(years()[0]), "to": units[0] if units else None, **_basis()}
    form = LeaderTopicForm(request.POST or None, units=units, years=years(), user=request.user, initial=initial)
    if form.is_valid():
        values = dict(form.cleaned_data)
        if form.carry_out(nominations.enter_leader_topic, values.pop("to"), by=request.user, **values):
            messages.success(request, f"已登记点题“{form.result.title}”，可以直接列入计划。")
            return redirect(form.result)
    text = "由领导的办公室登记。点题即为圈定。"
    back = reverse("consult:nominations")
    return form_page(request, form, title="登记领导点题", verb="登记", back=back, crumb="荐题", text=text)


def _basis() -> dict:
    return {"basis": MEETING, "basis_on": timezone.localdate()}


def _form(request, nomination, form, **words):
    return form_page(request, form, back=nomination.get_absolute_url(), crumb="荐题", **words)
