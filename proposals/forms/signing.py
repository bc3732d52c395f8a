"""Forms of joint signing."""

from datetime import datetime, time

from django import forms
from django.utils import timezone

from members.forms import AttachmentsField, DateField, FindField, FindManyField, Form, LineField, SegField
from members.models import Member


class InviteForm(Form):
    """Whom to ask, and until which day; a sector or a committee names its convener."""

    members = FindManyField(
        Member.objects.none(), "proposals:find_signers", label="联名人", required=False, help_text="输入姓名或拼音。"
    )
    convener = FindField(
        Member.objects.none(),
        "proposals:find_signers",
        label="召集人",
        required=False,
        help_text="界别、专委会或者党派的召集人，由他签名确认。",
    )
    until = DateField(
        label="联名截止日期",
        earliest=timezone.localdate,
        why="截止日期不能早于今天。",
        help_text="过了这一天或者提交以后，不能再签名。",
    )

    def __init__(self, *args, found, names_convener, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["members"].queryset = found
        self.fields["convener"].queryset = found
        if not names_convener:
            del self.fields["convener"]

    def clean(self):
        cleaned = super().clean()
        if not self.errors and not cleaned.get("members") and not cleaned.get("convener") and not self.has_changed():
            self.add_error("members", "请选择邀请谁联名。")
        return cleaned

    def values(self) -> dict:
        """As the verb takes them: the whole of the last day counts."""
        given = dict(self.cleaned_data)
        end = datetime.combine(given["until"], time(23, 59, 59))
        return {**given, "until": timezone.make_aware(end)}


class DeclineForm(Form):
    note = LineField(label="说明", max_length=200, required=False, help_text="提出人看得到，可以不写。")


class PaperForm(Form):
    """What a member answered on paper, to the text that stands here now."""

    ANSWERS = (("yes", "已签名"), ("no", "不参加联名"))

    once = True

    signs = SegField(label="书面答复", choices=ANSWERS)
    on = DateField(label="书面日期", latest=timezone.localdate, why="签名日期不能晚于今天。")
    attachments = AttachmentsField("scan", label="扫描件", required=False, note="签名的必须上传")
    note = LineField(label="说明", max_length=200, required=False, help_text="例如不参加联名的原因。")
    why_late = LineField(
        label="补录的原因", max_length=200, required=False, help_text="联名已经截止，补录截止以前签的，写明原因。"
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args, row, **kwargs):
        kwargs["initial"] = {"signs": "yes", "on": timezone.localdate(), "version": row.version}
        super().__init__(*args, **kwargs)
        self.is_late = row.signing_until is not None and row.signing_until <= timezone.now()
        if not self.is_late:
            del self.fields["why_late"]

    def clean_signs(self) -> bool:
        return self.cleaned_data["signs"] == "yes"

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("signs") and not cleaned.get("attachments") and "attachments" not in self.errors:
            self.add_error("attachments", "请上传本人签名的扫描件。")
        if self.is_late and not cleaned.get("why_late") and "why_late" not in self.errors:
            self.add_error("why_late", "联名已经截止，请写明补录的原因。")
        return cleaned
