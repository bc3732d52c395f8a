"""Forms of the roll: the particulars of a member, and the terms of a conference."""

from django import forms

from members.enums import AttachmentKind, MemberKind, MemberLevel
from members.forms.base import Form
from members.forms.fields import (
    AttachmentsField,
    CheckField,
    DateField,
    FindField,
    LineField,
    SegField,
    SegManyField,
    TagsField,
)
from members.forms.people import PHONE
from members.models import Region, Term, User

# What a form may write of a member; an import writes the same.
PARTICULARS = (
    "name",
    "level",
    "other_levels",
    "kind",
    "sector",
    "committee",
    "party",
    "term",
    "specialities",
    "employer",
    "home",
    "work",
    "phone",
    "user",
)


class MemberForm(Form):
    """委员: the roll of one city, of all three levels."""

    versioned = True

    name = LineField(label="姓名", max_length=40)
    level = SegField(label="委员级别", choices=MemberLevel.choices)
    other_levels = SegManyField(
        label="同时担任",
        choices=MemberLevel.choices,
        required=False,
        help_text="一人担任两级委员的，只登记一次：上面选届次和派驻所依的级别，这里选另外的级别。",
    )
    kind = SegField(
        label="委员类别",
        choices=[("", "未填"), *MemberKind.choices],
        required=False,
        help_text="考核办法对各类委员要求不同（差异化）的，按这里填的算。",
    )
    term = forms.ModelChoiceField(Term.objects.none(), label="届次", empty_label="未填", required=False)
    sector = LineField(label="界别", max_length=40, required=False)
    committee = LineField(label="专委会", max_length=40, required=False)
    party = LineField(label="党派", max_length=40, required=False)
    specialities = TagsField(
        label="特长",
        required=False,
        note="用顿号隔开",
        help_text="例如：物业、法律、水利。人才库按这些词找人。",
    )
    employer = LineField(label="工作单位和职务", max_length=120, required=False)
    home = FindField(Region.objects.none(), "members:find_regions", label="居住地", required=False)
    work = FindField(
        Region.objects.none(),
        "members:find_regions",
        label="工作地",
        required=False,
        help_text="派驻时按居住地、工作地就近就便。",
    )
    phone = LineField(label="手机", max_length=30, required=False, validators=[PHONE])
    user = FindField(
        User.objects.none(),
        "members:find_users",
        label="登录账号",
        required=False,
        help_text="这位委员自己登录时用的账号；没有账号不填。",
    )
    photo = AttachmentsField(AttachmentKind.PHOTO, many=False, label="照片", required=False)
    remove_photo = CheckField(label="移除现在的照片", required=False)

    def __init__(self, *args, people, region, has_photo=False, **kwargs):
        super().__init__(*args, **kwargs)
        regions = Region.objects.filter(path__startswith=region.path)
        self.fields["user"].queryset = people
        self.fields["home"].queryset = self.fields["work"].queryset = regions
        self.fields["term"].queryset = region.terms.all()
        if has_photo:
            self.fields["photo"].help_text = "上传新照片，原来的照片就换掉。"
        else:
            del self.fields["remove_photo"]


class TermForm(Form):
    versioned = True

    level = SegField(label="级别", choices=MemberLevel.choices)
    name = LineField(label="届次", max_length=40, help_text="例如：第七届")
    starts_on = DateField(label="开始日期", required=False)
    ends_on = DateField(label="结束日期", required=False, help_text="换届时在这里办理届满，这一届的委员一次办完。")
