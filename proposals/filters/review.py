"""Filters of what waits for its review."""

import django_filters
from django.db.models import Q

from members.filters import WordsFilter
from proposals.enums import ProposalKind
from proposals.models import Proposal
from rooms import practice
from rooms.practice.proposing import KINDS


class ReviewFilter(django_filters.FilterSet):
    q = WordsFilter(label="标题、内容、提出人", method="by_words", max_length=60)
    kind = django_filters.ChoiceFilter(label="类别", choices=ProposalKind.choices, empty_label="全部类别")
    step = django_filters.ChoiceFilter(label="环节", choices=(), empty_label="全部环节", method="at_step")

    class Meta:
        model = Proposal
        fields = ["q", "kind", "step"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        pack = practice.of_person(self.request.user)
        rules = pack.proposal_kinds or practice.load(practice.ROOT).proposal_kinds
        self.first = {rule.kind: rule.reviews[0].code for rule in rules}
        many = len(rules) > 1
        self.filters["step"].extra["choices"] = [
            (step.code, f"{KINDS[rule.kind]}：{step.name}" if many else step.name)
            for rule in rules
            for step in rule.reviews
        ]

    def at_step(self, rows, name, value):
        """Taken in before steps were written down, it waits at the first one of its kind until somebody speaks."""
        kinds = [kind for kind, code in self.first.items() if code == value]
        return rows.filter(Q(review_step=value) | Q(review_step="", kind__in=kinds))

    def by_words(self, rows, name, value):
        held = Q(title__icontains=value) | Q(situation__icontains=value) | Q(advice__icontains=value)
        return rows.filter(held | Q(member__name__icontains=value))
