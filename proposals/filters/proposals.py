"""Filters of proposals."""

import django_filters
from django.db.models import Exists, OuterRef, Q

from consult.filters import ActionFilter
from members.filters import DayFilter, WordsFilter
from members.models import Unit
from proposals.enums import ProposalKind, ProposalMode, ProposalState, ReplyClass
from proposals.models import Handling, JointSigner, Proposal
from proposals.queries.saved import late_with_a_unit, of_proposal_view
from rooms.filters.by_room import FoundFilter

SORTS = {"newest": ("-pk",), "oldest": ("pk",)}


class ProposalFilter(ActionFilter):
    SAVED = ("proposal", of_proposal_view)
    q = WordsFilter(label="标题、内容、提出人", method="by_words", max_length=60)
    kind = django_filters.ChoiceFilter(label="类别", choices=ProposalKind.choices, empty_label="全部类别")
    mode = django_filters.ChoiceFilter(label="提出方式", choices=ProposalMode.choices, empty_label="全部提出方式")
    state = django_filters.ChoiceFilter(label="情况", choices=ProposalState.choices, empty_label="全部情况")
    reply_class = django_filters.ChoiceFilter(
        label="答复类别", choices=[(code, f"{code} 类") for code in ReplyClass.values], empty_label="全部答复类别"
    )
    unit = FoundFilter(label="承办单位", queryset=Unit.objects.none(), url_name="consult:find_units", method="by_unit")
    late = django_filters.ChoiceFilter(
        label="期限", choices=[("late", "承办单位逾期")], empty_label="不限期限", method="by_late"
    )
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
        fields = ["q", "view", "room", "kind", "mode", "state", "reply_class", "unit", "late", "since", "until", "sort"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.filters["unit"].queryset = Unit.objects.handling()

    @property
    def order(self):
        return SORTS.get(self.data.get("sort"), SORTS["newest"])

    def leave(self, rows, name, value):
        return rows

    def by_unit(self, rows, name, value):
        return rows.filter(Exists(Handling.objects.open().filter(proposal=OuterRef("pk"), unit=value)))

    def by_late(self, rows, name, value):
        """Some unit has passed the day on which it was to hand something in."""
        return rows.filter(late_with_a_unit())

    def by_words(self, rows, name, value):
        held = Q(title__icontains=value) | Q(situation__icontains=value) | Q(advice__icontains=value)
        signed = JointSigner.objects.signed().filter(member__name__icontains=value)
        return rows.filter(held | Q(member__name__icontains=value) | Q(pk__in=signed.values("proposal")))
