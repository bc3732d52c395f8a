"""Forms of accounts and roles."""

from django import forms
from django.core.validators import RegexValidator
from django.utils import timezone

from members.enums import ROLE_UNITS, RoleCode
from members.forms.base import Form
from members.forms.fields import DateField, FindField, LineField, SegField, SelectField, TextField
from members.models import Region, Unit

PHONE = RegexValidator(r"^[0-9+\- ]{5,30}$", "手机号只写数字，例如 13800000000。")
USERNAME = RegexValidator(r"^[a-z0-9][a-z0-9_.\-]{2,59}$", "用户名用小写字母、数字、点、横线，至少 3 个字符。")
TODAY_ON = "角色从今天或以后的日期起生效。"


class AccountForm(Form):
    username = LineField(label="用户名", max_length=60, validators=[USERNAME], help_text="用来登录，建立以后不再改。")
    name = LineField(label="姓名", max_length=40)
    phone = LineField(label="手机", max_length=30, required=False, validators=[PHONE])


class EditAccountForm(Form):
    name = LineField(label="姓名", max_length=40)
    phone = LineField(label="手机", max_length=30, required=False, validators=[PHONE])
    email = forms.EmailField(
        label="邮箱", max_length=254, required=False, error_messages={"invalid": "邮箱写得不对，请核对。"}
    )


class WhyForm(Form):
    reason = TextField(label="原因", max_length=200, rows=2)


class AskForm(Form):
    """An act that needs nothing but the yes."""


class RoleForm(Form):
    """One role in one place; units and regions are those of the granter's own region."""

    code = SelectField(label="角色")
    unit = FindField(Unit.objects.none(), "members:find_units", label="单位", required=False)
    region = FindField(Region.objects.none(), "members:find_regions", label="区域", required=False)
    starts_on = DateField(label="开始日期", earliest=timezone.localdate, why=TODAY_ON, initial=timezone.localdate)
    ends_on = DateField(label="最后一天", required=False, note="不填为长期", earliest=timezone.localdate)
    note = LineField(label="依据", max_length=200, required=False, help_text="例如：市委组织部 2026年9月任职通知")

    def __init__(self, *args, paths, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["code"].choices = [("", "请选择"), *RoleCode.choices]
        self.fields["unit"].queryset = Unit.objects.active().within_any(paths)
        self.fields["region"].queryset = Region.objects.active().within_any(paths)
        self.fields["unit"].help_text = "联络室、党（工）委、承办单位等角色填写。"
        self.fields["region"].help_text = "监督审计、系统管理员、安全管理员填写，其他角色不填。"

    def clean(self):
        cleaned = super().clean()
        if code := cleaned.get("code"):
            wanted, other = ("unit", "region") if RoleCode(code) in ROLE_UNITS else ("region", "unit")
            if cleaned.get(wanted) is None and wanted not in self.errors:
                self.add_error(wanted, f"{RoleCode(code).label}的范围是一个{self.fields[wanted].label}，请选择。")
            cleaned[other] = None
        return cleaned


class EndRoleForm(Form):
    when = SegField(label="什么时候", choices=[("now", "立即"), ("on", "到某一天为止")], initial="now")
    last_on = DateField(label="最后一天", required=False, earliest=timezone.localdate, why="最后一天不能早于今天。")
    note = LineField(label="原因", max_length=200)

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("when") == "on":
            if not cleaned.get("last_on") and "last_on" not in self.errors:
                self.add_error("last_on", "请填写最后一天。")
        else:
            cleaned["last_on"] = None
            self.errors.pop("last_on", None)
        cleaned.pop("when", None)
        return cleaned
