"""Forms of time limits."""

from django.utils import timezone

from members.forms import DateField, Form, TextField


class PauseForm(Form):
    on = DateField(
        label="停表日期",
        latest=timezone.localdate,
        why="停表日期不能晚于今天。",
        initial=timezone.localdate,
        help_text="从这一天起不计入期限，到恢复计时为止",
    )
    reason = TextField(label="停表原因", max_length=200, rows=2, help_text="会通知承办单位，例如：等待提案人补充材料")


class ResumeForm(Form):
    on = DateField(
        label="恢复日期",
        latest=timezone.localdate,
        why="恢复日期不能晚于今天。",
        initial=timezone.localdate,
        help_text="从这一天起重新计入期限",
    )
