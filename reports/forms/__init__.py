"""The filters of the list of quotas, whose states are counted and are no rows of a table; a workbook that goes up."""

from django import forms
from django.core.exceptions import ValidationError

from members.forms import Form
from members.forms.fields import DateField, LineField
from reports.facts.quotas import STATUSES
from reports.models import WorkbookImport
from rooms.practice.counting import SEVERITIES

WORDS = forms.TextInput(attrs={"placeholder": "名称", "type": "search"})


class QuotaFilterForm(forms.Form):
    q = LineField(label="名称", max_length=60, required=False, widget=WORDS)
    # Chosen by the tabs above.
    kind = forms.CharField(widget=forms.HiddenInput)
    rule = forms.ChoiceField(label="要求", required=False)
    severity = forms.ChoiceField(
        label="程度",
        required=False,
        choices=[("", "各种程度"), *((code, name) for code, name in SEVERITIES.items() if code != "off")],
    )
    status = forms.ChoiceField(label="情况", choices=[*STATUSES.items(), ("all", "全部情况")])
    on = DateField(label="截至", required=False)

    def __init__(self, *args, rules, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["rule"].choices = [("", "各项要求"), *((rule.quota.name, rule.quota.name) for rule in rules)]


class WorkbookForm(Form):
    """One file. What it is, the check says; only what its name says is looked at here."""

    once = True

    file = forms.FileField(
        label="填好的文件",
        error_messages={"required": "请选择填好的 .xlsx 文件。", "empty": "这个文件是空的，请重新选择。"},
        widget=forms.FileInput(attrs={"accept": ".xlsx"}),
    )

    def clean_file(self):
        file = self.cleaned_data["file"]
        if not file.name.lower().endswith(".xlsx"):
            raise ValidationError("只能上传 .xlsx 文件。旧格式（.xls、.et）和 csv 请先另存为“Excel 工作簿（.xlsx）”。")
        return file


class WriteWorkbookForm(Form):
    """What the person saw, and what is to be written of it."""

    seen = forms.CharField(max_length=64, widget=forms.HiddenInput)
    choice = forms.ChoiceField(choices=WorkbookImport.Choice.choices, widget=forms.HiddenInput)


class VolumeForm(Form):
    """Another volume of a year that has one already."""

    reason = LineField(label="重新组卷原因", max_length=200)
