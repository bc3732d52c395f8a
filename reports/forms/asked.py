"""Forms of the people inside a unit: desks, absences, handlers, hand-overs."""

from django import forms
from django.utils import timezone

from members.enums import AbsenceKind
from members.forms import DateField, Form, LineField, SegField, TextField
from members.forms.fields import Noted, TagsField
from members.models import User
from members.queries import desks

HAVE_DEPUTY = "期间通知发给代办人；不选的，由每件的 B 岗代办。"


class PersonField(Noted, forms.ModelChoiceField):
    """Somebody who handles for the unit."""

    def __init__(self, **kwargs):
        super().__init__(
            User.objects.none(), empty_label="不指定" if kwargs.get("required") is False else "请选择", **kwargs
        )


class OfUnitForm(Form):
    """A form in which people of one unit are chosen."""

    def __init__(self, *args, unit, **kwargs):
        super().__init__(*args, **kwargs)
        people = desks.handlers_of([unit]).order_by("pinyin", "pk")
        for field in self.fields.values():
            if isinstance(field, PersonField):
                field.queryset = people


class DeskForm(OfUnitForm):
    field = LineField(label="领域", max_length=40, help_text="例如：道路交通、住房保障、综合。")
    words = TagsField(
        label="关键词",
        required=False,
        help_text="内容里有这些词的，交办以后自动由这个岗位经办。用顿号隔开；不填的，承接其他岗位没有接的。",
    )
    holder = PersonField(label="A 岗")
    deputy = PersonField(label="B 岗", required=False)


class EditDeskForm(DeskForm):
    versioned = True


class AbsenceForm(OfUnitForm):
    user = PersonField(label="外出人")
    kind = SegField(label="事由", choices=AbsenceKind.choices, initial=AbsenceKind.LEAVE)
    starts_on = DateField(label="开始日期")
    ends_on = DateField(label="结束日期", earliest=timezone.localdate, why="已经过去的外出不用登记。")
    deputy = PersonField(label="代办人", required=False, help_text=HAVE_DEPUTY)
    note = LineField(label="说明", max_length=200, required=False)


class HandOverForm(OfUnitForm):
    taker = PersonField(label="接收人")
    note = TextField(label="移交说明", max_length=500, required=False, help_text="办到哪一步、还差什么、和谁联系。")


class HandOverAllForm(HandOverForm):
    giver = PersonField(label="移交人")
    field_order = ("giver", "taker", "note")


class HandlerForm(OfUnitForm):
    holder = PersonField(label="经办人（A 岗）")
    deputy = PersonField(label="B 岗", required=False)
