"""Filters of past papers."""

import django_filters
from django import forms

from members.filters import WordsFilter
from proposals.enums import PublicationKind, ReportKind
from proposals.models import PastPublication, PastReport


class PastPaperFilter(django_filters.FilterSet):
    q = WordsFilter(label="标题", field_name="title", lookup_expr="icontains", max_length=60)
    year = django_filters.NumberFilter(
        label="年度", min_value=1949, max_value=9999, widget=forms.NumberInput(attrs={"placeholder": "年度"})
    )


class PastReportFilter(PastPaperFilter):
    kind = django_filters.ChoiceFilter(label="类别", choices=ReportKind.choices, empty_label="全部类别")

    class Meta:
        model = PastReport
        fields = ["q", "year", "kind"]


class PastPublicationFilter(PastPaperFilter):
    kind = django_filters.ChoiceFilter(label="类别", choices=PublicationKind.choices, empty_label="全部类别")

    class Meta:
        model = PastPublication
        fields = ["q", "year", "kind"]
