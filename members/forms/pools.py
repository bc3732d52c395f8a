"""Forms of the pools: their people, their vocabulary, and the topic for which somebody is looked for."""

from members.enums import PoolKind
from members.forms.base import Form
from members.forms.fields import CheckField, FindField, LineField, SegField, TagsField, TextField
from members.forms.people import PHONE
from members.models import Region


class ExpertForm(Form):
    versioned = True

    pool = SegField(label="人才库", choices=PoolKind.choices)
    name = LineField(label="姓名", max_length=40)
    identity = LineField(label="身份、单位和职务", max_length=80, required=False)
    specialities = TagsField(label="特长", note="用顿号隔开", help_text="例如：物业、法律、水利。按这些词找人。")
    region = FindField(Region.objects.none(), "members:find_regions", label="所在区域")
    phone = LineField(label="手机", max_length=30, required=False, validators=[PHONE])
    consent = LineField(
        label="本人同意的情况", max_length=200, help_text="例如：2026年9月1日电话征得本人同意。没有征得同意的不要登记。"
    )

    def __init__(self, *args, regions, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["region"].queryset = regions


class EditExpertForm(ExpertForm):
    is_active = CheckField(label="在库", required=False)


class TagForm(Form):
    versioned = True

    name = LineField(label="标签", max_length=20)
    words = TagsField(
        label="相关词",
        required=False,
        note="用顿号隔开",
        help_text="议题里出现这些词，也按这个标签找人。",
    )


class TopicForm(Form):
    """议题的题目和缘由: what somebody is looked for."""

    topic = TextField(label="议题", max_length=1000, rows=2, help_text="写题目和主要内容，越具体越好找。")
    region = FindField(
        Region.objects.none(), "members:find_regions", label="在哪里", required=False, note="就近的排在前面"
    )

    def __init__(self, *args, regions, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["region"].queryset = regions
