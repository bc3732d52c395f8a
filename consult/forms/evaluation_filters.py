"""The filter of the list of evaluation rounds."""

import django_filters
from django.db.models import Q
from django.utils import timezone

from consult.enums.evaluation import RatedSide, RoundState, Satisfaction
from consult.models import EvaluationRound
from members.filters import WordsFilter
from members.models import Unit


class RoundFilter(django_filters.FilterSet):
    q = WordsFilter(label="评议内容", field_name="about", lookup_expr="icontains", max_length=60)
    state = django_filters.ChoiceFilter(label="状态", choices=RoundState.choices, empty_label="全部状态")
    side = django_filters.ChoiceFilter(label="评什么", choices=RatedSide.choices, empty_label="评办理和评提案")
    satisfaction = django_filters.ChoiceFilter(label="结论", choices=Satisfaction.choices, empty_label="全部结论")
    unit = django_filters.ModelChoiceFilter(
        label="被评议的单位", queryset=Unit.objects.none(), empty_label="全部单位", method="by_unit"
    )
    year = django_filters.ChoiceFilter(label="年度", field_name="closes_on__year", empty_label="全部年度")

    class Meta:
        model = EvaluationRound
        fields = ["q", "state", "side", "satisfaction", "unit", "year"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        rated = self.queryset.order_by().values("rated_units")
        self.filters["unit"].queryset = Unit.objects.filter(Q(pk__in=rated)).order_by("pinyin")
        years = self.queryset.order_by().values_list("closes_on__year", flat=True).distinct()
        this = timezone.localdate().year
        self.filters["year"].extra["choices"] = [(str(year), f"{year} 年") for year in sorted({*years, this})[::-1]]

    def by_unit(self, rows, _name, value):
        return rows.filter(rated_units=value)

    @property
    def chips(self) -> list[dict]:
        """What the list is narrowed by, each with the address without it."""
        found = []
        for name, value in (self.form.cleaned_data if self.form.is_valid() else {}).items():
            if value in (None, ""):
                continue
            params = self.data.copy()
            params.pop(name, None)
            words = dict(getattr(self.form.fields[name], "choices", ()) if isinstance(value, str) else ())
            found.append({"word": str(words.get(value, value)), "without": f"?{params.urlencode()}"})
        return found
