"""Filters of calls and clues."""

import django_filters

from members.filters import DayFilter, WordsFilter
from proposals.enums import CallState, ClueSource, ClueState
from proposals.models import Clue, ProposalCall

SORTS = {"newest": ("-pk",), "oldest": ("pk",)}


class ClueFilter(django_filters.FilterSet):
    q = WordsFilter(label="标题", field_name="title", lookup_expr="icontains", max_length=60)
    state = django_filters.ChoiceFilter(label="情况", choices=ClueState.choices, empty_label="全部情况")
    source = django_filters.ChoiceFilter(label="来源", choices=ClueSource.choices, empty_label="全部来源")
    since = DayFilter(label="提供从", field_name="given_at", lookup_expr="date__gte")
    until = DayFilter(label="到", field_name="given_at", lookup_expr="date__lte")
    sort = django_filters.ChoiceFilter(
        label="排序", choices=[("newest", "新近在前"), ("oldest", "早先在前")], empty_label=None, method="leave"
    )

    class Meta:
        model = Clue
        fields = ["q", "state", "source", "since", "until", "sort"]

    @property
    def order(self):
        return SORTS.get(self.data.get("sort"), SORTS["newest"])

    def leave(self, rows, name, value):
        return rows


class CallFilter(django_filters.FilterSet):
    q = WordsFilter(label="主题", field_name="theme", lookup_expr="icontains", max_length=60)
    state = django_filters.ChoiceFilter(label="情况", choices=CallState.choices, empty_label="全部情况")
    is_urgent = django_filters.ChoiceFilter(
        label="通道", choices=[("true", "快速通道"), ("false", "平时征集")], empty_label="全部通道"
    )

    class Meta:
        model = ProposalCall
        fields = ["q", "state", "is_urgent"]
