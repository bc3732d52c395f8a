"""Filters of the list of reports: what, of where, of which span, how far."""

import django_filters

from members.enums import RegionKind
from members.filters import DayFilter, WordsFilter
from members.models import Region
from reports.enums import PeriodicKind, PeriodicLevel, PeriodicState
from reports.facts.spans import span_of
from reports.filters.narrowing import Narrowing
from reports.models import PeriodicReport
from reports.queries import periodic as queries


class PeriodicFilter(Narrowing, django_filters.FilterSet):
    rules, sorts = queries.RULES, queries.SORTS

    q = WordsFilter(label="标题、联络室", method="leave", max_length=60)
    kind = django_filters.ChoiceFilter(label="类别", choices=PeriodicKind.choices, empty_label="全部类别")
    level = django_filters.ChoiceFilter(label="范围", choices=PeriodicLevel.choices, empty_label="全部范围")
    region = django_filters.ModelChoiceFilter(
        label="乡镇（街道）", queryset=Region.objects.none(), empty_label="全部地区", method="leave"
    )
    span = django_filters.ChoiceFilter(label="时段", empty_label="全部时段", method="leave")
    state = django_filters.ChoiceFilter(label="状态", choices=PeriodicState.choices, empty_label="全部状态")
    since = DayFilter(label="截止日期从", field_name="until", lookup_expr="gte")
    until = DayFilter(label="到", field_name="until", lookup_expr="lte")
    sort = django_filters.ChoiceFilter(
        label="排序",
        choices=[("newest", "新近在前"), ("oldest", "早先在前")],
        empty_label=None,
        method="leave",
    )

    class Meta:
        model = PeriodicReport
        fields = ["q", "kind", "level", "region", "span", "state", "since", "until", "sort"]

    def __init__(self, data, rows, *, request):
        super().__init__(data, rows, request=request)
        spans = rows.order_by("-round__until", "round__span").values_list("round__span", flat=True).distinct()
        self.filters["span"].extra["choices"] = [(span, span_of(span).name) for span in dict.fromkeys(spans)]
        within = Region.objects.filter(kind=RegionKind.TOWNSHIP)
        self.filters["region"].queryset = within.filter(parent__in=rows.values("round__region")).order_by("path")
