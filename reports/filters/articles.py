"""Filter of the register of media articles."""

import django_filters
from django import forms

from members.filters import DayFilter, WordsFilter
from proposals.enums import OutletLevel
from reports.enums import ArticleState
from reports.filters.narrowing import Narrowing
from reports.models import MediaArticle
from reports.queries.articles import RULES, SORTS
from rooms.filters.by_room import WithRooms


class ArticleFilter(Narrowing, WithRooms):
    rules, sorts = RULES, SORTS

    q = WordsFilter(label="标题、作者", method="leave", max_length=60)
    level = django_filters.ChoiceFilter(label="级别", choices=OutletLevel.choices, empty_label="全部级别")
    outlet = WordsFilter(label="媒体", method="leave", max_length=60)
    state = django_filters.ChoiceFilter(label="情况", choices=ArticleState.choices, empty_label="全部情况")
    year = django_filters.NumberFilter(
        label="年度",
        min_value=1990,
        max_value=2099,
        method="leave",
        widget=forms.NumberInput(attrs={"placeholder": "年度"}),
    )
    since = DayFilter(label="刊发从", method="leave")
    until = DayFilter(label="到", method="leave")
    sort = django_filters.ChoiceFilter(
        label="排序",
        choices=[("newest", "新近在前"), ("oldest", "早先在前"), ("entered", "最近登记在前")],
        empty_label=None,
        method="leave",
    )

    class Meta:
        model = MediaArticle
        fields = ["q", "level", "outlet", "room", "state", "year", "since", "until", "sort"]
