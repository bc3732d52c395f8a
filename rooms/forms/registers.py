"""Forms of the registers: assemblies and staff duties."""

from django import forms
from django.utils import timezone

from members.forms import (
    AttachmentsField,
    DateField,
    FindField,
    FindManyField,
    Form,
    LineField,
    NumberField,
    SegField,
    TextField,
)
from members.forms.people import PHONE
from members.models import Member, Region, Unit, User
from rooms.enums import AssemblyKind, StaffDutyKind
from rooms.models import Representative

MOST_PEOPLE = 99_999


class KeptForm(Form):
    """What a unit keeps of a place. `units` are those for which the person keeps records."""

    versioned = True

    unit = forms.ModelChoiceField(Unit.objects.none(), label="登记单位", empty_label=None)
    region = FindField(
        Region.objects.none(), "members:find_regions", label="区域", help_text="市、乡镇（街道）或者村（社区）。"
    )

    def __init__(self, *args, units, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units
        paths = units.values_list("region__path", flat=True)
        self.fields["region"].queryset = Region.objects.active().within_any(paths)
        only = list(units[:2])
        if len(only) == 1:
            # Nothing to choose: most people keep the records of one unit.
            self.fields["unit"].widget = forms.HiddenInput()
            self.fields["unit"].initial = only[0].pk


def _counted(label: str):
    return NumberField(label=label, max_value=MOST_PEOPLE, required=False)


class AssemblyForm(KeptForm):
    kind = SegField(label="类别", choices=AssemblyKind.choices)
    held_on = DateField(label="日期", latest=timezone.localdate, why="会议还没有开，开完以后再登记。")
    place = LineField(label="地点", max_length=120)
    organiser = LineField(label="主办单位", max_length=80)
    theme = LineField(label="主题", max_length=120)
    audience = LineField(label="参加范围", max_length=200, required=False, help_text="例如：全体党员干部、群众代表。")
    party_wanted, party_came = _counted("党员干部应到"), _counted("党员干部实到")
    mass_wanted, mass_came = _counted("群众代表应到"), _counted("群众代表实到")
    others_wanted, others_came = _counted("其他人员应到"), _counted("其他人员实到")
    members = FindManyField(Member.objects.none(), "rooms:find_attending_members", label="到会委员", required=False)
    representatives = FindManyField(
        Representative.objects.none(), "rooms:find_attending_representatives", label="到会代表", required=False
    )
    users = FindManyField(User.objects.none(), "rooms:find_attending_users", label="到会工作人员", required=False)
    what = TextField(label="主要内容", max_length=4000, rows=4, required=False)
    sheet = AttachmentsField("scan", label="签到表", note="扫描件或照片", required=False)
    materials = AttachmentsField("document", label="会议材料", required=False)
    photos = AttachmentsField("photo", label="照片", required=False)

    def __init__(self, *args, people, **kwargs):
        super().__init__(*args, **kwargs)
        for name, rows in people.items():
            self.fields[name].queryset = rows


class DutyForm(Form):
    kind = SegField(label="职责", choices=StaffDutyKind.choices)
    name = LineField(label="姓名", max_length=40)
    title = LineField(label="单位和职务", max_length=80, required=False)
    phone = LineField(label="手机", max_length=30, required=False, validators=[PHONE])
    tasks = TextField(
        label="工作任务", max_length=2000, rows=4, required=False, help_text="负责什么，多久到室一次，联系哪些人。"
    )
    starts_on = DateField(label="开始日期", latest=timezone.localdate, why="开始日期不能晚于今天。")


class NewDutyForm(DutyForm):
    once = True

    unit = FindField(Unit.objects.none(), "rooms:find_duty_units", label="联络室、单位")
    user = FindField(
        User.objects.none(), "rooms:find_attending_users", label="登录账号", required=False, help_text="没有账号不填。"
    )

    field_order = ("unit", "kind", "name", "title", "phone", "user", "tasks", "starts_on")

    def __init__(self, *args, units, people, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units
        self.fields["user"].queryset = people


class EditDutyForm(DutyForm):
    versioned = True
