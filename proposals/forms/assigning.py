"""Forms of 预交办, 协商调整, 正式交办 and of what ends the way of a proposal."""

from django.utils import timezone

from members.forms import DateField, FindField, FindManyField, Form, LineField, SegField, SelectField, TextField
from members.models import Unit
from proposals.enums import HandlingRole
from proposals.forms.review import units_of
from proposals.operations import Part

FIND = "consult:find_units"
YES_NO = [("yes", "同意"), ("no", "不同意")]
AGREED = {"agrees": ("yes",)}


class PartsForm(Form):
    """Which units, each in its part: one that leads, or several that divide it."""

    lead = FindField(Unit.objects.none(), FIND, label="主办单位", required=False, help_text="各办各的，只填分办单位。")
    joint = FindManyField(
        Unit.objects.none(),
        FIND,
        label="会办单位",
        required=False,
        help_text="共同办理，答复要经其会签。",
    )
    co = FindManyField(Unit.objects.none(), FIND, label="协办单位", required=False, help_text="向主办单位提出意见。")
    divided = FindManyField(
        Unit.objects.none(),
        FIND,
        label="分办单位",
        required=False,
        help_text="各办各的，分别答复提出人。",
    )
    task = TextField(label="办理要求", max_length=2000, rows=3, required=False)

    def __init__(self, *args, row, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("lead", "joint", "co", "divided"):
            self.fields[name].queryset = units_of(row.office)

    def details(self) -> dict:
        cleaned = self.cleaned_data
        parts = [Part(cleaned["lead"], HandlingRole.LEAD)] if cleaned["lead"] else []
        for role in (HandlingRole.JOINT, HandlingRole.CO, HandlingRole.DIVIDED):
            parts += [Part(unit, role) for unit in cleaned[role]]
        return {"parts": parts, "task": cleaned["task"]}


class GivenForm(PartsForm):
    """The same for good, on a day."""

    on = DateField(label="交办日期", latest=timezone.localdate, why="交办日期不能晚于今天。")
    paper = LineField(label="交办会或交办文号", max_length=120, required=False)

    def details(self) -> dict:
        return super().details() | {name: self.cleaned_data[name] for name in ("on", "paper")}


class FormallyForm(Form):
    on = DateField(label="交办日期", latest=timezone.localdate, why="交办日期不能晚于今天。")
    paper = LineField(label="交办会或交办文号", max_length=120, help_text="例如：2026年提案交办会")


class AdjustForm(Form):
    agrees = SegField(label="退办申请", choices=YES_NO)
    ruling = TextField(label="处理意见", max_length=500, rows=3, help_text="单位看得到。")
    unit = FindField(
        Unit.objects.none(), FIND, label="改由哪个单位承办", required=False, note="同意退办的填写", when=AGREED
    )
    proposer_asked = LineField(
        label="征求提出人意见情况",
        max_length=300,
        required=False,
        note="同意退办的填写",
        when=AGREED,
        help_text="例如：9月2日电话征求，同意",
    )

    def __init__(self, *args, handling, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units_of(handling.proposal.office)

    def details(self) -> dict:
        return self.cleaned_data | {"agrees": self.cleaned_data["agrees"] == "yes"}


class AddUnitForm(Form):
    unit = FindField(Unit.objects.none(), FIND, label="承办单位")
    role = SegField(label="承办方式", choices=HandlingRole.choices, initial=HandlingRole.CO)
    task = TextField(label="办理要求", max_length=2000, rows=3, required=False)

    def __init__(self, *args, row, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units_of(row.office)


class ReasonForm(Form):
    reason = TextField(label="理由", max_length=500, rows=3)


class RuleExtensionForm(Form):
    grants = SegField(label="延期申请", choices=YES_NO)
    ruling = TextField(label="说明", max_length=300, rows=2, required=False, help_text="不同意的要写明理由。")

    def details(self) -> dict:
        return self.cleaned_data | {"grants": self.cleaned_data["grants"] == "yes"}


class EvaluateForm(Form):
    closes_on = DateField(label="评议截止日期", earliest=timezone.localdate, why="截止日期不能早于今天。")


class CloseForm(Form):
    note = TextField(
        label="办结说明", max_length=500, rows=3, required=False, help_text="没有评议结论的，写明征求提出人意见的情况。"
    )


class SplitForm(Form):
    texts = TextField(label="建议", max_length=4000, rows=10, help_text="一行一条，按提案原文逐条列出，编号由系统加。")

    def details(self) -> dict:
        return {"texts": self.cleaned_data["texts"].splitlines()}


class DutyForm(Form):
    """The row of the responsibility list."""

    versioned = True

    handling = SelectField(label="责任单位", choices=())
    leader = LineField(label="分管领导", max_length=40)
    handler = LineField(label="具体承办人", max_length=40)
    action = TextField(label="办理措施", max_length=500, rows=3)
    until = DateField(label="完成时限", required=False)

    def __init__(self, *args, handlings, **kwargs):
        super().__init__(*args, **kwargs)
        self.handlings = {str(each.pk): each for each in handlings}
        self.fields["handling"].choices = [(key, each.unit.short_name) for key, each in self.handlings.items()]

    def details(self) -> dict:
        return self.cleaned_data | {"handling": self.handlings[self.cleaned_data["handling"]]}

    def stored(self, current, name):
        return str(current.handling_id) if name == "handling" else super().stored(current, name)
