"""Forms of regions and units."""

from django import forms
from django.core.validators import RegexValidator

from members.enums import RegionKind, UnitKind
from members.forms.base import Form
from members.forms.fields import CheckField, FindField, LineField, SegField, SelectField
from members.forms.people import PHONE
from members.models import Region, Unit

CODE = RegexValidator(r"^[0-9]{6,12}$", "区划代码是 6 到 12 位数字。")


class RegionForm(Form):
    name = LineField(label="名称", max_length=80)
    code = LineField(label="区划代码", max_length=12, validators=[CODE], help_text="建立以后不再改。")
    kind = SegField(label="级别", choices=[choice for choice in RegionKind.choices if choice[0] != RegionKind.CITY])
    parent = forms.ModelChoiceField(Region.objects.none(), label="上级区域", empty_label="请选择")

    def __init__(self, *args, regions, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["parent"].queryset = regions.active().exclude(kind=RegionKind.VILLAGE)


class EditRegionForm(Form):
    name = LineField(label="名称", max_length=80)
    is_active = CheckField(label="使用中", required=False)


class UnitForm(Form):
    """A unit other than a room: rooms are kept on their own pages."""

    versioned = True

    name = LineField(label="名称", max_length=80)
    short_name = LineField(label="简称", max_length=40)
    kind = SelectField(label="类别", choices=[choice for choice in UnitKind.choices if choice[0] != UnitKind.ROOM])
    region = forms.ModelChoiceField(Region.objects.none(), label="所在区域", empty_label="请选择")
    parent = FindField(Unit.objects.none(), "members:find_units", label="上级单位", required=False)
    phone = LineField(label="电话", max_length=30, required=False, validators=[PHONE])
    letters = LineField(
        label="发文代字", max_length=20, required=False, help_text="公文的发文字号用，例如：冶协商办发。不填的用简称。"
    )

    def __init__(self, *args, regions, units, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["region"].queryset = regions.active()
        self.fields["parent"].queryset = units.active()


class EditUnitForm(UnitForm):
    """Kind and region stay: roles and cases hang on them."""

    is_active = CheckField(label="使用中", required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        del self.fields["kind"], self.fields["region"]
