"""Forms of the library of rule documents."""

from django.utils import timezone

from members.forms import AttachmentsField, DateField, Form, LineField, SelectField, TextField
from rooms.enums import RuleCategory
from rooms.forms.registers import KeptForm


class VersionForm(Form):
    """One version as it was issued."""

    once = True

    issuer = LineField(label="印发单位", max_length=80)
    reference = LineField(label="文号", max_length=60, required=False)
    issued_on = DateField(label="印发日期", latest=timezone.localdate, why="印发日期不能晚于今天。")
    effective_on = DateField(label="施行日期", help_text="从这一天起为现行版本，当天通知各联络室和乡镇。")
    note = LineField(label="修订说明", max_length=300, required=False)
    files = AttachmentsField("document", label="文件正文", note="PDF 或 Word")


class RuleForm(KeptForm, VersionForm):
    title = LineField(label="标题", max_length=120, note="不加书名号")
    category = SelectField(label="类别", choices=[("", "请选择"), *RuleCategory.choices])
    summary = TextField(label="主要内容", max_length=1000, rows=3, required=False)

    field_order = (
        "unit",
        "title",
        "category",
        "region",
        "summary",
        "issuer",
        "reference",
        "issued_on",
        "effective_on",
        "files",
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["region"].label = "适用范围"
        self.fields["region"].help_text = "这个区域里登录的人都能查阅。"
        # The first version changes nothing that was there before.
        del self.fields["note"], self.fields["version"]

    def clean_title(self):
        return self.cleaned_data["title"].strip("《》")


class EditRuleForm(Form):
    versioned = True

    title = LineField(label="标题", max_length=120, note="不加书名号")
    category = SelectField(label="类别", choices=RuleCategory.choices)
    summary = TextField(label="主要内容", max_length=1000, rows=3, required=False)

    def clean_title(self):
        return self.cleaned_data["title"].strip("《》")


class LastDayForm(Form):
    """An end that has a day and a reason."""

    versioned = True

    last_on = DateField(label="最后一天", initial=timezone.localdate)
    reason = LineField(label="原因", max_length=200)
