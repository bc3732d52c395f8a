"""联名: inviting, signing, declining, taking an invitation back."""

from django.contrib import messages
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from members.access import may
from members.models.keys import key_in
from members.views.finding import answer
from members.views.form_page import form_page
from proposals import operations
from proposals.enums import ProposalMode
from proposals.forms.signing import DeclineForm, InviteForm, PaperForm
from proposals.models import JointSigner, Proposal
from proposals.queries.signing import who_may_sign


@may("proposals.propose")
@require_GET
def find_signers(request):
    """Members of the city, for the control that invites them."""
    return answer(request, who_may_sign(request.user), lambda row: row.sector or row.employer)


@may("proposals.edit_proposal", Proposal)
@require_http_methods(["GET", "POST"])
def invite_signers(request, proposal):
    until = proposal.signing_until and timezone.localdate(proposal.signing_until)
    form = InviteForm(
        request.POST or None,
        user=request.user,
        found=who_may_sign(request.user),
        names_convener=proposal.mode in (ProposalMode.SECTOR, ProposalMode.COLLECTIVE),
        initial={"until": until},
    )
    if form.is_valid() and form.carry_out(operations.invite, proposal, by=request.user, **form.values()):
        messages.success(request, "已发出邀请，委员会收到通知；签名以后修改正文，要请他们重新签名。")
        return redirect(proposal)
    words = {"title": f"邀请联名：{proposal.title}", "verb": "邀请", "crumb": proposal.get_kind_display()}
    return form_page(request, form, back=proposal.get_absolute_url(), **words)


@may("proposals.edit_proposal", JointSigner)
@require_POST
def withdraw_signer(request, signer):
    operations.withdraw_invitation(signer, by=request.user)
    messages.success(request, f"已撤销对{signer.member.name}的邀请。")
    return redirect(signer.proposal)


@may("proposals.sign_proposal", Proposal)
@require_POST
def sign_proposal(request, proposal):
    operations.sign(proposal, by=request.user, version=key_in(request.POST.get("version")) or 0)
    messages.success(request, "已签名。正文如有修改，会请您重新阅读、签名。")
    return redirect(proposal)


@may("proposals.sign_proposal", Proposal)
@require_http_methods(["GET", "POST"])
def decline_signature(request, proposal):
    form = DeclineForm(request.POST or None, user=request.user)
    if form.is_valid() and form.carry_out(operations.decline_to_sign, proposal, by=request.user, **form.cleaned_data):
        messages.success(request, "已告诉提出人，您不参加联名。")
        return redirect("proposals:proposals")
    words = {"title": f"不参加联名：{proposal.title}", "verb": "不参加联名", "crumb": proposal.get_kind_display()}
    return form_page(request, form, back=proposal.get_absolute_url(), **words)


@may("proposals.enter_signature", JointSigner)
@require_http_methods(["GET", "POST"])
def enter_signature(request, signer):
    proposal = signer.proposal
    form = PaperForm(request.POST or None, user=request.user, row=proposal)
    if form.is_valid() and form.carry_out(operations.enter_signature, signer, by=request.user, **form.cleaned_data):
        messages.success(request, f"已代录{signer.member.name}的书面答复。")
        return redirect(proposal)
    words = {"title": f"代录书面联名：{signer.member.name}", "verb": "代录", "crumb": proposal.title[:40]}
    words["text"] = "没有账号、在纸上签名的委员，由联络室工作人员或者办公室代为录入，台账记录双方姓名。"
    return form_page(request, form, back=proposal.get_absolute_url(), **words)
