"""预交办、协商调整、正式交办, and what ends the way of a proposal: the office's acts."""

from datetime import timedelta

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from members.access import may
from members.models.keys import keys_in
from members.queries import page_after
from proposals import operations, queries
from proposals.forms import assigning as forms
from proposals.models import Proposal
from proposals.views.asking import ask, part_of_proposal

# How long proposers have to rate, as the form suggests it.
TO_RATE = timedelta(days=14)


@may("proposals.assign_proposal", Proposal)
@require_http_methods(["GET", "POST"])
def assign_proposal(request, proposal):
    """预交办, or the assignment at once where the kind or the fast track knows no 预交办."""
    asks_first = queries.rule_of(proposal).preassigned and not proposal.is_urgent
    initial = queries.suggested_units(proposal) | ({} if asks_first else {"on": timezone.localdate()})
    kind = forms.PartsForm if asks_first else forms.GivenForm
    form = kind(request.POST or None, row=proposal, user=request.user, initial=initial)
    word = "预交办" if asks_first else "交办"
    verb = operations.preassign if asks_first else operations.assign
    said = "已预交办，单位在期限内答复是否同意。" if asks_first else "已交办，单位已收到通知。"
    return ask(
        request, proposal, form, verb, said=said, back=proposal, title=f"{word}：{proposal.title}", verb_word=word
    )


@may("proposals.assign_proposal")
@require_http_methods(["GET", "POST"])
def assignments(request):
    """What was given to units for the time being, with what each said; a batch is given for good at one meeting."""
    rows = queries.preassigned(request.user)
    came_from = keys_in(request.GET.getlist("pk"))
    ticked = keys_in(request.POST.getlist("pk")) if request.method == "POST" else came_from
    form = forms.FormallyForm(request.POST or None, user=request.user, initial={"on": timezone.localdate()})
    chosen = list(rows.filter(pk__in=ticked)) if form.is_bound else []
    if form.is_valid() and form.carry_out(operations.assign_formally, chosen, by=request.user, **form.cleaned_data):
        messages.success(request, f"已正式交办 {len(chosen)} 件，答复期限从交办之日起算。")
        return redirect("proposals:assignments")
    shown = rows.filter(pk__in=came_from) if came_from else rows
    page = page_after(shown, request.GET, order=("pk",), shown=queries.with_handlings)
    for row in page.rows:
        row.hold = operations.why_not_assigned(row, [each for each in row.handlings.all() if each.is_open])
    context = {"form": form, "page": page, "ticked": ticked, "came_from": came_from, "all": "all" in request.GET}
    return render(request, "proposals/assignments.html", context, status=422 if form.is_bound else 200)


@may("proposals.assign_proposal", part_of_proposal)
@require_http_methods(["GET", "POST"])
def adjust_handling(request, handling):
    initial = {"unit": handling.better_unit}
    form = forms.AdjustForm(request.POST or None, handling=handling, user=request.user, initial=initial)
    words = {"title": f"{handling.unit.short_name}申请退办", "text": handling.objection, "verb_word": "答复"}
    return ask(request, handling, form, operations.adjust, said="已处理退办申请。", back=handling.proposal, **words)


@may("proposals.assign_proposal", Proposal)
@require_http_methods(["GET", "POST"])
def add_unit(request, proposal):
    form = forms.AddUnitForm(request.POST or None, row=proposal, user=request.user)
    words = {"title": f"增加承办单位：{proposal.title}", "verb_word": "增加"}
    return ask(request, proposal, form, operations.add_unit, said="已增加承办单位。", back=proposal, **words)


@may("proposals.assign_proposal", part_of_proposal)
@require_http_methods(["GET", "POST"])
def take_away(request, handling):
    form = forms.ReasonForm(request.POST or None, user=request.user)
    words = {"title": f"撤销{handling.unit.short_name}的承办任务", "verb_word": "撤销"}
    return ask(request, handling, form, operations.take_away, said="已撤销。", back=handling.proposal, **words)


@may("proposals.assign_proposal", part_of_proposal)
@require_http_methods(["GET", "POST"])
def rule_extension(request, handling):
    form = forms.RuleExtensionForm(request.POST or None, user=request.user)
    title = f"{handling.unit.short_name}申请延期答复"
    words = {"title": title, "text": handling.extension_reason, "verb_word": "答复"}
    verb = operations.rule_extension
    return ask(request, handling, form, verb, said="已答复延期申请。", back=handling.proposal, **words)


@may("proposals.close_proposal", Proposal)
@require_http_methods(["GET", "POST"])
def evaluate_proposal(request, proposal):
    initial = {"closes_on": timezone.localdate() + TO_RATE}
    form = forms.EvaluateForm(request.POST or None, user=request.user, initial=initial)
    words = {
        "title": f"发起双向评议：{proposal.title}",
        "text": "提出人和联名人评办理，承办单位评提案。评议不满意的，进入二次办理。",
        "verb_word": "发起评议",
    }
    verb, said = operations.open_evaluation, "评议已发起，双方已收到通知。"
    return ask(request, proposal, form, verb, said=said, back=proposal, **words)


@may("proposals.close_proposal", Proposal)
@require_http_methods(["GET", "POST"])
def handle_again(request, proposal):
    form = forms.ReasonForm(request.POST or None, user=request.user)
    told = "回到承办单位重新办理，另算期限，办理次数加一。"
    words = {"title": f"重新办理：{proposal.title}", "text": told, "verb_word": "重新办理"}
    return ask(request, proposal, form, operations.handle_again, said="已重新办理。", back=proposal, **words)


@may("proposals.close_proposal", Proposal)
@require_http_methods(["GET", "POST"])
def close_proposal(request, proposal):
    form = forms.CloseForm(request.POST or None, user=request.user)
    words = {"title": f"办结：{proposal.title}", "verb_word": "办结"}
    return ask(request, proposal, form, operations.close_proposal, said="已办结。", back=proposal, **words)
