"""Forms of activity days."""

from django import forms
from django.forms import widgets
from django.utils import timezone

from members.forms import DateField, Form, LineField, TextField


class TimeInput(widgets.TimeInput):
    input_type = "time"

    def __init__(self):
        super().__init__(format="%H:%M")


class TimeField(forms.TimeField):
    """A time of day; full-width colons are people's colons."""

    widget = TimeInput
    note = ""
    default_error_messages = {"invalid": "时间填写有误，请按 09:30 的格式填写。"}

    def to_python(self, value):
        return super().to_python(value.strip().replace("：", ":") if isinstance(value, str) else value)


class MoveDayForm(Form):
    versioned = True

    on = DateField(label="新的日期", earliest=timezone.localdate, why="新的日期不能早于今天。")
    reason = LineField(label="原因", max_length=200, help_text="会写进通知，例如：与市委全会时间冲突")


class RoomDayForm(Form):
    versioned = True

    plan = TextField(label="活动内容", max_length=2000, rows=5)
    place = LineField(label="地点", max_length=120, required=False)
    starts_at = TimeField(label="时间", required=False)
