"""Filters of the libraries."""

import django_filters
from django import forms

from consult.enums import Importance
from consult.filters import ClassFilter, with_classes
from consult.models import Topic
from members.filters import WordsFilter
from reports.enums import CaseStudyState
from reports.filters.narrowing import Narrowing
from reports.models import CaseStudy
from reports.queries import case_studies, library
from rooms import practice
from rooms.filters.by_room import WithRooms

ORDER = [("newest", "新近在前"), ("oldest", "早先在前")]


def year_filter():
    return django_filters.NumberFilter(
        label="年度",
        min_value=1949,
        max_value=9999,
        method="leave",
        widget=forms.NumberInput(attrs={"placeholder": "年度"}),
    )


class OfClasses(Narrowing, WithRooms):
    topic_class = ClassFilter(method="leave")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        with_classes(self, practice.of_person(self.request.user))


class TopicFilter(OfClasses):
    rules, sorts = library.RULES, library.SORTS

    q = WordsFilter(label="议题、地点、理由", method="leave", max_length=60)
    outcome = django_filters.ChoiceFilter(
        label="结果", choices=list(library.OUTCOMES.items()), empty_label="全部结果", method="leave"
    )
    importance = django_filters.ChoiceFilter(
        label="重要程度", choices=Importance.choices, empty_label="普通和重要", method="leave"
    )
    year = year_filter()
    sort = django_filters.ChoiceFilter(label="排序", choices=ORDER, empty_label=None, method="leave")

    class Meta:
        model = Topic
        fields = ["q", "topic_class", "outcome", "importance", "room", "year", "sort"]


class CaseStudyFilter(OfClasses):
    rules, sorts = case_studies.RULES, case_studies.SORTS

    q = WordsFilter(label="标题、问题", method="leave", max_length=60)
    state = django_filters.ChoiceFilter(label="状态", choices=CaseStudyState.choices, empty_label="全部状态")
    year = year_filter()
    sort = django_filters.ChoiceFilter(label="排序", choices=ORDER, empty_label=None, method="leave")

    class Meta:
        model = CaseStudy
        fields = ["q", "topic_class", "state", "room", "year", "sort"]
