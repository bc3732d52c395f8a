"""Filters of the lists of this app. A list is its address: every filter stands in the query string."""

import django_filters
from django import forms
from django.apps import apps
from django.db.models import Q

from members.enums import RoleCode, UnitKind
from members.filters.controls import DayFilter, WordsFilter
from members.filters.roll import MemberFilter
from members.models import Event, Region, Role, Unit, User
from members.models.pinyin import pinyin_of
from members.permissions import BY_PERMISSION

__all__ = [
    "AccountFilter",
    "DayFilter",
    "LedgerFilter",
    "MemberFilter",
    "UnitFilter",
    "WordsFilter",
    "act_of",
    "object_kinds",
]

YES_NO = [("yes", "可以登录"), ("no", "已停用")]


class AccountFilter(django_filters.FilterSet):
    q = WordsFilter(label="姓名、拼音、用户名、单位", method="by_words", max_length=60)
    role = django_filters.ChoiceFilter(
        label="角色", choices=[*RoleCode.choices, ("none", "没有角色")], empty_label="全部角色", method="by_role"
    )
    active = django_filters.ChoiceFilter(label="状态", choices=YES_NO, empty_label="全部状态", method="by_active")

    class Meta:
        model = User
        fields = ["q", "role", "active"]

    def by_words(self, rows, name, value):
        posts = Role.objects.filter(unit__in=Unit.objects.find(value).values("pk"), ends_on__isnull=True)
        found = Q(pk__in=User.objects.find(value).values("pk")) | Q(username__icontains=value)
        return rows.filter(found | Q(pk__in=posts.values("user")))

    def by_role(self, rows, name, value):
        if value == "none":
            return rows.filter(roles__isnull=True)
        return rows.filter(pk__in=User.objects.filter(roles__code=value, roles__ends_on__isnull=True).values("pk"))

    def by_active(self, rows, name, value):
        return rows.filter(is_active=value == "yes")


class UnitFilter(django_filters.FilterSet):
    q = WordsFilter(label="名称、拼音", method="by_words", max_length=60)
    kind = django_filters.ChoiceFilter(
        label="类别", choices=[each for each in UnitKind.choices if each[0] != UnitKind.ROOM], empty_label="全部类别"
    )
    region = django_filters.ModelChoiceFilter(
        label="区域", queryset=Region.objects.none(), empty_label="全部区域", method="by_region"
    )
    active = django_filters.ChoiceFilter(
        label="状态", choices=[("yes", "使用中"), ("no", "已停用")], empty_label="全部状态", method="by_active"
    )

    class Meta:
        model = Unit
        fields = ["q", "kind", "region", "active"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.filters["region"].queryset = Region.objects.visible_to(self.request.user).active()

    def by_words(self, rows, name, value):
        return rows.find(value)

    def by_region(self, rows, name, value):
        return rows.filter(region__path__startswith=value.path)

    def by_active(self, rows, name, value):
        return rows.filter(is_active=value == "yes")


class LedgerFilter(django_filters.FilterSet):
    actor = WordsFilter(label="办理人", method="by_actor", max_length=40)
    kind = django_filters.ChoiceFilter(label="类别", field_name="object_type", empty_label="全部类别")
    unit = django_filters.ModelChoiceFilter(
        label="单位", queryset=Unit.objects.none(), empty_label="全部单位", method="by_unit"
    )
    since = DayFilter(label="从", field_name="at", lookup_expr="date__gte")
    until = DayFilter(label="到", field_name="at", lookup_expr="date__lte")
    # Set by the links of a row: all of this case, all acts of this kind.
    case = django_filters.NumberFilter(
        label="协商", field_name="case_id", min_value=1, max_value=2**62, widget=forms.HiddenInput
    )
    verb = django_filters.CharFilter(label="事项", max_length=60, widget=forms.HiddenInput)

    class Meta:
        model = Event
        fields = ["actor", "kind", "unit", "since", "until", "case", "verb"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        paths = self.request.user.paths_as(RoleCode.AUDITOR)
        self.filters["unit"].queryset = Unit.objects.within_any(paths)
        self.filters["kind"].extra["choices"] = object_kinds()

    def by_actor(self, rows, name, value):
        # Through the accounts, whose keys the ledger has an index for; their names may have changed since.
        return rows.filter(actor_id__in=list(User.objects.find(value).values_list("pk", flat=True)[:50]))

    def by_unit(self, rows, name, value):
        return rows.filter(unit_id=value.pk)


OTHER_VERBS = {
    "members.create_account": "建立账号",
    "members.edit_account": "修改账号",
    "members.reset_password": "重置密码",
    "members.disable_account": "停用账号",
    "members.enable_account": "启用账号",
    "members.forget_second_factor": "解除动态口令",
    "members.grant_role": "授予角色",
    "members.end_role": "终止角色",
    "members.ask_second_factor": "改动态口令要求",
    "consult.end_by_city": "市级办结事项",
    "consult.go_on_in_city": "市级继续办理事项",
    "proposals.issue_report": "签发要报、专报",
    "proposals.close_report": "办结要报、专报",
    "proposals.answer_handling": "反馈办理情况",
    "rooms.load_practice": "载入做法",
    "rooms.follow_practice": "采用做法",
    "rooms.make_activity_days": "生成活动日",
    "rooms.drop_activity_day": "不再安排活动日",
    "rooms.pause_limit": "停表",
    "rooms.resume_limit": "恢复计时",
    "rooms.recount_limit": "重新计算期限",
    "rooms.make_feed": "生成日历订阅地址",
    "rooms.revoke_feed": "停用日历订阅地址",
}


APPS = ("members", "rooms", "consult", "proposals", "reports")


def object_kinds() -> list[tuple[str, str]]:
    """What the acts of the ledger are about, by the label that the ledger keeps."""
    found = [model._meta for app in APPS if apps.is_installed(app) for model in apps.get_app_config(app).get_models()]
    return sorted(((meta.label_lower, str(meta.verbose_name)) for meta in found), key=lambda kind: pinyin_of(kind[1]))


def act_of(event) -> str:
    """How an act is called: as in the permission table, else by what it is about."""
    row = BY_PERMISSION.get(event.verb)
    if row:
        return row.label
    return OTHER_VERBS.get(event.verb) or dict(object_kinds()).get(event.object_type, event.verb)
