"""What is done to a proposal that is written: taken back, given up, taken in or given back by the office."""

from django.contrib import messages
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST

from members.access import may
from members.views.form_page import form_page
from proposals import operations
from proposals.forms.proposals import DropForm, ReceiveForm, SendBackForm
from proposals.models import Proposal


@may("proposals.edit_proposal", Proposal)
@require_POST
def take_back_proposal(request, proposal):
    operations.take_back(proposal, by=request.user)
    messages.success(request, "已撤回，修改以后可以再次提交。")
    return redirect("proposals:edit_proposal", proposal.pk)


@may("proposals.edit_proposal", Proposal)
@require_http_methods(["GET", "POST"])
def drop_proposal(request, proposal):
    text = "不再提交以后不能恢复，内容留着可以查看。"
    words = {"title": f"不再提交：{proposal.title}", "verb": "不再提交", "text": text, "said": "已登记不再提交。"}
    return _ask(request, proposal, DropForm, operations.drop, **words)


@may("proposals.receive_proposal", Proposal)
@require_http_methods(["GET", "POST"])
def receive_proposal(request, proposal):
    words = {"title": f"收件：{proposal.title}", "verb": "收件", "said": "已收件，提交人已收到通知。"}
    return _ask(request, proposal, ReceiveForm, operations.receive, **words)


@may("proposals.receive_proposal", Proposal)
@require_http_methods(["GET", "POST"])
def send_back_proposal(request, proposal):
    words = {"title": f"退回补充：{proposal.title}", "verb": "退回", "said": "已退回，提交人已收到通知。"}
    return _ask(request, proposal, SendBackForm, operations.send_back, **words)


def _ask(request, proposal, form_class, operation, *, said: str, **words):
    form = form_class(request.POST or None, user=request.user)
    if form.is_valid() and form.carry_out(operation, proposal, by=request.user, **form.cleaned_data):
        messages.success(request, said)
        return redirect(proposal)
    crumb, back = proposal.get_kind_display(), proposal.get_absolute_url()
    return form_page(request, form, back=back, crumb=crumb, **words)
