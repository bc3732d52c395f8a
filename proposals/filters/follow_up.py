"""Filters of what is followed up: B-class letters, look-backs."""

import django_filters
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from members.filters import WordsFilter
from members.models import Unit
from proposals.enums import Finding
from proposals.filters.care import Sorted
from proposals.models import LookBack, Reply, RollCallAnswer


def _asked():
    return RollCallAnswer.objects.open().filter(reply=OuterRef("pk"))


class FollowUpFilter(Sorted):
    """The oldest promise first."""

    VIEWS = {
        "late": ("已过承诺时间", lambda rows: rows.filter(promised__lt=timezone.localdate())),
        "years": ("跨年度", lambda rows: rows.filter(sent_at__year__lt=timezone.localdate().year)),
        "asked": ("待答复问效", lambda rows: rows.filter(Exists(_asked()))),
    }
    q = WordsFilter(label="提案、答复", method="by_words", max_length=60)
    year = django_filters.NumberFilter(label="提案年度", field_name="proposal__year")
    unit = django_filters.ModelChoiceFilter(
        label="承办单位", queryset=Unit.objects.none(), empty_label="全部承办单位", field_name="handling__unit"
    )
    sort = django_filters.ChoiceFilter(
        label="排序",
        choices=[("promised", "承诺时间在前"), ("oldest", "答复早的在前"), ("newest", "新近在前")],
        empty_label=None,
        method="leave",
    )

    class Meta:
        model = Reply
        fields = ["q", "view", "year", "unit", "sort"]

    ORDERS = {"promised": ("planned_until", "pk"), "oldest": ("pk",), "newest": ("-pk",)}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        held = self.queryset.order_by().values("handling__unit")
        self.filters["unit"].queryset = Unit.objects.filter(pk__in=held)

    @property
    def order(self):
        return self.ORDERS.get(self.data.get("sort"), self.ORDERS["promised"])

    def by_words(self, rows, name, value):
        return rows.filter(Q(proposal__title__icontains=value) | Q(body__icontains=value))


class LookBackFilter(Sorted):
    VIEWS = {
        "open": ("待开展", lambda rows: rows.open()),
        "late": ("已过计划日期", lambda rows: rows.open().filter(planned_on__lt=timezone.localdate())),
        "done": ("已开展", lambda rows: rows.filter(done_on__isnull=False)),
        "again": ("没有落实", lambda rows: rows.filter(finding=Finding.NOT)),
    }
    q = WordsFilter(label="提案、提出人", method="by_words", max_length=60)
    year = django_filters.NumberFilter(label="提案年度", field_name="proposal__year")
    finding = django_filters.ChoiceFilter(label="结论", choices=Finding.choices, empty_label="全部结论")

    class Meta:
        model = LookBack
        fields = ["q", "view", "year", "finding", "sort"]

    @property
    def order(self):
        return {"newest": ("-planned_on", "-pk")}.get(self.data.get("sort"), ("planned_on", "pk"))

    def by_words(self, rows, name, value):
        return rows.filter(Q(proposal__title__icontains=value) | Q(proposal__member__name__icontains=value))
