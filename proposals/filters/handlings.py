"""Filters of what units handle, out of reports and out of proposals."""

import django_filters
from django import forms
from django.db.models import Exists, Q
from django.utils import timezone

from members.filters import DayFilter, WordsFilter
from members.models import Unit
from proposals.enums import HandlingRole, HandlingState, ReportKind
from proposals.models import Handling
from proposals.queries.handlings import limits_here

SORTS = {"newest": ("-pk",), "oldest": ("pk",)}


class HandlingFilter(django_filters.FilterSet):
    """`given` and `taken_on` are the records behind 承办率; `report_…` narrow to the reports of a period."""

    q = WordsFilter(label="任务、报告、提案", method="by_words", max_length=60)
    view = django_filters.CharFilter(method="by_view", widget=forms.HiddenInput)
    of = django_filters.ChoiceFilter(
        label="来自",
        choices=[("report", "要报、专报"), ("proposal", "提案")],
        empty_label="全部来源",
        method="by_origin",
    )
    unit = django_filters.ModelChoiceFilter(label="承办单位", queryset=Unit.objects.none(), empty_label="全部单位")
    role = django_filters.ChoiceFilter(label="承办方式", choices=HandlingRole.choices, empty_label="全部方式")
    state = django_filters.ChoiceFilter(label="情况", choices=HandlingState.choices, empty_label="全部情况")
    report_since = DayFilter(label="报送从", field_name="report__issued_on", lookup_expr="gte")
    report_until = DayFilter(label="到", field_name="report__issued_on", lookup_expr="lte")
    report_kind = django_filters.ChoiceFilter(
        field_name="report__kind", choices=ReportKind.choices, widget=forms.HiddenInput
    )
    sort = django_filters.ChoiceFilter(
        label="排序", choices=[("newest", "新近在前"), ("oldest", "早先在前")], empty_label=None, method="leave"
    )
    VIEWS = {
        "open": ("没有办结", lambda rows: rows.open()),
        "waiting": ("待签收", lambda rows: rows.filter(state=HandlingState.ISSUED)),
        "objected": ("申请退办", lambda rows: rows.filter(state=HandlingState.OBJECTED)),
        "late": ("逾期", lambda rows: rows.open().filter(Exists(limits_here().late(timezone.localdate())))),
        "answered": ("已反馈", lambda rows: rows.filter(state=HandlingState.ANSWERED)),
        "given": ("已交办", lambda rows: rows.given()),
        "taken_on": ("已承办", lambda rows: rows.taken_on()),
    }

    class Meta:
        model = Handling
        fields = ["q", "view", "of", "unit", "role", "state", "report_since", "report_until", "report_kind", "sort"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        held = Handling.objects.visible_to(self.request.user).order_by().values("unit")
        self.filters["unit"].queryset = Unit.objects.filter(pk__in=held)

    @property
    def order(self):
        return SORTS.get(self.data.get("sort"), SORTS["newest"])

    @property
    def views(self):
        return [(code, name, code == self.data.get("view")) for code, (name, _) in self.VIEWS.items()]

    def by_words(self, rows, name, value):
        held = Q(task__icontains=value) | Q(report__title__icontains=value)
        return rows.filter(held | Q(proposal__title__icontains=value))

    def by_view(self, rows, name, value):
        return self.VIEWS[value][1](rows) if value in self.VIEWS else rows

    def by_origin(self, rows, name, value):
        return rows.filter(**{f"{value}__isnull": False})

    def leave(self, rows, name, value):
        return rows
