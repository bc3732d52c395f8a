"""Filters of the list of rooms. A list is its address: every filter stands in the query string."""

import django_filters
from django.db.models import F, Q

from members.enums import UnitKind
from members.filters import WordsFilter
from members.models import Region, Unit
from rooms.enums import RoomKind, RoomState
from rooms.models import Room
from rooms.workflow import checking
from rooms.workflow.rules import RULES

# What the list can be put in order by; each order is total, so that a page has its place in it.
ORDERS = {
    "name": ("pinyin", "pk"),
    "region": ("path", "pk"),
    "newest": ("-pk",),
}


class OfRegions(django_filters.FilterSet):
    """Filters by region: only regions that have rooms which the person sees, and what lies right above them."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        seen = Room.objects.visible_to(self.request.user)
        regions = Region.objects.filter(
            Q(pk__in=seen.values("unit__region")) | Q(pk__in=seen.values("unit__region__parent"))
        )
        self.filters["region"].queryset = regions.order_by("path")

    def by_region(self, rows, name, value):
        return rows.filter(unit__region__path__startswith=value.path)

    def by_words(self, rows, name, value):
        held = Q(address__contains=value) | Q(number__icontains=value)
        return rows.filter(Q(unit__in=Unit.objects.find(value).values("pk")) | held)


class RoomFilter(OfRegions):
    q = WordsFilter(label="名称、拼音、编号、地址", method="by_words", max_length=60)
    kind = django_filters.ChoiceFilter(label="类型", choices=RoomKind.choices, empty_label="全部类型")
    region = django_filters.ModelChoiceFilter(
        label="区域", queryset=Region.objects.none(), empty_label="全部区域", method="by_region"
    )
    state = django_filters.ChoiceFilter(label="状态", choices=RoomState.choices, empty_label="全部状态")
    guidance = django_filters.ModelChoiceFilter(
        label="工作指导组", queryset=Unit.objects.none(), empty_label="全部指导组"
    )
    demonstration = django_filters.ChoiceFilter(
        label="示范点",
        choices=[("yes", "示范点"), ("no", "不是示范点")],
        empty_label="示范点",
        method="by_demonstration",
    )
    rule = django_filters.ChoiceFilter(
        label="不符合规范", choices=[("any", "有不符合的"), *RULES.items()], empty_label="组建规范", method="by_rule"
    )
    active = django_filters.ChoiceFilter(
        label="使用", choices=[("yes", "使用中"), ("no", "已停用")], empty_label="使用和停用", method="by_active"
    )
    order = django_filters.ChoiceFilter(
        label="排列",
        choices=[("name", "按名称"), ("region", "按区域"), ("newest", "最近登记的在前")],
        empty_label="按名称",
        method="by_order",
    )

    class Meta:
        model = Room
        fields = ["q", "kind", "region", "state", "guidance", "demonstration", "rule", "active", "order"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        groups = Unit.objects.filter(kind=UnitKind.GUIDANCE)
        seen = Room.objects.visible_to(self.request.user)
        self.filters["guidance"].queryset = groups.filter(rooms_guided__in=seen).distinct().order_by("pinyin")

    @property
    def ordered_by(self) -> tuple[str, ...]:
        """The order that was asked for; the list's own where none or an unknown one is."""
        return ORDERS.get(self.data.get("order", ""), ORDERS["name"])

    def by_active(self, rows, name, value):
        return rows.filter(unit__is_active=value == "yes")

    def by_demonstration(self, rows, name, value):
        return rows.filter(demonstration_year__isnull=value == "no")

    def by_order(self, rows, name, value):
        return rows.annotate(path=F("unit__region__path"))

    def by_rule(self, rows, name, value):
        """Rules are about rooms that work."""
        wanted = "" if value == "any" else value
        found = checking.found_in(rows.filter(state=RoomState.OPENED, unit__is_active=True), rule=wanted)
        return rows.filter(pk__in={each.room.pk for each in found})


class RuleCheckFilter(OfRegions):
    q = WordsFilter(label="名称、拼音、编号、地址", method="by_words", max_length=60)
    region = django_filters.ModelChoiceFilter(
        label="区域", queryset=Region.objects.none(), empty_label="全部区域", method="by_region"
    )
    kind = django_filters.ChoiceFilter(label="类型", choices=RoomKind.choices, empty_label="全部类型")
    rule = django_filters.ChoiceFilter(
        label="规范", choices=list(RULES.items()), empty_label="全部规范", method="by_rule"
    )

    class Meta:
        model = Room
        fields = ["q", "region", "kind", "rule"]

    @property
    def asked(self) -> str:
        found = self.data.get("rule", "")
        return found if found in RULES else ""

    def by_rule(self, rows, name, value):
        """Narrows what is shown of each room, not which rooms are looked at."""
        return rows
