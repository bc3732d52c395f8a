"""One unit's part in a proposal: its page, and what the unit does."""

from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from members.access import may
from proposals import operations, queries
from proposals.forms import assigning
from proposals.forms import handling as forms
from proposals.models import Advice, Proposal
from proposals.queries.care import pledge_of
from proposals.views.asking import ask, part_of_proposal

PEOPLE = ("leader", "handler", "phone", "deputy")


@may("proposals.view_handling", part_of_proposal)
@require_GET
def proposal_handling(request, handling):
    context = queries.shown_of_handling(handling, request.user)
    context |= pledge_of(handling, request.user)
    context |= {"files": handling.attachments.standing(), "events": queries.events_of(handling.proposal, request.user)}
    return render(request, "proposals/proposal_handling.html", context)


@may("proposals.handle_proposal", part_of_proposal)
@require_http_methods(["GET", "POST"])
def agree_to_handle(request, handling):
    initial = {name: getattr(handling, name) for name in PEOPLE}
    form = forms.AgreeForm(request.POST or None, user=request.user, initial=initial)
    word = "签收" if handling.state == "issued" else "同意承办"
    said = "已签收。" if handling.state == "issued" else "已同意，正式交办以后开始办理。"
    words = {"title": f"{word}：{handling.proposal.title}", "verb_word": word}
    return ask(request, handling, form, operations.agree, said=said, back=handling, **words)


@may("proposals.handle_proposal", part_of_proposal)
@require_http_methods(["GET", "POST"])
def object_to_proposal(request, handling):
    form = forms.ObjectForm(request.POST or None, handling=handling, user=request.user)
    words = {"title": f"申请退办：{handling.proposal.title}", "verb_word": "申请退办"}
    verb = operations.object_to_proposal
    return ask(request, handling, form, verb, said="已申请退办，等交办单位答复。", back=handling, **words)


@may("proposals.handle_proposal", part_of_proposal)
@require_http_methods(["GET", "POST"])
def plan_handling(request, handling):
    initial = {name: getattr(handling, name) for name in (*PEOPLE, "plan", "version")}
    form = forms.PlanForm(request.POST or None, user=request.user, initial=initial)
    words = {"title": f"办理计划：{handling.proposal.title}", "key": f"proposals:plan_handling:{handling.pk}"}
    return ask(request, handling, form, operations.make_plan, said="办理计划已保存。", back=handling, **words)


@may("proposals.handle_proposal", part_of_proposal)
@require_http_methods(["GET", "POST"])
def log_contact(request, handling):
    initial = {"on": timezone.localdate(), "with_proposer": True, "stage": "before"}
    form = forms.ContactForm(request.POST or None, user=request.user, initial=initial)
    words = {"title": f"登记沟通：{handling.proposal.title}", "key": f"proposals:log_contact:{handling.pk}"}
    words["verb_word"] = "登记"
    return ask(request, handling, form, operations.log_contact, said="沟通已登记。", back=handling, **words)


@may("proposals.handle_proposal", part_of_proposal)
@require_http_methods(["GET", "POST"])
def give_opinion(request, handling):
    form = forms.OpinionForm(request.POST or None, user=request.user)
    words = {"title": f"{handling.get_role_display()}意见：{handling.proposal.title}", "verb_word": "提交"}
    words |= {"key": f"proposals:give_opinion:{handling.pk}"}
    verb = operations.give_opinion
    return ask(request, handling, form, verb, said="意见已提交主办单位。", back=handling, **words)


@may("proposals.handle_proposal", part_of_proposal)
@require_http_methods(["GET", "POST"])
def ask_extension(request, handling):
    form = assigning.ReasonForm(request.POST or None, user=request.user)
    words = {"title": f"申请延期答复：{handling.proposal.title}", "verb_word": "申请延期"}
    verb = operations.ask_extension
    return ask(request, handling, form, verb, said="已申请延期，等交办单位答复。", back=handling, **words)


# ── 建议清单 ─────────────────────────────────────────────────────────────────────────────────────────────────────────
@may("proposals.edit_lists", Proposal)
@require_http_methods(["GET", "POST"])
def split_advice(request, proposal):
    first = "" if proposal.advices.exists() else proposal.advice
    form = assigning.SplitForm(request.POST or None, user=request.user, initial={"texts": first})
    back = queries.own_handling(proposal, request.user) or proposal
    words = {"title": f"列出建议清单：{proposal.title}", "verb_word": "列出"}
    return ask(request, proposal, form, operations.split_advice, said="建议清单已列出。", back=back, **words)


@may("proposals.edit_lists", Advice)
@require_http_methods(["GET", "POST"])
def set_duty(request, advice):
    handlings = list(advice.proposal.handlings.open().select_related("unit", "proposal"))
    own = queries.own_handling(advice.proposal, request.user)
    chosen = advice.handling_id or (own and own.pk)
    initial = {name: getattr(advice, name) for name in ("leader", "handler", "action", "until", "version")}
    initial |= {"handling": str(chosen or "")}
    form = assigning.DutyForm(request.POST or None, handlings=handlings, user=request.user, initial=initial)
    words = {"title": f"责任清单：{advice.ledger_label}", "text": advice.text}
    back = own or advice.proposal
    return ask(request, advice, form, operations.set_duty, said="责任已落实。", back=back, **words)


@may("proposals.edit_lists", Advice)
@require_http_methods(["GET", "POST"])
def report_result(request, advice):
    names = ("result", "done", "figure", "figure_unit", "is_finished", "version")
    initial = {name: getattr(advice, name) for name in names}
    form = forms.ResultForm(request.POST or None, user=request.user, initial=initial)
    back = queries.own_handling(advice.proposal, request.user) or advice.proposal
    words = {"title": f"结果清单：{advice.ledger_label}", "text": advice.text, "verb_word": "登记"}
    return ask(request, advice, form, operations.report_result, said="结果已登记。", back=back, **words)
