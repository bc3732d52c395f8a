"""Sending a paper out, and a signature on paper that the sender enters."""

from django.utils import timezone

from members.forms import Form
from members.forms.fields import DateField, LineField


class ReceiptForm(Form):
    who = LineField(label="签收人", max_length=40)
    on = DateField(
        label="签收日期", initial=timezone.localdate, latest=timezone.localdate, why="签收日期不能晚于今天。"
    )
