"""Filters of proposals."""

import django_filters
from django.db.models import Q

from members.filters import DayFilter, WordsFilter
from proposals.enums import ProposalKind, ProposalMode, ProposalState
from proposals.models import JointSigner, Proposal
from rooms.filters.by_room import WithRooms

SORTS = {"newest": ("-pk",), "oldest": ("pk",)}


class ProposalFilter(WithRooms):
    q = WordsFilter(label="标题、内容、提出人", method="by_words", max_length=60)
    kind = django_filters.ChoiceFilter(label="类别", choices=ProposalKind.choices, empty_label="全部类别")
    mode = django_filters.ChoiceFilter(label="提出方式", choices=ProposalMode.choices, empty_label="全部提出方式")
    state = django_filters.ChoiceFilter(label="情况", choices=ProposalState.choices, empty_label="全部情况")
    since = DayFilter(label="提交从", field_name="submitted_at", lookup_expr="date__gte")
    until = DayFilter(label="到", field_name="submitted_at", lookup_expr="date__lte")
    sort = django_filters.ChoiceFilter(
        label="排序",
        choices=[("newest", "新近在前"), ("oldest", "早先在前")],
        empty_label=None,
        method="leave",
    )

    class Meta:
        model = Proposal
        fields = ["q", "room", "kind", "mode", "state", "since", "until", "sort"]

    @property
    def order(self):
        return SORTS.get(self.data.get("sort"), SORTS["newest"])

    def leave(self, rows, name, value):
        return rows

    def by_words(self, rows, name, value):
        held = Q(title__icontains=value) | Q(situation__icontains=value) | Q(advice__icontains=value)
        signed = JointSigner.objects.signed().filter(member__name__icontains=value)
        return rows.filter(held | Q(member__name__icontains=value) | Q(pk__in=signed.values("proposal")))
