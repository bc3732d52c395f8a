"""Decisions that commend: how a list narrows them, and for which offices a person writes them."""

from django.db.models import Q

from members.models import Unit
from members.permissions.awards import OFFICES
from reports.enums import CommendationState
from reports.queries import narrowing

RULES = {
    "q": lambda value: Q(title__icontains=value) | Q(winners__icontains=value),
    "state": narrowing.one_of("state", CommendationState),
    "year": lambda value: Q(year__year=int(value)) if value.isdecimal() and len(value) == 4 else None,
}
SORTS = {"newest": ("-pk",), "oldest": ("pk",)}


def units_of(user):
    return Unit.objects.filter(pk__in=user.units_as(*OFFICES)).select_related("region").order_by("pinyin")
