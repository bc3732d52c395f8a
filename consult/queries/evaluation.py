"""Reads about rounds of evaluation: the list, who was asked, what waits for a person, and the ranking of units."""

from datetime import datetime, time

from django.apps import apps
from django.db.models import Count, Q
from django.utils import timezone

from consult.enums.evaluation import RaterKind, RaterWay, RoundState
from consult.models import EvaluationInvitation, EvaluationRound
from consult.models.rated import Rated
from consult.queries.task import MOST, Task
from members.permissions.evaluation import ANSWERS, KEEPS


def rated_models() -> dict:
    """Models whose records can be evaluated, by the name that stands in addresses."""
    return {model._meta.model_name: model for model in apps.get_models() if issubclass(model, Rated)}


def rounds_for_list(rows):
    """With how many were asked and how many answered."""
    asked = Count("invitations", filter=Q(invitations__withdrawn_at__isnull=True), distinct=True)
    shown = EvaluationRound.objects.filter(pk__in=rows.values("pk")).for_page()
    return shown.annotate(asked=asked, came=Count("evaluations", distinct=True))


def told_apart(rows, user) -> list:
    """Each round of a page knows whether the person stands on its rated side, which is told nothing before the end."""
    open_to = EvaluationRound.objects.filter(pk__in=[row.pk for row in rows]).not_rating(user)
    seen = set(open_to.values_list("pk", flat=True))
    for row in rows:
        row.is_own = row.pk not in seen
        row.shows_counts = row.pk in seen or row.state == RoundState.CLOSED
    return rows


def rounds_of(target, user) -> list:
    """Of one record, newest first, as far as the person sees them."""
    rows = EvaluationRound.objects.of(target).visible_to(user).order_by("-pk")
    return told_apart(list(rounds_for_list(rows).order_by("-pk")), user)


def sees_target(round, user) -> bool:
    model = round.target_type.model_class()
    return model.objects.visible_to(user).filter(pk=round.target_id).exists()


def links_of(round, user) -> list:
    """What a rater reads before he answers, as far as he may open it: the record, and the papers beside it."""
    return [round.target, *round.target.papers_for(user)] if sees_target(round, user) else []


def invitations_of(round) -> list:
    """Whom one asked by name; what came by the public code is counted, and never listed."""
    rows = round.invitations.standing().exclude(way=RaterWay.CODE).select_related("user", "unit", "evaluation")
    order = list(RaterKind)
    return sorted(rows.order_by("pk"), key=lambda each: order.index(each.kind))


def counts_of(round) -> dict[str, int]:
    """How many were asked by name, how many of them answered, and how many came by the public code."""
    rows = round.invitations.standing()
    by_code = Count("pk", filter=Q(way=RaterWay.CODE))
    asked = Count("pk", filter=~Q(way=RaterWay.CODE))
    came = Count("evaluation", filter=~Q(way=RaterWay.CODE))
    return rows.aggregate(asked=asked, came=came, by_code=by_code)


def evaluation_tasks(user):
    """Rounds in which the person, or a unit for which he answers, is asked; those that he has to close."""
    asked = Q(user=user.pk) | Q(unit__in=user.units_as(*ANSWERS))
    rows = EvaluationInvitation.objects.unanswered().filter(asked, round__state=RoundState.OPEN)
    rows = rows.filter(round__closes_on__gte=timezone.localdate()).select_related("round")
    for each in rows.order_by("round__closes_on", "pk")[:MOST]:
        since = max(each.invited_at, _morning(each.round.opens_on))
        yield Task("评议", each.round.about[:60], each.get_absolute_url(), since, each.round.closes_on)
    if units := user.units_as(*KEEPS):
        over = EvaluationRound.objects.open().filter(keeper__in=units, closes_on__lt=timezone.localdate())
        for each in over.order_by("closes_on", "pk")[:MOST]:
            yield Task("结束评议", each.about[:60], each.get_absolute_url(), _morning(each.closes_on))


def _morning(day):
    return timezone.make_aware(datetime.combine(day, time.min))
