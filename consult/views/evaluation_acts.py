"""What who runs a round does with it: people, links, the public code, sheets of paper, its end."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from consult.forms.evaluation import PaperForm, ProlongForm, RatersForm, VoidForm
from consult.models import EvaluationInvitation, EvaluationRound
from consult.queries import evaluation as queries
from consult.steps import evaluation
from consult.workflow import guards, rating
from members.access import may
from members.forms.people import AskForm
from members.operations import forget_draft
from members.templatetags.dates import day
from members.views.form_page import form_page


@may("consult.run_round", EvaluationRound)
@require_http_methods(["GET", "POST"])
def invite_raters(request, round):
    guards.require(rating.running(round))
    taken = {(each.user, each.unit) for each in queries.invitations_of(round)}
    needs = {"target": round.target, "side": round.side, "taken": taken, "user": request.user}
    form = RatersForm(request.POST or None, **needs)
    if form.is_valid() and form.carry_out(evaluation.invite, round, form.raters(), by=request.user):
        messages.success(request, f"已再邀请 {form.result} 人。")
        return redirect(round)
    return _form(request, round, form, title="再邀请评议人", verb="邀请")


@may("consult.run_round", EvaluationInvitation)
@require_http_methods(["GET", "POST"])
def withdraw_rater(request, invitation):
    form = AskForm(request.POST if request.method == "POST" else None, user=request.user)
    if form.is_valid() and form.carry_out(evaluation.withdraw, invitation, by=request.user):
        messages.success(request, "已撤回邀请。")
        return redirect(invitation.round)
    text = f"{invitation.get_kind_display()}“{invitation}”不再参加这次评议。"
    return _form(request, invitation.round, form, title="撤回邀请", verb="撤回", text=text)


@may("consult.run_round", EvaluationInvitation)
@require_POST
def make_link(request, invitation):
    """Shown this once: the database keeps the hash alone."""
    token = evaluation.make_link(invitation, by=request.user)
    return _links(request, invitation.round, [(invitation, token)])


@may("consult.run_round", EvaluationRound)
@require_POST
def make_links(request, round):
    """One for everybody without an account who has not answered; links that were given out before hold no more."""
    left = [each for each in queries.invitations_of(round) if not (each.is_answered or each.user_id or each.unit_id)]
    made = [(each, evaluation.make_link(each, by=request.user)) for each in left]
    return _links(request, round, made)


def _links(request, round, made):
    rows = [(each, request.build_absolute_uri(reverse("consult:rate_by_link", args=[token]))) for each, token in made]
    response = render(request, "consult/evaluation/links.html", {"round": round, "rows": rows})
    response["Cache-Control"] = "no-store"
    return response


@may("consult.run_round", EvaluationRound)
@require_GET
def public_code(request, round):
    """The code on a sheet for the wall."""
    address = ""
    if round.public_code:
        address = request.build_absolute_uri(reverse("consult:rate_by_code", args=[round.public_code]))
    return render(request, "consult/evaluation/code.html", {"round": round, "address": address})


@may("consult.run_round", EvaluationRound)
@require_POST
def switch_code(request, round):
    if round.public_code:
        evaluation.close_to_public(round, by=request.user)
        messages.success(request, "公开二维码已停用，贴出去的码不再能用。")
        return redirect(round)
    evaluation.open_to_public(round, by=request.user)
    return redirect("consult:rating_code", round.pk)


@may("consult.run_round", EvaluationInvitation)
@require_http_methods(["GET", "POST"])
def enter_paper(request, invitation):
    """One sheet of paper, entered for somebody (代录) with its scan."""
    round, key = invitation.round, f"consult:enter_paper:{invitation.pk}"
    guards.require(rating.running(round))
    form = PaperForm(request.POST or None, round=round, user=request.user)
    if form.is_valid() and form.carry_out(evaluation.enter_paper, invitation, by=request.user, **form.details()):
        forget_draft(request.user, key)
        messages.success(request, f"已代录{invitation.get_kind_display()}“{invitation}”的评议表。")
        return redirect(round)
    context = {"form": form, "round": round, "invitation": invitation, "key": key}
    return render(request, "consult/evaluation/paper.html", context, status=422 if form.is_bound else 200)


@may("consult.run_round", EvaluationRound)
@require_http_methods(["GET", "POST"])
def prolong_round(request, round):
    form = ProlongForm(request.POST or None, user=request.user)
    if form.is_valid() and form.carry_out(evaluation.prolong, round, by=request.user, **form.cleaned_data):
        messages.success(request, f"截止日期已改为{day(form.result.closes_on)}，没有评的人已收到通知。")
        return redirect(round)
    text = f"现在的截止日期是{day(round.closes_on)}。"
    return _form(request, round, form, title="延长评议", verb="延长", text=text)


@may("consult.run_round", EvaluationRound)
@require_http_methods(["GET", "POST"])
def close_round(request, round):
    form = AskForm(request.POST if request.method == "POST" else None, user=request.user)
    if form.is_valid() and form.carry_out(evaluation.close_round, round, by=request.user):
        result = form.result
        messages.success(request, f"评议已结束，收回 {result.answered} 份，结论：{result.satisfaction.label}。")
        return redirect(round)
    counts = queries.counts_of(round)
    text = f"邀请 {counts['asked']} 人，已评 {counts['came']} 人。结束以后不再受理评议，也不能再打开；汇总随即公布。"
    return _form(request, round, form, title="结束评议", verb="结束评议", text=text)


@may("consult.run_round", EvaluationRound)
@require_http_methods(["GET", "POST"])
def void_round(request, round):
    form = VoidForm(request.POST or None, user=request.user)
    if form.is_valid() and form.carry_out(evaluation.void_round, round, by=request.user, **form.cleaned_data):
        messages.success(request, "评议已作废。")
        return redirect(round)
    text = "作废以后不作统计，也不能恢复；收到的评议表留存在记录里。"
    return _form(request, round, form, title="作废评议", verb="作废", text=text)


def _form(request, round, form, **words):
    return form_page(request, form, back=round.get_absolute_url(), crumb="评议", **words)
