"""Filters of the coverage of a month and of the list of problems: the controls alone, see queries.inspection_lists."""

import django_filters
from django import forms
from django.db.models import Q

from members.enums import UnitKind
from members.filters import WordsFilter
from members.models import Region, Unit
from reports.filters.asked import AskedChips
from reports.queries import inspection_lists as lists
from reports.queries.inspections import readable_rooms


class OfPlaces(AskedChips, django_filters.FilterSet):
    """Offers the regions and groups of the rooms whose inspections the person reads."""

    quiet = ("sort", "month", "room")

    def __init__(self, data, rows, *, request):
        super().__init__(data, rows, request=request)
        rooms = readable_rooms(request.user)
        regions = Q(pk__in=rooms.values("unit__region")) | Q(pk__in=rooms.values("unit__region__parent"))
        self._offer("region", Region.objects.filter(regions).order_by("path"))
        groups = Unit.objects.filter(kind=UnitKind.GUIDANCE, rooms_guided__in=rooms)
        self._offer("guidance", groups.distinct().order_by("pinyin"))

    def _offer(self, name: str, rows) -> None:
        if rows.count() > 1:
            self.filters[name].queryset = rows
        else:
            del self.filters[name]


class InspectionFilter(OfPlaces):
    """Over `inspection_lists.room_rows`."""

    q = WordsFilter(label="联络室名称、拼音", method="leave", max_length=60)
    state = django_filters.ChoiceFilter(label="情况", choices=lists.STATES, empty_label="全部情况", method="leave")
    found = django_filters.ChoiceFilter(label="问题", choices=lists.FOUND, empty_label="有没有问题", method="leave")
    region = django_filters.ModelChoiceFilter(
        label="乡镇（街道）", queryset=Region.objects.none(), empty_label="全部区域", method="leave"
    )
    guidance = django_filters.ModelChoiceFilter(
        label="工作指导组", queryset=Unit.objects.none(), empty_label="全部指导组", method="leave"
    )
    sort = django_filters.ChoiceFilter(label="排序", choices=lists.ROOM_SORTS, empty_label=None, method="leave")
    month = django_filters.CharFilter(label="月份", method="leave", widget=forms.HiddenInput, max_length=7)

    def filter_queryset(self, queryset):
        return lists.narrowed_rooms(queryset, self.data)


class ProblemFilter(OfPlaces):
    """Over `inspection_lists.problem_rows`."""

    q = WordsFilter(label="问题、联络室", method="leave", max_length=60)
    state = django_filters.ChoiceFilter(
        label="情况", choices=lists.PROBLEM_STATES, empty_label="全部情况", method="leave"
    )
    region = django_filters.ModelChoiceFilter(
        label="乡镇（街道）", queryset=Region.objects.none(), empty_label="全部区域", method="leave"
    )
    guidance = django_filters.ModelChoiceFilter(
        label="工作指导组", queryset=Unit.objects.none(), empty_label="全部指导组", method="leave"
    )
    sort = django_filters.ChoiceFilter(label="排序", choices=lists.PROBLEM_SORTS, empty_label=None, method="leave")
    month = django_filters.CharFilter(label="检查月份", method="leave", widget=forms.HiddenInput, max_length=7)
    room = django_filters.CharFilter(label="联络室", method="leave", widget=forms.HiddenInput, max_length=20)

    quiet = ("sort",)

    def filter_queryset(self, queryset):
        return lists.narrowed_problems(queryset, self.data)
