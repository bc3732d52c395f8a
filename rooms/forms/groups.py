"""Forms of leading groups, of the contacts of guidance groups, and of hearings."""

from django import forms
from django.utils import timezone

from members.forms import (
    AttachmentsField,
    DateField,
    FindField,
    FindManyField,
    Form,
    LineField,
    SegField,
    TextField,
)
from members.forms.people import PHONE
from members.forms.phrases import WithPhrases
from members.models import Unit
from rooms.enums import ContactPost, GroupPost
from rooms.forms.registers import KeptForm
from rooms.models import LeadingGroup

NOT_LATER = "日期不能晚于今天。"


class GroupForm(KeptForm):
    name = LineField(label="名称", max_length=80, help_text="例如：“协商在一线”工作领导小组。")
    founded_on = DateField(label="成立日期", latest=timezone.localdate, why=NOT_LATER)
    reference = LineField(label="成立文号", max_length=60, required=False)
    duties = TextField(label="工作职责", max_length=4000, rows=6)
    office = LineField(label="办公室设在", max_length=80, required=False)
    office_duties = TextField(label="办公室职责", max_length=2000, rows=4, required=False)
    files = AttachmentsField("document", label="成立文件", required=False)


class PersonForm(Form):
    post = SegField(label="组内职务", choices=GroupPost.choices)
    name = LineField(label="姓名", max_length=40)
    title = LineField(label="现任职务", max_length=120, required=False)
    phone = LineField(label="手机", max_length=30, required=False, validators=[PHONE])
    starts_on = DateField(label="任职日期", latest=timezone.localdate, why=NOT_LATER)


class EditPersonForm(Form):
    versioned = True

    name = LineField(label="姓名", max_length=40)
    title = LineField(label="现任职务", max_length=120, required=False)
    phone = LineField(label="手机", max_length=30, required=False, validators=[PHONE])


class ContactForm(Form):
    post = SegField(label="组内职务", choices=ContactPost.choices)
    name = LineField(label="姓名", max_length=40)
    title = LineField(label="现任职务", max_length=120, required=False)
    phone = LineField(label="电话", max_length=30, required=False, validators=[PHONE])
    starts_on = DateField(label="开始日期", latest=timezone.localdate, why=NOT_LATER)


class HearingForm(KeptForm):
    held_on = DateField(label="日期", latest=timezone.localdate, why="会议还没有开，开完以后再登记。")
    body = LineField(label="听取单位", max_length=80, help_text="领导小组，或者党组织，例如：柳湖街道党工委。")
    group = forms.ModelChoiceField(
        LeadingGroup.objects.none(), label="领导小组", empty_label="不是领导小组的会议", required=False
    )
    meeting = LineField(label="会议名称", max_length=120)
    place = LineField(label="地点", max_length=120, required=False)
    reporters = FindManyField(Unit.objects.none(), "rooms:find_named", label="汇报单位")
    reported_by = LineField(label="汇报人", max_length=80, required=False)
    reported = TextField(label="汇报内容", max_length=6000, rows=6)
    conclusion = TextField(label="会议意见", max_length=4000, rows=4, required=False)
    files = AttachmentsField("scan", label="会议记录、纪要", note="扫描件或文件", required=False)

    def __init__(self, *args, groups, others, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["group"].queryset = groups
        self.fields["reporters"].queryset = others


class RequirementForm(Form):
    text = TextField(label="要求", max_length=1000, rows=3)
    unit = FindField(Unit.objects.none(), "rooms:find_named", label="责任单位")
    due_on = DateField(label="完成期限", required=False)

    def __init__(self, *args, others, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = others


class NewRequirementForm(RequirementForm):
    once = True


class EditRequirementForm(RequirementForm):
    versioned = True


class AnswerForm(WithPhrases, Form):
    versioned = True

    text = TextField(label="落实情况", max_length=4000, rows=5)
    files = AttachmentsField("document", label="佐证材料", required=False)


class AskAgainForm(Form):
    versioned = True

    reason = TextField(label="退回原因", max_length=300, rows=2)
    due_on = DateField(label="新的期限", required=False, note="不填为原期限")
