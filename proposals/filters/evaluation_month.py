"""The filter of the rounds of 评议月."""

import django_filters

from consult.enums.evaluation import RatedSide, RoundState, Satisfaction
from consult.models import EvaluationRound
from members.filters import WordsFilter
from members.models import Unit
from proposals.filters.care import SORTS, Sorted, year_of
from proposals.queries.evaluation_month import in_months
from proposals.queries.supervising import months_of

STATES = [(state.value, state.label) for state in RoundState if state != RoundState.VOID]


def _ended(satisfaction):
    return lambda rows: rows.filter(state=RoundState.CLOSED, satisfaction=satisfaction)


class MonthFilter(Sorted):
    VIEWS = {
        "left": ("还没有评完", lambda rows: rows.filter(state=RoundState.OPEN, has_left=True)),
        "answered": ("全部评完", lambda rows: rows.filter(is_complete=True)),
        "closed": ("已结束", lambda rows: rows.filter(state=RoundState.CLOSED)),
        "yes": ("满意", _ended(Satisfaction.YES)),
        "no": ("不满意", _ended(Satisfaction.NO)),
    }
    ORDERS = {"newest": ("-pk",), "oldest": ("pk",), "closes": ("closes_on", "pk")}
    q = WordsFilter(label="提案", field_name="about", lookup_expr="icontains", max_length=60)
    year = django_filters.NumberFilter(label="提案年度", method="leave")
    period = django_filters.ChoiceFilter(
        label="时间", choices=[("month", "评议月里的")], empty_label="全年", method="by_period"
    )
    side = django_filters.ChoiceFilter(label="评什么", choices=RatedSide.choices, empty_label="评办理和评提案")
    state = django_filters.ChoiceFilter(label="状态", choices=STATES, empty_label="全部状态")
    unit = django_filters.ModelChoiceFilter(
        label="被评议的单位", queryset=Unit.objects.none(), empty_label="全部单位", field_name="ranked_unit"
    )
    sort = django_filters.ChoiceFilter(
        label="排序", choices=[*SORTS, ("closes", "截止早的在前")], empty_label=None, method="leave"
    )

    class Meta:
        model = EvaluationRound
        fields = ["q", "view", "year", "period", "side", "state", "unit", "sort"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        rated = self.queryset.order_by().values("ranked_unit")
        self.filters["unit"].queryset = Unit.objects.filter(pk__in=rated).order_by("pinyin")

    @property
    def order(self):
        return self.ORDERS.get(self.data.get("sort"), self.ORDERS["newest"])

    def by_period(self, rows, name, value):
        return in_months(rows, *months_of(self.request.user, year_of(self.data), "evaluation_months"))
