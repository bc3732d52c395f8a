"""Forms of reports: for which span, what people write, why one is corrected."""

from django.core.exceptions import ValidationError

from members.forms import Form
from members.forms.fields import LineField, SelectField, TextField


class MakeForm(Form):
    """Of the kinds that the pack makes, one span that is over."""

    what = SelectField(label="报告")

    def __init__(self, *args, choices, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["what"].choices = choices


class PeriodicForm(Form):
    versioned = True

    title = LineField(label="标题", max_length=120)
    recipients = LineField(label="主送", max_length=300)
    opening = TextField(label="总体情况", max_length=4000, rows=8)
    highlights = TextField(label="工作亮点", max_length=4000, rows=5, required=False)
    problems = TextField(label="存在问题", max_length=4000, rows=6, required=False)
    next_steps = TextField(label="下步要求", max_length=4000, rows=5, required=False)

    def __init__(self, *args, report, **kwargs):
        super().__init__(*args, **kwargs)
        if not report.is_circular:
            del self.fields["recipients"]


class VersionForm(Form):
    """An act upon what the person saw."""

    versioned = True


class CorrectForm(Form):
    reason = TextField(label="更正原因", max_length=200, rows=2)

    def clean_reason(self):
        reason = self.cleaned_data["reason"].strip()
        if not reason:
            raise ValidationError("请写明更正原因。")
        return reason
