"""Forms of joint signing."""

from datetime import datetime, time

from django.utils import timezone

from members.forms import DateField, FindField, FindManyField, Form, LineField
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
