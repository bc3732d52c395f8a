"""Forms of 要报 and 专报: the sheet on which one is written, what signs it off, and what ends it."""

from django import forms
from django.utils import timezone

from members.forms import (
    AttachmentsField,
    CheckField,
    DateField,
    Form,
    LineField,
    NumberField,
    SegField,
    SelectField,
    TextField,
)
from proposals.enums import HandlingResult, ReportKind


class ReportForm(Form):
    once = True

    kind = SegField(label="类别", choices=ReportKind.choices)
    title = LineField(label="标题", max_length=80, note="不超过 80 字")
    lead = TextField(label="按语", max_length=500, rows=2, required=False)
    body = TextField(
        label="正文",
        max_length=12000,
        rows=14,
        help_text="内容取自事项和社情民意信息，请改成报告的写法；不写群众姓名和个人情况。",
    )
    reported_to = LineField(
        label="报", max_length=300, required=False, note="签发前必填", help_text="例如：市委、市政府"
    )
    sent_to = LineField(label="送", max_length=300, required=False)
    copied_to = LineField(label="发", max_length=300, required=False)
    copies = NumberField(label="印数", min_value=1, max_value=9999, required=False, note="份")
    contact = LineField(label="联系人及电话", max_length=100, required=False)
    is_internal = CheckField(label="内部", required=False, help_text="内部的不对外公开，批示内容只给登记的单位看。")
    attachments = AttachmentsField(label="附件", required=False)


class EditReportForm(ReportForm):
    once = False
    versioned = True


class IssueForm(Form):
    versioned = True

    signed_off_by = LineField(label="签发人", max_length=40)
    issued_on = DateField(label="报送日期", latest=timezone.localdate, why="报送日期不能晚于今天。")


class DropReportForm(Form):
    reason = LineField(label="原因", max_length=200)


class CloseReportForm(Form):
    """The result of the whole, and of each thing that the report is made of."""

    result = TextField(
        label="办理结果", max_length=2000, rows=4, help_text="联络室和乡镇（街道）看得到，不写批示原文。"
    )

    def __init__(self, *args, items, **kwargs):
        super().__init__(*args, **kwargs)
        self.items = items
        for item in items:
            name = str(item)[:40]
            self.fields[f"result_{item.pk}"] = SelectField(
                label=f"“{name}”的结果", choices=[("", "请选择"), *HandlingResult.choices]
            )
            self.fields[f"outcome_{item.pk}"] = TextField(label="情况", max_length=1000, rows=2, required=False)

    def outcomes(self) -> dict:
        data = self.cleaned_data
        return {item.pk: (data[f"result_{item.pk}"], data[f"outcome_{item.pk}"]) for item in self.items}


class ChosenForm(forms.Form):
    """What was ticked in the inbox: keys that stand in the address."""

    MOST = 30

    def __init__(self, params):
        super().__init__(params)
        self.params = params

    def keys(self, name: str) -> list[int]:
        given = [value for value in self.params.getlist(name) if value.isascii() and value.isdigit()]
        return list(dict.fromkeys(int(value) for value in given[: self.MOST] if len(value) < 19))
