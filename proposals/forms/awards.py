"""Forms of awards, of units that put things right, and of the special fund."""

from members.forms import (
    AttachmentsField,
    CheckField,
    DateField,
    FindField,
    Form,
    LineField,
    NumberField,
    SegField,
    TextField,
)
from members.models import Member, Unit
from proposals.enums import AwardKind
from proposals.forms.care import today
from proposals.models import Proposal


class AwardForm(Form):
    once = True

    kind = SegField(label="奖项", choices=AwardKind.choices)
    year = NumberField(label="年度", min_value=2000, max_value=2099)
    proposal = FindField(
        Proposal.objects.none(),
        "proposals:find_proposals",
        label="提案",
        required=False,
        note="优秀提案必填",
        when={"kind": (AwardKind.PROPOSAL,)},
    )
    unit = FindField(
        Unit.objects.none(),
        "consult:find_units",
        label="单位",
        required=False,
        note="先进单位必填",
        when={"kind": (AwardKind.UNIT, AwardKind.PERSON)},
    )
    person = LineField(
        label="姓名", max_length=40, required=False, note="先进个人必填", when={"kind": (AwardKind.PERSON,)}
    )
    member = FindField(
        Member.objects.none(),
        "members:find_members",
        label="评给委员",
        required=False,
        note="先进个人是委员的填写",
        help_text="从委员名册里选，评优记入这位委员的履职档案，姓名按名册，不用再填。",
        when={"kind": (AwardKind.PERSON,)},
    )
    basis = TextField(label="评选依据", max_length=300, rows=3)
    decided_by = LineField(label="由谁确定", max_length=60)
    decided_on = DateField(label="确定日期", latest=today, why="确定日期不能晚于今天。")
    certificate = LineField(label="证书编号", max_length=40)

    def __init__(self, *args, proposals, units, members, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["proposal"].queryset, self.fields["unit"].queryset = proposals, units
        self.fields["member"].queryset = members

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("kind") == AwardKind.PERSON and cleaned.get("member"):
            cleaned["person"] = cleaned["member"].name
        needs = {"proposal": "proposal", "unit": "unit", "person": "person"}.get(cleaned.get("kind"))
        if needs and not cleaned.get(needs) and needs not in self.errors:
            self.add_error(needs, "请写明评给谁。")
        return cleaned


class RemoveForm(Form):
    reason = TextField(label="删除的原因", max_length=300, rows=2)


class AskRectificationForm(Form):
    once = True

    unit = FindField(Unit.objects.none(), "consult:find_units", label="单位")
    year = NumberField(label="年度", min_value=2000, max_value=2099)
    why = TextField(label="整改原因", max_length=300, rows=3, help_text="例如：年度提案办理评议排名末位。")

    def __init__(self, *args, units, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units


class RectificationForm(Form):
    report = TextField(label="整改情况", max_length=4000, rows=8)
    attachments = AttachmentsField("scan", label="书面报告", required=False)


class RuleRectificationForm(Form):
    passes = CheckField(label="整改通过", required=False)
    opinion = TextField(label="意见", max_length=300, rows=3, required=False, help_text="退回补充的必须写明。")


class PotForm(Form):
    once = True

    year = NumberField(label="年度", min_value=2000, max_value=2099)
    amount = NumberField(label="总额", places=2, note="万元")
    source = LineField(label="资金来源", max_length=120)
    basis = LineField(label="依据", max_length=200, required=False)


class ChangePotForm(Form):
    amount = NumberField(label="总额", places=2, note="万元")
    reason = TextField(label="调整的原因", max_length=300, rows=2)


class GrantForm(Form):
    once = True

    proposal = FindField(Proposal.objects.none(), "proposals:find_proposals", label="提案")
    amount = NumberField(label="安排金额", places=2, note="万元")
    used_for = LineField(label="用途", max_length=200)
    approved_by = LineField(label="由谁批准", max_length=60)
    approved_on = DateField(label="批准日期", latest=today, why="批准日期不能晚于今天。")
    attachments = AttachmentsField("scan", label="批准文件", required=False)

    def __init__(self, *args, proposals, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["proposal"].queryset = proposals


class AccountForm(Form):
    versioned = True

    paid = NumberField(label="已拨付", places=2, note="万元")
    spent = NumberField(label="已支出", places=2, note="万元")
    account = TextField(label="支出说明", max_length=500, rows=3, required=False)
    attachments = AttachmentsField("scan", label="凭证", required=False)
