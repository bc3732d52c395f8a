"""Filters of the list of 党员代表 and 群众代表."""

import django_filters
from django import forms
from django.db.models import Q
from django.utils import timezone

from members.filters import WordsFilter
from members.models import Region
from rooms.enums import RepresentativeKind
from rooms.models import Representative, Room

WHEN = [("now", "在任"), ("expiring", "任期将满"), ("ended", "已结束"), ("all", "全部")]


class RepresentativeFilter(django_filters.FilterSet):
    q = WordsFilter(label="姓名、拼音", method="by_words", max_length=60)
    kind = django_filters.ChoiceFilter(label="类别", choices=RepresentativeKind.choices, empty_label="两类代表")
    region = django_filters.ModelChoiceFilter(
        label="区域", queryset=Region.objects.none(), empty_label="全部区域", method="by_region"
    )
    when = django_filters.ChoiceFilter(label="任期", choices=WHEN, empty_label=None, method="by_when")
    # Set by the link of a room.
    room = django_filters.NumberFilter(
        label="联络室", field_name="room_id", min_value=1, max_value=2**62, widget=forms.HiddenInput
    )

    class Meta:
        model = Representative
        fields = ["q", "kind", "region", "when", "room"]

    def __init__(self, data, *args, **kwargs):
        data = data.copy()
        data.setdefault("when", "now")
        super().__init__(data, *args, **kwargs)
        seen = Room.objects.visible_to(self.request.user)
        regions = Region.objects.filter(
            Q(pk__in=seen.values("unit__region")) | Q(pk__in=seen.values("unit__region__parent"))
        )
        self.filters["region"].queryset = regions.order_by("path")

    def by_words(self, rows, name, value):
        return rows.find(value)

    def by_region(self, rows, name, value):
        return rows.filter(room__unit__region__path__startswith=value.path)

    def by_when(self, rows, name, value):
        today = timezone.localdate()
        if value == "expiring":
            return rows.expiring(today)
        if value == "ended":
            return rows.filter(ends_on__lt=today)
        return rows.on(today) if value == "now" else rows
