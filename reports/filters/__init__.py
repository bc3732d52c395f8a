"""Filters of this app's lists."""

import django_filters
from django.db.models import Q
from django.utils import timezone

from members.filters import WordsFilter
from members.models import Region
from reports.queries import volumes
from rooms.models import Room


class VolumeFilter(django_filters.FilterSet):
    """Rooms by whether the archive volume of a year is there; the year is always one."""

    q = WordsFilter(label="联络室名称、拼音", method="leave", max_length=60)
    year = django_filters.ChoiceFilter(label="年度", empty_label=None, method="leave")
    state = django_filters.ChoiceFilter(
        label="状态", choices=[("made", "已组卷"), ("none", "没有组卷")], empty_label="全部状态", method="leave"
    )
    region = django_filters.ModelChoiceFilter(
        label="区域", queryset=Region.objects.none(), empty_label="全部区域", method="leave"
    )

    class Meta:
        model = Room
        fields = ["q", "year", "state", "region"]

    def __init__(self, data, rooms, *, request):
        self.year = volumes.year_of(data)
        super().__init__(data, volumes.with_volumes(rooms, self.year), request=request)
        years = range(timezone.localdate().year, volumes.FIRST_YEAR - 1, -1)
        self.filters["year"].extra["choices"] = [(str(year), f"{year} 年") for year in years]
        regions = Q(pk__in=rooms.values("unit__region")) | Q(pk__in=rooms.values("unit__region__parent"))
        self.filters["region"].queryset = Region.objects.filter(regions).order_by("path")

    def filter_queryset(self, queryset):
        # The file of the list is narrowed by the same words.
        return volumes.narrowed(queryset, self.data)

    def leave(self, rows, name, value):
        return rows
