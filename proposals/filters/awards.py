"""Filters of awards and of the special fund."""

import django_filters
from django.db.models import F, Q

from members.filters import WordsFilter
from proposals.enums import AwardKind
from proposals.filters.care import Sorted
from proposals.models import Award, FundGrant


class AwardFilter(Sorted):
    q = WordsFilter(label="提案、单位、姓名、证书编号", method="by_words", max_length=60)
    year = django_filters.NumberFilter(label="年度")
    kind = django_filters.ChoiceFilter(label="奖项", choices=AwardKind.choices, empty_label="全部奖项")

    class Meta:
        model = Award
        fields = ["q", "year", "kind", "sort"]

    def by_words(self, rows, name, value):
        held = Q(proposal__title__icontains=value) | Q(unit__name__icontains=value) | Q(person__icontains=value)
        return rows.filter(held | Q(certificate__icontains=value))


class GrantFilter(Sorted):
    VIEWS = {
        "unpaid": ("没有拨付完", lambda rows: rows.filter(paid__lt=F("amount"))),
        "unspent": ("没有支出完", lambda rows: rows.filter(spent__lt=F("paid"))),
    }
    q = WordsFilter(label="提案、用途", method="by_words", max_length=60)
    year = django_filters.NumberFilter(label="年度", field_name="pot__year")

    class Meta:
        model = FundGrant
        fields = ["q", "view", "year", "sort"]

    def by_words(self, rows, name, value):
        return rows.filter(Q(proposal__title__icontains=value) | Q(used_for__icontains=value))
