"""Filters of 派驻安排: who is looked for a room, and in which part of the city."""

import django_filters
from django.db.models import Q

from members.enums import MemberLevel, RegionKind
from members.filters import WordsFilter
from members.models import Member, Region
from members.queries import city_paths

WHO = [("unposted", "未派驻的"), ("silent", "未派驻且没有写原因的"), ("all", "全部在任委员")]


class AssignFilter(django_filters.FilterSet):
    q = WordsFilter(label="姓名、拼音", method="by_words", max_length=60)
    who = django_filters.ChoiceFilter(label="范围", choices=WHO, empty_label=None, method="by_who")
    level = django_filters.ChoiceFilter(
        label="级别", choices=MemberLevel.choices, empty_label="三级委员", method="by_level"
    )
    sector = django_filters.ChoiceFilter(label="界别", empty_label="全部界别")
    place = django_filters.ModelChoiceFilter(
        label="居住、工作地", queryset=Region.objects.none(), empty_label="居住、工作地", method="by_place"
    )

    class Meta:
        model = Member
        fields = ["q", "who", "level", "sector", "place"]

    def __init__(self, data, *args, **kwargs):
        data = data.copy()
        data.setdefault("who", "unposted")
        super().__init__(data, *args, **kwargs)
        sectors = self.queryset.order_by("sector").exclude(sector="").values_list("sector", flat=True).distinct()
        self.filters["sector"].extra["choices"] = [(each, each) for each in sectors]
        places = Region.objects.active().within_any(city_paths(self.request.user)).filter(kind=RegionKind.TOWNSHIP)
        self.filters["place"].queryset = places.order_by("path")

    def by_words(self, rows, name, value):
        return rows.find(value)

    def by_who(self, rows, name, value):
        if value == "all":
            return rows
        rows = rows.unposted()
        return rows.filter(unposted_reason="") if value == "silent" else rows

    def by_level(self, rows, name, value):
        return rows.of_level(value)

    def by_place(self, rows, name, value):
        return rows.filter(Q(home__path__startswith=value.path) | Q(work__path__startswith=value.path))
