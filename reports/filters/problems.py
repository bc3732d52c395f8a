"""Filter of the groups of like problems."""

import django_filters
from django import forms

from members.filters import WordsFilter
from reports.enums import ProblemState
from reports.filters.narrowing import Narrowing
from reports.models import CommonProblem
from reports.queries.problems import RULES, SORTS
from rooms.filters.by_room import WithRooms


class ProblemFilter(Narrowing, WithRooms):
    rules, sorts = RULES, SORTS

    q = WordsFilter(label="题目中的词", method="leave", max_length=60)
    state = django_filters.ChoiceFilter(label="处理", choices=ProblemState.choices, empty_label="全部")
    least = django_filters.NumberFilter(
        label="至少几个联络室",
        min_value=3,
        max_value=999,
        method="leave",
        widget=forms.NumberInput(attrs={"placeholder": "至少几个联络室"}),
    )
    sort = django_filters.ChoiceFilter(
        label="排序",
        choices=[("widest", "联络室多的在前"), ("latest", "最近出现在前"), ("closest", "最相近在前")],
        empty_label=None,
        method="leave",
    )

    class Meta:
        model = CommonProblem
        fields = ["q", "state", "least", "room", "sort"]
