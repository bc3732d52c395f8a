"""Forms of 固定联系群众."""

from django.utils import timezone

from members.forms.base import Form
from members.forms.fields import DateField, LineField
from members.forms.people import PHONE


class ContactForm(Form):
    versioned = True

    name = LineField(label="姓名", max_length=40)
    sector = LineField(label="界别、身份", max_length=60, required=False, help_text="例如：个体工商户、退休教师")
    phone = LineField(label="手机", max_length=30, required=False, validators=[PHONE])
    note = LineField(label="说明", max_length=200, required=False)
    starts_on = DateField(
        label="开始联系", latest=timezone.localdate, why="开始日期不能晚于今天。", initial=timezone.localdate
    )


class EndContactForm(Form):
    last_on = DateField(
        label="最后一天", latest=timezone.localdate, why="最后一天不能晚于今天。", initial=timezone.localdate
    )
    reason = LineField(label="原因", max_length=200, required=False)
