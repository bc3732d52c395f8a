"""Forms of a unit that handles a proposal, and of its reply."""

from django import forms
from django.utils import timezone

from members.forms import (
    AttachmentsField,
    CheckField,
    DateField,
    FindField,
    Form,
    LineField,
    NumberField,
    SegField,
    SelectField,
    TextField,
)
from members.forms.phrases import WithPhrases
from members.models import Unit
from proposals.enums import ContactStage, ContactWay, HandlingResult, ReplyClass
from proposals.forms.review import units_of


class AgreeForm(Form):
    leader = LineField(label="分管领导", max_length=40, required=False)
    handler = LineField(label="具体承办人", max_length=40, required=False)
    phone = LineField(label="联系电话", max_length=40, required=False)
    deputy = LineField(label="B 岗", max_length=40, required=False)


class PlanForm(AgreeForm):
    versioned = True

    plan = TextField(label="办理计划", max_length=2000, rows=6, required=False, help_text="时间表、路线图、任务书。")
    field_order = ["leader", "handler", "phone", "deputy", "plan"]


class ObjectForm(Form):
    reason = TextField(label="申请退办理由", max_length=500, rows=4, help_text="写明职责依据。")
    better_unit = FindField(Unit.objects.none(), "consult:find_units", label="建议承办单位", required=False)

    def __init__(self, *args, handling, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["better_unit"].queryset = units_of(handling.proposal.office)


class ContactForm(Form):
    once = True

    stage = SegField(label="环节", choices=ContactStage.choices)
    way = SelectField(label="方式", choices=ContactWay.choices)
    on = DateField(label="日期", latest=timezone.localdate, why="沟通日期不能晚于今天。")
    with_proposer = CheckField(label="提出人参加", required=False)
    people = LineField(label="参加人", max_length=200)
    said = TextField(label="沟通情况", max_length=2000, rows=5)
    attachments = AttachmentsField("photo", label="照片、材料", required=False)


class OpinionForm(Form):
    result = SelectField(label="办理结果", choices=HandlingResult.choices)
    text = TextField(label="办理意见", max_length=6000, rows=8)
    attachments = AttachmentsField(label="材料", required=False)


class ResultForm(Form):
    """The row of the list of results."""

    versioned = True

    result = TextField(label="逐条答复", max_length=2000, rows=5)
    done = LineField(label="办理结果", max_length=500, required=False, help_text="做了什么，例如：新增充电车位")
    figure = NumberField(label="数据", required=False, places=2, note="办结的必填")
    figure_unit = LineField(label="计量单位", max_length=20, required=False, note="办结的必填，例如：处")
    is_finished = CheckField(label="已经办结", required=False)
    attachments = AttachmentsField("photo", label="佐证材料", required=False)


class ReplyForm(WithPhrases, Form):
    """What a letter of reply says, as GB/T 9704 has it."""

    versioned = True
    phrased = "body"

    result_class = SegField(label="答复类别", choices=ReplyClass.choices)
    planned_until = DateField(label="计划完成时间", required=False, note="B 类必填", when={"result_class": ("B",)})
    why_not = TextField(
        label="不能解决的原因", max_length=500, rows=2, required=False, note="C 类必填", when={"result_class": ("C",)}
    )
    body = TextField(label="答复正文", max_length=8000, rows=14, help_text="称呼和落款由系统加，正文逐条答复建议。")
    number = LineField(label="发文字号", max_length=60, help_text="例如：冶住建函〔2026〕12号")
    signer = LineField(label="签发人", max_length=40)
    signed_on = DateField(label="成文日期", latest=timezone.localdate, why="成文日期不能晚于今天。")
    contact = LineField(label="联系人", max_length=40)
    phone = LineField(label="联系电话", max_length=40)
    copied_to = LineField(label="抄送", max_length=200, required=False)
    attachments = AttachmentsField(label="附件", required=False)

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("result_class") == ReplyClass.PLANNED and not cleaned.get("planned_until"):
            self.add_error("planned_until", "B 类答复要写明计划完成的时间。")
        if cleaned.get("result_class") == ReplyClass.NOT_NOW and not cleaned.get("why_not"):
            self.add_error("why_not", "C 类答复要说明不能解决的原因。")
        return cleaned


class NewReplyForm(ReplyForm):
    versioned = False
    once = True


class CoSignForm(Form):
    agrees = SegField(label="会签意见", choices=[("yes", "同意"), ("no", "有不同意见")])
    text = TextField(label="意见", max_length=1000, rows=4, required=False, note="有不同意见的必填")
    # The letter as it was read.
    version = forms.IntegerField(widget=forms.HiddenInput)

    def details(self) -> dict:
        return self.cleaned_data | {"agrees": self.cleaned_data["agrees"] == "yes"}


class ExplainForm(Form):
    cosign = SelectField(label="会签单位", choices=())
    answer = TextField(label="说明", max_length=1000, rows=4)

    def __init__(self, *args, cosigns, **kwargs):
        super().__init__(*args, **kwargs)
        self.cosigns = {str(each.pk): each for each in cosigns}
        self.fields["cosign"].choices = [
            (key, f"{each.handling.unit.short_name}：{each.text[:40]}") for key, each in self.cosigns.items()
        ]

    def details(self) -> dict:
        return self.cleaned_data | {"cosign": self.cosigns[self.cleaned_data["cosign"]]}


class WithdrawForm(Form):
    reason = TextField(label="撤回原因", max_length=300, rows=2, help_text="提出人看得到。")
