"""Filters of plans and nominations."""

import django_filters
from django import forms
from django.db.models import Q
from django.utils import timezone

from consult.enums import NominationSource, NominationState, PlanItemState, PlanLevel
from consult.models import Call, Nomination, Plan, PlanItem
from members.filters import WordsFilter
from members.models import Region


class PlanFilter(django_filters.FilterSet):
    """Plans of a year and a level; of one region and all below it; those that hold such topics."""

    q = WordsFilter(label="计划、议题", method="by_words", max_length=60)
    year = django_filters.ChoiceFilter(label="年度", empty_label="全部年度")
    level = django_filters.ChoiceFilter(label="级别", choices=PlanLevel.choices, empty_label="全部级别")
    state = django_filters.ChoiceFilter(
        label="议题情况", choices=PlanItemState.choices, empty_label="全部情况", method="by_state"
    )
    region = django_filters.ModelChoiceFilter(
        label="区域", queryset=Region.objects.none(), empty_label="全部区域", method="by_region"
    )

    class Meta:
        model = Plan
        fields = ["q", "year", "level", "state", "region"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        seen = Plan.objects.visible_to(self.request.user)
        years = seen.order_by("-year").values_list("year", flat=True).distinct()
        this = timezone.localdate().year
        self.filters["year"].extra["choices"] = [(str(year), f"{year} 年") for year in sorted({*years, this})[::-1]]
        self.filters["region"].queryset = Region.objects.filter(pk__in=seen.values("region")).order_by("path")

    def by_region(self, rows, _name, value):
        return rows.filter(region__path__startswith=value.path)

    def by_words(self, rows, _name, value):
        return rows.filter(
            Q(title__icontains=value) | Q(pk__in=_plans_of(PlanItem.objects.filter(title__icontains=value)))
        )

    def by_state(self, rows, _name, value):
        return rows.filter(pk__in=_plans_of(PlanItem.objects.filter(state=value)))

    def items_of(self, plans):
        """The topics of these plans that were asked for; of a plan that is itself named so, all of them."""
        rows = PlanItem.objects.filter(plan__in=plans)
        asked = self.form.cleaned_data if self.form.is_valid() else {}
        if words := asked.get("q"):
            rows = rows.filter(Q(title__icontains=words) | Q(plan__title__icontains=words))
        return rows.filter(state=asked["state"]) if asked.get("state") else rows


def _plans_of(items):
    return items.order_by().values("plan")


class NominationFilter(django_filters.FilterSet):
    q = WordsFilter(label="议题", field_name="title", lookup_expr="icontains", max_length=60)
    state = django_filters.ChoiceFilter(label="结果", choices=NominationState.choices, empty_label="全部结果")
    source = django_filters.ChoiceFilter(label="来源", choices=NominationSource.choices, empty_label="全部来源")
    year = django_filters.NumberFilter(label="年度", widget=forms.NumberInput(attrs={"placeholder": "年度"}))
    call = django_filters.ModelChoiceFilter(label="征题", queryset=Call.objects.none(), empty_label="全部征题")

    class Meta:
        model = Nomination
        fields = ["q", "state", "source", "year", "call"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.filters["call"].queryset = Call.objects.visible_to(self.request.user)
