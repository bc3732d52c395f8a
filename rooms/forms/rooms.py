"""Forms of rooms, their teams and the calendar."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from members.enums import UnitKind
from members.forms import CheckField, DateField, FindField, Form, LineField, NumberField, SegField, SelectField
from members.forms.people import PHONE
from members.models import Member, Region, Unit, User
from rooms.calendar import FIRST, LAST, LONGEST
from rooms.enums import ConvenerRank, RepresentativeKind, RoomKind

HOURS_HELP = "例如：周一至周五 8:30—11:30，14:00—17:30；周六预约"
NOT_LATER = "开始日期不能晚于今天。"


class RoomForm(Form):
    """A room. Regions and bodies are those of the person's own region."""

    versioned = True

    name = LineField(label="名称", max_length=80)
    short_name = LineField(label="简称", max_length=40, help_text="列表和纪要编号里用，例如：白杨社区")
    kind = SelectField(label="类型", choices=RoomKind.choices)
    region = forms.ModelChoiceField(Region.objects.none(), label="所在区域", empty_label="请选择")
    approver = forms.ModelChoiceField(
        Unit.objects.none(),
        label="审定机关",
        empty_label="请选择",
        help_text="审定本室议题、接收纪要、确定事项的机关。",
    )
    guidance = forms.ModelChoiceField(Unit.objects.none(), label="工作指导组", empty_label="没有", required=False)
    number = LineField(label="编号", max_length=20, required=False, help_text="本地给联络室编的号，例如：LH-03")
    hall = LineField(label="议事场所", max_length=80, required=False, help_text="例如：协商议事厅（二楼 203 室）")
    address = LineField(label="地址", max_length=120, required=False)
    phone = LineField(label="电话", max_length=30, required=False, validators=[PHONE])
    opening_hours = LineField(label="开放时间", max_length=200, required=False, help_text=HOURS_HELP)
    opened_on = DateField(label="挂牌日期", required=False, latest=timezone.localdate, why="挂牌日期不能晚于今天。")

    def __init__(self, *args, regions, units, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["region"].queryset = regions.active()
        bodies = units.active().filter(kind__in=[UnitKind.TOWNSHIP, UnitKind.PARTY_BODY])
        self.fields["approver"].queryset = bodies
        self.fields["guidance"].queryset = units.active().filter(kind=UnitKind.GUIDANCE)

    def stored(self, current, name):
        if name in ("name", "short_name", "is_active", "region"):
            return getattr(current.unit, name)
        return super().stored(current, name)


class EditRoomForm(RoomForm):
    is_active = CheckField(label="使用中", required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        # Topics, minutes and figures hang on the region.
        del self.fields["region"]


class PostingForm(Form):
    member = FindField(Member.objects.none(), "members:find_members", label="委员")
    starts_on = DateField(label="派驻日期", latest=timezone.localdate, why="派驻日期不能晚于今天。")
    reason = LineField(label="说明", max_length=200, required=False)

    def __init__(self, *args, people, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["member"].queryset = people


class RepresentativeForm(Form):
    kind = SegField(label="类别", choices=RepresentativeKind.choices)
    name = LineField(label="姓名", max_length=40)
    title = LineField(label="身份", max_length=60, required=False, help_text="例如：小区党支部书记、1 栋楼长")
    phone = LineField(label="手机", max_length=30, required=False, validators=[PHONE])
    term = LineField(label="届次", max_length=20, required=False, help_text="例如：第一届")
    starts_on = DateField(label="开始日期", latest=timezone.localdate, why=NOT_LATER)
    ends_on = DateField(label="任期到", required=False, note="没有期限不填")

    def clean(self):
        cleaned = super().clean()
        starts_on, ends_on = cleaned.get("starts_on"), cleaned.get("ends_on")
        if starts_on and ends_on and ends_on < starts_on:
            self.add_error("ends_on", "任期的最后一天不能早于开始日期。")
        return cleaned


class RenewForm(Form):
    """续任: until when, and as which term."""

    once = True

    ends_on = DateField(label="任期到", earliest=timezone.localdate, why="新的任期要到今天以后。")
    term = LineField(label="届次", max_length=20, required=False, note="不填为不变", help_text="例如：第二届")
    reason = LineField(label="说明", max_length=200, required=False)


class EditRepresentativeForm(RepresentativeForm):
    versioned = True

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        del self.fields["starts_on"], self.fields["ends_on"]


class ConvenerForm(Form):
    rank = SegField(label="次序", choices=ConvenerRank.choices)
    user = FindField(User.objects.none(), "members:find_users", label="人员", help_text="先由系统管理员建立账号。")
    title = LineField(label="职务", max_length=60, required=False)
    starts_on = DateField(label="开始日期")

    def __init__(self, *args, people, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["user"].queryset = people


class EndForm(Form):
    last_on = DateField(label="最后一天")
    reason = LineField(label="原因", max_length=200, required=False)


class DayForm(Form):
    date = DateField(label="日期", earliest=FIRST, latest=LAST)
    is_workday = SegField(label="当天安排", choices=[("no", "休息"), ("yes", "上班（调休）")])
    name = LineField(label="名称", max_length=40, help_text="例如：国庆假期、国庆调休")
    source = LineField(label="依据", max_length=120, required=False, help_text="通知的名称和文号")

    def clean_is_workday(self):
        return self.cleaned_data["is_workday"] == "yes"


class ChangeDayForm(DayForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        del self.fields["date"]


class DueForm(Form):
    """计算依据: a span from a day on, told step by step."""

    start = DateField(label="起算日", earliest=FIRST, latest=LAST)
    count = NumberField(label="数量", min_value=1, max_value=LONGEST)
    unit = SegField(label="单位", choices=[("workdays", "工作日"), ("days", "自然日"), ("months", "月")])

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("unit") == "months" and (cleaned.get("count") or 0) > 1200:
            raise ValidationError("期限要在一百年以内。")
        return cleaned
