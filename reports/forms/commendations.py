"""Forms of decisions that commend."""

from django import forms
from django.utils import timezone

from members.forms import DateField, Form, LineField, SelectField, TextField
from members.models import Unit


class DraftForm(Form):
    """Of which grade, by which office."""

    once = True

    unit = SelectField(label="发文单位")
    grade = SelectField(label="表彰的等次")

    def __init__(self, *args, units, grades, **kwargs):
        super().__init__(*args, **kwargs)
        self.units = {str(unit.pk): unit for unit in units}
        self.fields["unit"].choices = [(key, unit.name) for key, unit in self.units.items()]
        self.fields["grade"].choices = [(name, f"{name}（{many}）") for name, many in grades]
        if len(self.units) == 1:
            self.fields["unit"].widget = forms.HiddenInput()
            self.fields["unit"].initial = next(iter(self.units))

    def clean_unit(self) -> Unit:
        return self.units[self.cleaned_data["unit"]]


class EditForm(Form):
    versioned = True

    title = LineField(label="标题", max_length=80)
    recipients = LineField(label="主送", max_length=300)
    opening = TextField(
        label="决定", max_length=2000, rows=4, help_text="表彰对象的名单接在这一段后面，按考核结果自动列出。"
    )
    closing = TextField(label="希望和号召", max_length=2000, rows=4, required=False)
    copied_to = LineField(label="抄送", max_length=300, required=False)


class IssueForm(Form):
    versioned = True

    decided_by = LineField(label="由谁决定", max_length=60, help_text="例如：主席会议、领导小组会议。")
    issued_on = DateField(label="成文日期", latest=timezone.localdate, why="成文日期不能晚于今天。")
