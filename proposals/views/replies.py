"""答复函: its page, its writing, the signatures of others, and what the proposer does with it."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from members.access import may
from proposals import operations, queries
from proposals.forms import handling as forms
from proposals.forms.phrases import phrases_of
from proposals.models import CoSign, Reply
from proposals.queries.following import followed_reply
from proposals.views.asking import ask, part_of_proposal

WRITTEN = (
    "result_class",
    "planned_until",
    "why_not",
    "body",
    "number",
    "signer",
    "signed_on",
    "contact",
    "phone",
    "copied_to",
    "version",
)


@may("proposals.view_reply", Reply)
@require_GET
def reply(request, reply):
    context = queries.shown_of_reply(reply, request.user) | followed_reply(reply, request.user)
    context["files"] = reply.attachments.standing()
    return render(request, "proposals/reply.html", context)


@may("proposals.handle_proposal", part_of_proposal)
@require_http_methods(["GET", "POST"])
def write_reply(request, handling):
    initial = {"signed_on": timezone.localdate(), "contact": handling.handler, "phone": handling.phone}
    phrases = phrases_of(request.user, handling)
    form = forms.NewReplyForm(request.POST or None, user=request.user, initial=initial, phrases=phrases)
    words = {"title": f"起草答复函：{handling.proposal.title}", "key": f"proposals:write_reply:{handling.pk}"}
    return ask(
        request, handling, form, operations.write_reply, said="答复函已保存。", back=handling, goes_on=True, **words
    )


@may("proposals.handle_proposal", Reply)
@require_http_methods(["GET", "POST"])
def edit_reply(request, reply):
    initial = {name: getattr(reply, name) for name in WRITTEN}
    phrases = phrases_of(request.user, reply.handling)
    form = forms.ReplyForm(request.POST or None, user=request.user, initial=initial, phrases=phrases)
    words = {"title": f"修改答复函：{reply.proposal.title}", "key": f"proposals:edit_reply:{reply.pk}"}
    return ask(request, reply, form, operations.edit_reply, said="答复函已保存。", back=reply, **words)


@may("proposals.handle_proposal", Reply)
@require_POST
def ask_cosigns(request, reply):
    operations.ask_cosigns(reply, by=request.user)
    messages.success(request, "已送会签，会办单位已收到通知。")
    return redirect(reply)


@may("proposals.handle_proposal", CoSign)
@require_http_methods(["GET", "POST"])
def cosign_reply(request, cosign):
    form = forms.CoSignForm(request.POST or None, user=request.user, initial={"version": cosign.reply.version})
    words = {"title": f"会签：{cosign.reply}", "text": cosign.reply.body, "verb_word": "会签"}
    return ask(request, cosign, form, operations.cosign, said="已会签。", back=cosign.reply, **words)


@may("proposals.handle_proposal", Reply)
@require_http_methods(["GET", "POST"])
def explain_to_cosigner(request, reply):
    cosigns = list(reply.cosigns.filter(state="objected").select_related("handling__unit", "reply"))
    form = forms.ExplainForm(request.POST or None, cosigns=cosigns, user=request.user)
    words = {"title": "对会签意见的说明", "text": "不采纳会签意见的，说明理由；采纳的，直接修改答复函后重新会签。"}
    said = "已说明，会签单位已收到通知。"
    return ask(request, reply, form, operations.explain, said=said, back=reply, **words)


@may("proposals.handle_proposal", Reply)
@require_POST
def send_reply(request, reply):
    operations.send_reply(reply, by=request.user)
    messages.success(request, "已答复，提出人和政协已收到通知。")
    return redirect(reply)


@may("proposals.receive_reply", Reply)
@require_POST
def receive_reply(request, reply):
    operations.receive_reply(reply, by=request.user)
    messages.success(request, "已签收。对办理是否满意，请在评议时填写。")
    return redirect(reply)


@may("proposals.handle_proposal", Reply)
@require_http_methods(["GET", "POST"])
def withdraw_reply(request, reply):
    form = forms.WithdrawForm(request.POST or None, user=request.user)
    words = {"title": f"撤回答复：{reply.proposal.title}", "verb_word": "撤回"}
    return ask(request, reply, form, operations.withdraw_reply, said="已撤回。", back=reply.handling, **words)
