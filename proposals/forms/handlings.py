"""Forms of 交办 and 承办."""

from django.utils import timezone

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
from members.forms.phrases import WithPhrases
from members.models import Unit
from proposals.enums import HandlingResult, HandlingRole
from proposals.operations.handlings import BESIDE, Part

FIND = "consult:find_units"
UNITS = Unit.objects.none()
# What is asked of whom, in the order of the sheet; the role of each field.
ROLES = {
    "lead": HandlingRole.LEAD,
    "co": HandlingRole.CO,
    "joint": HandlingRole.JOINT,
    "divided": HandlingRole.DIVIDED,
}


class AssignForm(Form):
    """Several units at once; `offices` are those for which the person may assign."""

    once = True

    office = SelectField(label="交办单位")
    instruction = SelectField(label="根据哪条批示", required=False)
    lead = FindField(UNITS, FIND, label="主办单位", required=False)
    co = FindManyField(
        UNITS, FIND, label="协办单位", required=False, help_text="把协办意见交给主办单位，由主办单位一并反馈。"
    )
    joint = FindManyField(UNITS, FIND, label="会办单位", required=False, help_text="和主办单位共同办理。")
    divided = FindManyField(UNITS, FIND, label="分办单位", required=False, help_text="各办各的，分别反馈。")
    due_on = DateField(
        label="办理期限",
        required=False,
        earliest=timezone.localdate,
        why="办理期限不能早于今天。",
        help_text="主办、分办单位的期限；不填的按本地规定。",
    )
    co_due_on = DateField(
        label="协办、会办期限",
        required=False,
        earliest=timezone.localdate,
        why="办理期限不能早于今天。",
        help_text="不晚于主办单位，以便主办单位汇总；不填的与主办单位相同。",
    )
    task = TextField(label="办理要求", max_length=2000, rows=4, help_text="承办单位看得到。写要办什么，不抄内部批示。")

    def __init__(self, *args, offices, instructions, units, **kwargs):
        super().__init__(*args, **kwargs)
        self.offices = {str(unit.pk): unit for unit in offices}
        self.instructions = {str(row.pk): row for row in instructions}
        self.fields["office"].choices = [(key, unit.short_name) for key, unit in self.offices.items()]
        named = [(key, f"{row.leader} {row.on:%-m月%-d日}") for key, row in self.instructions.items()]
        self.fields["instruction"].choices = [("", "不指明"), *named]
        for name in ROLES:
            self.fields[name].queryset = units

    def clean(self):
        data = super().clean()
        if not any(data.get(name) for name in ROLES) and not self.errors:
            self.add_error("lead", "请选择承办单位。")
        return data

    def details(self) -> dict:
        """What `handlings.assign` takes."""
        data, parts = self.cleaned_data, []
        for name, role in ROLES.items():
            chosen = data[name] if isinstance(data[name], list) else [data[name]]
            due_on = (role in BESIDE and data["co_due_on"]) or data["due_on"]
            parts += [Part(unit, role, due_on) for unit in chosen if unit]
        return {
            "office": self.offices[data["office"]],
            "instruction": self.instructions.get(data["instruction"]),
            "task": data["task"],
            "parts": parts,
        }


class PeopleForm(Form):
    versioned = True

    leader = LineField(label="分管领导", max_length=40, required=False)
    handler = LineField(label="具体承办人", max_length=40)
    phone = LineField(label="联系电话", max_length=40, required=False)
    deputy = LineField(label="B 岗", max_length=40, required=False, help_text="承办人不在时由谁接办。")


class AcceptForm(PeopleForm):
    versioned = False

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["handler"].required = False


class ObjectForm(Form):
    reason = TextField(label="退办理由", max_length=500, rows=3, help_text="写明为什么不归本单位办理。")
    better_unit = FindField(UNITS, FIND, label="建议承办单位", required=False)

    def __init__(self, *args, units, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["better_unit"].queryset = units


class RuleForm(Form):
    agrees = SegField(label="处理", choices=[("yes", "同意退办"), ("no", "不同意，请继续办理")])
    ruling = TextField(label="处理意见", max_length=500, rows=3)

    def clean(self):
        data = super().clean()
        data["agrees"] = data.get("agrees") == "yes"
        return data


class ReassignForm(Form):
    unit = FindField(UNITS, FIND, label="改派单位")
    due_on = DateField(
        label="办理期限",
        required=False,
        earliest=timezone.localdate,
        why="办理期限不能早于今天。",
        help_text="不填的按本地规定从今天起算。",
    )
    reason = LineField(label="改派理由", max_length=300)

    def __init__(self, *args, units, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units


class ExtendForm(Form):
    due_on = DateField(label="新的期限", earliest=timezone.localdate, why="新的期限不能早于今天。")
    reason = LineField(label="延期理由", max_length=300)


class ReasonForm(Form):
    """One text under a label of the act."""

    reason = TextField(label="理由", max_length=500, rows=3)

    def __init__(self, *args, label: str, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["reason"].label = label


class ProgressForm(Form):
    text = TextField(label="进展情况", max_length=2000, rows=3)
    attachments = AttachmentsField(label="佐证材料", required=False)


class AnswerForm(WithPhrases, Form):
    result = SegField(label="办理结果", choices=HandlingResult.choices)
    text = TextField(
        label="办理情况",
        max_length=6000,
        rows=8,
        help_text="市政协办公室、联络室和乡镇（街道）看得到，不抄内部批示。",
    )
    attachments = AttachmentsField(label="材料", required=False)


class CloseForm(Form):
    note = TextField(label="意见", max_length=500, rows=2, required=False)
