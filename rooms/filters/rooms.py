"""Filters of the list of rooms. A list is its address: every filter stands in the query string."""

import django_filters
from django.db.models import Q

from members.filters import WordsFilter
from members.models import Region, Unit
from rooms.enums import RoomKind
from rooms.models import Room


class RoomFilter(django_filters.FilterSet):
    q = WordsFilter(label="名称、拼音、地址", method="by_words", max_length=60)
    kind = django_filters.ChoiceFilter(label="类型", choices=RoomKind.choices, empty_label="全部类型")
    region = django_filters.ModelChoiceFilter(
        label="区域", queryset=Region.objects.none(), empty_label="全部区域", method="by_region"
    )
    active = django_filters.ChoiceFilter(
        label="状态", choices=[("yes", "使用中"), ("no", "已停用")], empty_label="全部状态", method="by_active"
    )

    class Meta:
        model = Room
        fields = ["q", "kind", "region", "active"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        # Only regions that have rooms, and what lies right above them.
        seen = Room.objects.visible_to(self.request.user)
        regions = Region.objects.filter(
            Q(pk__in=seen.values("unit__region")) | Q(pk__in=seen.values("unit__region__parent"))
        )
        self.filters["region"].queryset = regions.order_by("path")

    def by_words(self, rows, name, value):
        return rows.filter(Q(unit__in=Unit.objects.find(value).values("pk")) | Q(address__contains=value))

    def by_region(self, rows, name, value):
        return rows.filter(unit__region__path__startswith=value.path)

    def by_active(self, rows, name, value):
        return rows.filter(unit__is_active=value == "yes")
