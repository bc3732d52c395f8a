"""Forms of 任职变动 and 届满: what changes, since when, and who decided it on what."""

from django import forms
from django.utils import timezone

from members.enums import AttachmentKind, Basis, MemberState
from members.forms import (
    AttachmentsField,
    DateField,
    FindField,
    FindManyField,
    Form,
    LineField,
    SegField,
    SelectField,
    TextField,
)
from members.models import Member, Term, Unit
from rooms.operations.standing import DECIDED


class DecisionForm(Form):
    """The basis of a body's decision."""

    body = FindField(Unit.objects.none(), "members:find_units", label="决定机关", required=False)
    basis = SegField(label="决定依据", choices=Basis.choices, required=False)
    basis_note = LineField(label="会议名称、签批人或授权文件", max_length=200, required=False)
    decided_on = DateField(label="决定日期", required=False, latest=timezone.localdate, why="决定日期不能晚于今天。")

    def __init__(self, *args, units, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["body"].queryset = units


class StandingForm(DecisionForm):
    versioned = True
    once = True
    field_order = ("to", "starts_on", "ends_on", "reason", "body", "basis", "basis_note", "decided_on", "attachments")

    to = SelectField(label="转为")
    starts_on = DateField(
        label="起始日期",
        latest=timezone.localdate,
        why="起始日期不能晚于今天，到了那一天再办理。",
        initial=timezone.localdate,
    )
    ends_on = DateField(label="请假到", required=False, note="只有请假填写")
    reason = TextField(label="原因", max_length=300, rows=2)
    attachments = AttachmentsField(AttachmentKind.SCAN, label="决定文件", required=False)

    def __init__(self, *args, choices, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["to"].choices = [("", "请选择"), *choices]
        asked = "、".join(MemberState(to).label for to in DECIDED)
        self.fields["body"].help_text = f"{asked}要写决定机关、依据和日期。"

    def clean(self):
        cleaned = super().clean()
        to = cleaned.get("to")
        if to == MemberState.ON_LEAVE:
            if not cleaned.get("ends_on") and "ends_on" not in self.errors:
                self.add_error("ends_on", "请填写请假到哪一天。")
        else:
            cleaned["ends_on"] = None
        for name in ("body", "basis", "decided_on") if to in DECIDED else ():
            if not cleaned.get(name) and name not in self.errors:
                label = self.fields[name].label
                self.add_error(name, f"{MemberState(to).label}要写明{label}。")
        return cleaned

    def stored(self, current, name):
        return current.state if name == "to" else super().stored(current, name)


class EndTermForm(DecisionForm):
    versioned = True
    field_order = ("starts_on", "reason", "next_term", "staying", "body", "basis", "basis_note", "decided_on")

    starts_on = DateField(
        label="最后一天", latest=timezone.localdate, why="届满的最后一天不能晚于今天。", initial=timezone.localdate
    )
    reason = LineField(label="说明", max_length=200, initial="换届")
    next_term = forms.ModelChoiceField(
        Term.objects.none(),
        label="下一届",
        required=False,
        empty_label="没有留任的委员",
        help_text="先在届次页登记下一届。",
    )
    staying = FindManyField(
        Member.objects.none(),
        "members:find_members",
        label="留任的委员",
        required=False,
        help_text="留任的委员转入下一届，派驻不变；其他委员届满，派驻和委员角色同时结束。",
    )

    def __init__(self, *args, term, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["next_term"].queryset = term.region.terms.filter(level=term.level).exclude(pk=term.pk)
        self.fields["staying"].queryset = Member.objects.active().filter(term=term)
