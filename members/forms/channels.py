"""Forms of channels: how one is set up, what reaches oneself, and the proof of an address."""

import json

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator

from members.enums import ChannelKind, NoticeKind, Signing
from members.forms.base import Form
from members.forms.fields import CheckField, FindField, LineField, NumberField, SegField, SegManyField, TextField
from members.forms.people import PHONE
from members.models import Region
from members.operations.gateways import BODY, PLACEHOLDERS, check_address
from members.operations.quiet import NIGHT

OWN = (ChannelKind.SMS, ChannelKind.JSON)
HOUR = RegexValidator(r"^([01]?\d|2[0-3]):[0-5]\d$", "请写成时和分，例如 21:00。")
# By kind: the fields that it does not have.
WITHOUT = {
    ChannelKind.MAIL: ("address", "secret", "signing", "body", "success_word"),
    ChannelKind.WECOM: ("secret", "signing", "body", "success_word"),
    ChannelKind.DINGTALK: ("signing", "body", "success_word"),
    ChannelKind.SMS: (),
    ChannelKind.JSON: (),
}
ADDRESS_HELP = {
    ChannelKind.WECOM: "企业微信群机器人的 Webhook 地址。消息发到群里并提醒本人，不写内容。",
    ChannelKind.DINGTALK: "钉钉群机器人的 Webhook 地址，安全设置选“加签”。消息发到群里并提醒本人，不写内容。",
}


class HourField(LineField):
    """An hour and minute of the day."""

    def __init__(self, **kwargs):
        super().__init__(max_length=5, required=False, validators=[HOUR], **kwargs)


class ChannelForm(Form):
    region = FindField(Region.objects.none(), "members:find_regions", label="区域", help_text="这个区域内的人员使用。")
    name = LineField(label="名称", max_length=40)
    address = LineField(label="网关地址", max_length=500, required=False)
    secret = LineField(label="密钥", max_length=200, required=False, widget=forms.PasswordInput(render_value=False))
    signing = SegField(label="密钥用法", choices=Signing.choices, initial=Signing.NONE)
    body = TextField(label="报文", max_length=2000, rows=4, required=False)
    success_word = LineField(label="成功回执里的文字", max_length=60, required=False, help_text='例如 "code":0')
    timeout = NumberField(label="等待秒数", min_value=1, max_value=15, initial=8)
    only = SegField(
        label="发哪些通知", choices=[("", "全部"), (NoticeKind.TASK, "只发待办"), (NoticeKind.DEADLINE, "只发期限")]
    )
    says_sentence = CheckField(label="写明通知内容", required=False, help_text="内部事项从不写明。")
    quiet_from = HourField(label="几点以后不发")
    quiet_until = HourField(label="几点以前不发")
    workdays_only = CheckField(label="休息日不发", required=False)
    enabled = CheckField(label="启用", required=False)

    def __init__(self, *args, kind, regions, saved=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.kind = ChannelKind(kind)
        for name in WITHOUT[self.kind]:
            del self.fields[name]
        self.fields["only"].required = False
        if saved:
            del self.fields["region"]
            self.fields["version"] = forms.IntegerField(required=False, widget=forms.HiddenInput)
        else:
            self.fields["region"].queryset = regions
        self._explain(saved)

    def _explain(self, saved) -> None:
        if "address" in self.fields:
            kept = f"现在是 {saved.shown_address}，不填则不变。" if saved and saved.sealed_address else ""
            self.fields["address"].help_text = f"{ADDRESS_HELP.get(self.kind, '')}{kept}"
        if "secret" in self.fields:
            kept = "已保存，不再显示，不填则不变。" if saved and saved.sealed_secret else "加密保存，保存以后不再显示。"
            self.fields["secret"].help_text = kept
        if "body" in self.fields:
            words = "、".join(f"{{{word}}}" for word in PLACEHOLDERS)
            self.fields["body"].help_text = f"JSON，占位词：{words}。不填用：{BODY}"
        if self.kind == ChannelKind.SMS:
            self.fields["quiet_from"].help_text = f"短信 {NIGHT[0]:%H:%M} 至次日 {NIGHT[1]:%H:%M} 和休息日一律不发。"
            del self.fields["workdays_only"]
        if self.kind in (ChannelKind.SMS, ChannelKind.WECOM, ChannelKind.DINGTALK):
            del self.fields["says_sentence"]

    def clean_timeout(self):
        return int(self.cleaned_data["timeout"])

    def clean_address(self):
        address = self.cleaned_data["address"]
        if address and (wrong := check_address(address)):
            raise ValidationError(wrong)
        return address

    def clean_body(self):
        text = self.cleaned_data["body"]
        if not text:
            return text
        try:
            body = json.loads(text)
        except ValueError:
            raise ValidationError("报文不是合格的 JSON，请核对括号、引号和逗号。") from None
        if not isinstance(body, dict):
            raise ValidationError("报文要是一个 JSON 对象，以 { 开头。")
        return text

    def clean_quiet_from(self):
        return self._hour("quiet_from")

    def clean_quiet_until(self):
        return self._hour("quiet_until")

    def _hour(self, name: str):
        typed = self.cleaned_data[name]
        return forms.TimeField().clean(typed) if typed else None


class ReachForm(Form):
    channels = SegManyField(label="除系统内的通知以外，还发到", required=False)

    def __init__(self, *args, channels, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["channels"].choices = [(str(each.pk), each.name) for each in channels]


class MailForm(Form):
    address = forms.EmailField(label="邮箱", max_length=254, error_messages={"invalid": "邮箱写得不对，请核对。"})


class PhoneForm(Form):
    address = LineField(label="手机", max_length=30, validators=[PHONE])


class CodeForm(Form):
    code = LineField(label="验证码", max_length=12)
