"""Filters of bulletins, of what rooms sent in, and of highlights."""

import django_filters
from django import forms

from members.filters import DayFilter, WordsFilter
from reports.enums import BulletinState, ContributionState
from reports.filters.narrowing import Narrowing
from reports.models import Bulletin, Contribution, Highlight
from reports.queries import bulletins, highlights
from rooms.filters.by_room import WithRooms

NEWEST = [("newest", "新近在前"), ("oldest", "早先在前")]


def sorting(*more):
    return django_filters.ChoiceFilter(label="排序", choices=[*NEWEST, *more], empty_label=None, method="leave")


class BulletinFilter(Narrowing, django_filters.FilterSet):
    rules, sorts = bulletins.RULES, bulletins.SORTS

    q = WordsFilter(label="标题、小标题", method="leave", max_length=60)
    state = django_filters.ChoiceFilter(label="情况", choices=BulletinState.choices, empty_label="全部情况")
    year = django_filters.NumberFilter(
        label="年度", method="leave", widget=forms.NumberInput(attrs={"placeholder": "年度"})
    )
    sort = sorting()

    class Meta:
        model = Bulletin
        fields = ["q", "state", "year", "sort"]


class ContributionFilter(Narrowing, WithRooms):
    rules, sorts = bulletins.SENT_RULES, bulletins.SENT_SORTS

    q = WordsFilter(label="标题、正文", method="leave", max_length=60)
    state = django_filters.ChoiceFilter(label="情况", choices=ContributionState.choices, empty_label="全部情况")
    since = DayFilter(label="投稿从", method="leave")
    until = DayFilter(label="到", method="leave")
    sort = sorting()

    class Meta:
        model = Contribution
        fields = ["q", "state", "room", "since", "until", "sort"]


class HighlightFilter(Narrowing, WithRooms):
    rules, sorts = highlights.RULES, highlights.SORTS

    q = WordsFilter(label="亮点", method="leave", max_length=60)
    of = django_filters.ChoiceFilter(
        label="类别", choices=list(highlights.KINDS.items()), empty_label="全部类别", method="leave"
    )
    since = DayFilter(label="日期从", method="leave")
    until = DayFilter(label="到", method="leave")
    sort = sorting(("marked", "最近标记在前"))

    class Meta:
        model = Highlight
        fields = ["q", "of", "room", "since", "until", "sort"]
