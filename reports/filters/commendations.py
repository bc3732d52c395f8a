"""The filter of decisions that commend."""

import django_filters
from django import forms

from members.filters import WordsFilter
from reports.enums import CommendationState
from reports.filters.bulletins import sorting
from reports.filters.narrowing import Narrowing
from reports.models import Commendation
from reports.queries import commendations


class CommendationFilter(Narrowing, django_filters.FilterSet):
    rules, sorts = commendations.RULES, commendations.SORTS

    q = WordsFilter(label="标题、表彰对象", method="leave", max_length=60)
    state = django_filters.ChoiceFilter(label="情况", choices=CommendationState.choices, empty_label="全部情况")
    year = django_filters.NumberFilter(
        label="考核年度", method="leave", widget=forms.NumberInput(attrs={"placeholder": "考核年度"})
    )
    sort = sorting()

    class Meta:
        model = Commendation
        fields = ["q", "state", "year", "sort"]
