"""五定三包, 回头看 and B类提案跟踪: their lists and acts."""

from datetime import timedelta

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from members.access import may
from members.enums import RoleCode
from members.models import Unit
from members.queries import page_after
from members.views.form_page import form_page
from proposals.filters.follow_up import FollowUpFilter, LookBackFilter
from proposals.forms import follow_up as forms
from proposals.models import HandlingPledge, LookBack, Proposal, Reply, RollCallAnswer
from proposals.operations import follow_up as verbs
from proposals.operations import pledges
from proposals.queries import following
from proposals.views.asking import ask, part_of_proposal

PLEDGED = ("leader", "persons", "until", "duty", "quality", "reply", "satisfaction", "carrying_out", "version")


# ── 五定三包 ─────────────────────────────────────────────────────────────────────────────────────────────────────────
@may("proposals.handle_proposal", part_of_proposal)
@require_http_methods(["GET", "POST"])
def pledge(request, handling):
    own = HandlingPledge.objects.filter(handling=handling).first()
    initial = {name: getattr(own, name) for name in PLEDGED} if own else _known(handling)
    form = forms.PledgeForm(request.POST or None, user=request.user, initial=initial)
    words = {"title": "五定三包", "text": handling.proposal.title}
    return ask(request, handling, form, pledges.pledge, said="已保存五定三包。", back=handling, **words)


def _known(handling) -> dict:
    return {"leader": handling.leader, "persons": handling.handler}


@may("proposals.close_proposal", HandlingPledge)
@require_http_methods(["GET", "POST"])
def check_pledge(request, pledge):
    form = forms.CheckPledgeForm(request.POST or None, user=request.user)
    words = {"title": f"核对五定三包：{pledge.handling.unit.short_name}", "verb_word": "登记"}
    back = pledge.handling.proposal
    return ask(request, pledge, form, pledges.check_pledge, said="已核对五定三包。", back=back, **words)


# ── 回头看 ───────────────────────────────────────────────────────────────────────────────────────────────────────────
@may("proposals.list_care")
@require_GET
def look_backs(request):
    rows = LookBack.objects.filter(proposal__in=Proposal.objects.cared_for_by(request.user).values("pk"))
    found = LookBackFilter(request.GET, rows, request=request)
    page = page_after(found.qs, request.GET, order=found.order, shown=_shown)
    context = {"filter": found, "page": page, "today": timezone.localdate()}
    context["looks_back"] = request.user.has_perm("proposals.look_back")
    return render(request, "proposals/care/look_back_list.html" + ("#rows" if request.htmx else ""), context)


def _shown(rows):
    return LookBack.objects.for_page().filter(pk__in=rows.values("pk"))


@may("proposals.look_back", Proposal)
@require_http_methods(["GET", "POST"])
def plan_look_back(request, proposal):
    form = forms.PlanLookBackForm(request.POST or None, user=request.user)
    words = {"title": "安排回头看", "text": proposal.title, "verb_word": "安排"}
    return ask(request, proposal, form, verbs.plan_look_back, said="已安排回头看。", back=proposal, **words)


@may("proposals.look_back", LookBack)
@require_http_methods(["GET", "POST"])
def record_look_back(request, look_back):
    initial = {"done_on": timezone.localdate()}
    form = forms.LookBackForm(request.POST or None, user=request.user, initial=initial)
    words = {"title": "登记回头看", "text": look_back.proposal.title, "verb_word": "登记"}
    back = look_back.proposal
    return ask(request, look_back, form, verbs.record_look_back, said="已登记回头看。", back=back, **words)


# ── B 类跟踪 ─────────────────────────────────────────────────────────────────────────────────────────────────────────
@may("proposals.list_follow_up")
@require_GET
def follow_up(request):
    """What was promised and is not done yet, over all years."""
    found = FollowUpFilter(request.GET, following.followed_by(request.user), request=request)
    page = page_after(found.qs, request.GET, order=found.order, shown=following.shown)
    today = timezone.localdate()
    for row in page.rows:
        row.years = following.years_since(row)
        row.is_late = row.promised < today
        row.asked = [each for each in row.roll_calls.all() if each.answered_at is None]
        row.told = [each for each in row.roll_calls.all() if each.answered_at]
    context = {
        "filter": found,
        "page": page,
        "calls": request.user.has_perm("proposals.call_roll"),
        "settles": request.user.has_perm("proposals.settle_reply"),
    }
    return render(request, "proposals/care/follow_up_list.html" + ("#rows" if request.htmx else ""), context)


@may("proposals.settle_reply", Reply)
@require_http_methods(["GET", "POST"])
def settle_reply(request, reply):
    initial = {"on": timezone.localdate()}
    form = forms.SettleForm(request.POST or None, user=request.user, initial=initial)
    words = {"title": f"登记完成：{reply.proposal.title}", "verb_word": "登记完成"}
    return ask(request, reply, form, verbs.settle, said="已登记完成，不再跟踪。", back=reply, **words)


@may("proposals.unsettle_reply", Reply)
@require_http_methods(["GET", "POST"])
def unsettle_reply(request, reply):
    form = forms.UnsettleForm(request.POST or None, user=request.user)
    words = {"title": "恢复跟踪", "verb_word": "恢复跟踪", "text": reply.proposal.title}
    return ask(request, reply, form, verbs.unsettle, said="已恢复跟踪。", back=reply, **words)


@may("proposals.call_roll")
@require_http_methods(["GET", "POST"])
def call_roll(request):
    """Ask every unit once a year about what it promised."""
    today = timezone.localdate()
    initial = {"year": today.year, "due_on": today + timedelta(days=30)}
    initial["text"] = "请逐件报告列入计划事项的进展，已经完成的附证明材料，没有完成的说明原因和预计完成时间。"
    form = forms.CallRollForm(request.POST or None, user=request.user, initial=initial)
    office = Unit.objects.filter(pk__in=request.user.units_as(RoleCode.OFFICE)).order_by("pk").first()
    if form.is_valid() and form.carry_out(verbs.call_roll, office, by=request.user, **form.cleaned_data):
        return _called(request, form.result)
    words = {"title": "发起 B 类提案跟踪问效", "verb": "发起", "crumb": "B 类提案跟踪"}
    return form_page(request, form, back=reverse("proposals:follow_up"), **words)


def _called(request, call):
    messages.success(request, f"已发起{call}，各承办单位已收到通知。")
    return redirect("proposals:follow_up")


@may("proposals.handle_proposal", RollCallAnswer)
@require_http_methods(["GET", "POST"])
def answer_roll_call(request, answer):
    form = forms.AnswerRollCallForm(request.POST or None, user=request.user)
    words = {"title": f"{answer.call}：{answer}", "text": answer.call.text, "verb_word": "答复"}
    return ask(request, answer, form, verbs.answer_roll_call, said="已答复。", back=answer.reply, **words)
