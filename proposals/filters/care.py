"""Filters of key proposals and of what is supervised."""

import django_filters
from django import forms
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from members.filters import WordsFilter
from members.models import Unit
from members.models.keys import key_in
from proposals.enums import KeyState, ProposalKind, ProposalState, RectifyState, SupervisionTier
from proposals.models import Handling, KeyProposal, Proposal, Rectification, Supervision
from proposals.models.handling import OVER
from proposals.queries.evaluation_month import unrated
from proposals.queries.supervising import met_face_to_face

SORTS = [("newest", "新近在前"), ("oldest", "早先在前")]
ORDERS = {"newest": ("-pk",), "oldest": ("pk",)}


def year_of(params) -> int:
    """Which year a page asks for; this one where it asks for none that there can be."""
    today, asked = timezone.localdate(), key_in(params.get("year"))
    return asked if asked and 2000 <= asked <= today.year + 1 else today.year


class Sorted(django_filters.FilterSet):
    """A list that stands newest first, or the other way round, with quick views above it."""

    VIEWS = {}
    sort = django_filters.ChoiceFilter(label="排序", choices=SORTS, empty_label=None, method="leave")
    view = django_filters.CharFilter(method="by_view", widget=forms.HiddenInput)

    @property
    def order(self):
        return ORDERS.get(self.data.get("sort"), ORDERS["newest"])

    @property
    def views(self):
        return [(code, name, code == self.data.get("view")) for code, (name, _) in self.VIEWS.items()]

    def by_view(self, rows, name, value):
        return self.VIEWS[value][1](rows) if value in self.VIEWS else rows

    def leave(self, rows, name, value):
        return rows


def _held(rows, field: str):
    """The units that stand in a list, to choose from."""
    return Unit.objects.filter(pk__in=rows.order_by().values(field))


class KeyFilter(Sorted):
    q = WordsFilter(label="标题、提出人", method="by_words", max_length=60)
    year = django_filters.NumberFilter(label="年度")
    state = django_filters.ChoiceFilter(label="情况", choices=KeyState.choices, empty_label="全部情况")
    opened = django_filters.ChoiceFilter(
        label="公开跟踪", choices=[("yes", "已公开"), ("no", "未公开")], empty_label="公开和未公开", method="by_opened"
    )

    class Meta:
        model = KeyProposal
        fields = ["q", "year", "state", "opened", "sort"]

    def by_opened(self, rows, name, value):
        return rows.filter(opened_at__isnull=value == "no")

    def by_words(self, rows, name, value):
        return rows.filter(Q(proposal__title__icontains=value) | Q(proposal__member__name__icontains=value))


class SupervisedFilter(Sorted):
    """Proposals, with who looks after them."""

    VIEWS = {
        "none": ("没有督办", lambda rows: rows.filter(is_supervised=False)),
        "key": ("重点提案", lambda rows: rows.filter(is_key=True)),
        "met": ("已面对面沟通", lambda rows: rows.filter(met_face_to_face())),
        "closed": ("已办结", lambda rows: rows.filter(state=ProposalState.CLOSED)),
        "unrated": ("待发起评议", unrated),
        "again": ("二次办理", lambda rows: rows.filter(round__gt=1)),
    }
    q = WordsFilter(label="标题、提出人、督办人", method="by_words", max_length=60)
    year = django_filters.NumberFilter(label="年度")
    kind = django_filters.ChoiceFilter(label="类别", choices=ProposalKind.choices, empty_label="全部类别")
    tier = django_filters.ChoiceFilter(
        label="督办层级", choices=SupervisionTier.choices, empty_label="全部层级", method="by_tier"
    )
    unit = django_filters.ModelChoiceFilter(
        label="承办单位", queryset=Unit.objects.none(), empty_label="全部承办单位", method="by_unit"
    )
    state = django_filters.ChoiceFilter(label="情况", choices=ProposalState.choices, empty_label="全部情况")

    class Meta:
        model = Proposal
        fields = ["q", "view", "year", "kind", "tier", "unit", "state", "sort"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        given = Handling.objects.filter(proposal__isnull=False).visible_to(self.request.user)
        self.filters["unit"].queryset = _held(given, "unit")

    def by_words(self, rows, name, value):
        led = Supervision.objects.filter(proposal=OuterRef("pk")).filter(
            Q(leader__icontains=value) | Q(committee__icontains=value) | Q(unit__name__icontains=value)
        )
        return rows.filter(Q(title__icontains=value) | Q(member__name__icontains=value) | Q(Exists(led)))

    def by_tier(self, rows, name, value):
        return rows.filter(Exists(Supervision.objects.filter(proposal=OuterRef("pk"), tier=value)))

    def by_unit(self, rows, name, value):
        held = Handling.objects.filter(proposal=OuterRef("pk"), unit=value).exclude(state__in=OVER)
        return rows.filter(Exists(held))


class RectificationFilter(Sorted):
    q = WordsFilter(label="整改原因、情况", method="by_words", max_length=60)
    year = django_filters.NumberFilter(label="年度", widget=forms.NumberInput(attrs={"placeholder": "年度"}))
    state = django_filters.ChoiceFilter(label="情况", choices=RectifyState.choices, empty_label="全部情况")
    unit = django_filters.ModelChoiceFilter(label="单位", queryset=Unit.objects.none(), empty_label="全部单位")

    class Meta:
        model = Rectification
        fields = ["q", "year", "state", "unit", "sort"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.filters["unit"].queryset = _held(self.queryset, "unit")

    def by_words(self, rows, name, value):
        return rows.filter(Q(why__icontains=value) | Q(report__icontains=value))
