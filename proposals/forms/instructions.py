"""Forms of what leaders wrote on a report, and of where a report was taken up."""

from django.utils import timezone

from members.forms import (
    AttachmentsField,
    CheckField,
    DateField,
    FindManyField,
    Form,
    LineField,
    SegField,
    SelectField,
    TextField,
)
from members.models import Unit
from proposals.enums import AdoptionLevel

LATER = {"latest": timezone.localdate}


class InstructionForm(Form):
    """`offices` are those of the leaders for which the person may enter; a person of one of them enters for it."""

    once = True

    leader = LineField(label="领导姓名", max_length=40)
    post = LineField(label="职务", max_length=60)
    on = DateField(label="批示日期", why="批示日期不能晚于今天。", **LATER)
    entered_for = SelectField(label="登记单位")
    is_viewed_only = CheckField(label="只圈阅，没有批示", required=False, help_text="圈阅登记在册，不计入批示。")
    text = TextField(label="批示内容", max_length=1000, rows=4, required=False)
    is_internal = CheckField(
        label="内部",
        required=False,
        help_text="只有市政协办公室、两办和下面登记的单位看得到内容，其他人只看到有批示。",
    )
    readers = FindManyField(Unit.objects.none(), "members:find_units", label="可以看批示内容的单位", required=False)
    attachments = AttachmentsField("scan", label="批示扫描件", required=False)

    def __init__(self, *args, offices, units, **kwargs):
        super().__init__(*args, **kwargs)
        self.offices = {str(unit.pk): unit for unit in offices}
        self.fields["entered_for"].choices = [(key, unit.short_name) for key, unit in self.offices.items()]
        self.fields["readers"].queryset = units
        if len(offices) == 1:
            self.fields["entered_for"].initial = str(offices[0].pk)

    def clean(self):
        data = super().clean()
        if not data.get("is_viewed_only") and not (data.get("text") or "").strip() and "text" not in self.errors:
            self.add_error("text", "请填写批示内容；只画圈的，勾选“只圈阅”，不计入批示。")
        if data.get("entered_for"):
            data["entered_for"] = self.offices[data["entered_for"]]
        return data


class EditInstructionForm(InstructionForm):
    once = False
    versioned = True

    def stored(self, current, name):
        return str(current.entered_for_id) if name == "entered_for" else super().stored(current, name)

    def told(self, name, value):
        return str(value) if name == "entered_for" and isinstance(value, Unit) else super().told(name, value)


class RemoveForm(Form):
    reason = TextField(label="移出原因", max_length=300, rows=2)


class AdoptionForm(Form):
    once = True

    level = SegField(label="采用级别", choices=AdoptionLevel.choices)
    organ = LineField(label="采用单位", max_length=80, help_text="例如：省政协办公厅")
    on = DateField(label="采用日期", why="采用日期不能晚于今天。", **LATER)
    note = LineField(label="刊物、期号或文号", max_length=120, required=False)
