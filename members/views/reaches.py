"""通知方式: by what else than this system a person wants to be told, and the proof of an own address."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from members import operations
from members.access import may
from members.enums import ChannelKind
from members.forms.channels import CodeForm, MailForm, PhoneForm, ReachForm
from members.models import Channel
from members.views.form_page import form_page

BOTH = require_http_methods(["GET", "POST"])


def own_channel(user, *, pk: int) -> Channel | None:
    """A channel by which the person can be reached."""
    return Channel.objects.serving(user).filter(pk=pk, kind__in=(ChannelKind.MAIL, ChannelKind.SMS)).first()


@may("members.choose_reaches")
@BOTH
def reaches(request):
    channels = list(Channel.objects.serving(request.user))
    for channel in channels:
        channel.own_address = channel.address_of(request.user)
    chosen = [str(pk) for pk in request.user.reaches.values_list("channel", flat=True)]
    # Nothing ticked is an answer too.
    sent = request.POST if request.method == "POST" else None
    form = ReachForm(sent, user=request.user, channels=channels, initial={"channels": chosen})
    if form.is_valid():
        wanted = [each for each in channels if str(each.pk) in form.cleaned_data["channels"]]
        operations.choose_reaches(request.user, wanted)
        messages.success(request, "已保存通知方式。")
        return redirect("members:reaches")
    return render(request, "members/reaches.html", {"form": form, "channels": channels})


@may("members.choose_reaches", own_channel)
@BOTH
def ask_code(request, channel):
    """Change the own address: a code goes there first."""
    kind = PhoneForm if channel.by_phone else MailForm
    form = kind(request.POST or None, user=request.user, initial={"address": channel.address_of(request.user)})
    if form.is_valid() and form.carry_out(operations.ask_code, request.user, channel, form.cleaned_data["address"]):
        messages.info(request, "验证码已发出，几分钟内送到。")
        return redirect("members:prove_address", channel.pk)
    text = "先向这个地址发一个验证码，验证以后才使用。"
    back = reverse("members:reaches")
    return form_page(request, form, title="更换接收地址", verb="发送验证码", back=back, crumb="通知方式", text=text)


@may("members.choose_reaches", own_channel)
@BOTH
def prove_address(request, channel):
    form = CodeForm(request.POST or None, user=request.user)
    if form.is_valid():
        if wrong := operations.prove_address(request.user, channel, form.cleaned_data["code"]):
            form.add_error("code", wrong)
        else:
            messages.success(request, "地址已验证，以后的通知也发到这里。")
            return redirect("members:reaches")
    back = reverse("members:reaches")
    return form_page(request, form, title="填写验证码", verb="验证", back=back, crumb="通知方式")
