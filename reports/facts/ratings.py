"""The round that says what people think of how something was handled."""

from django.db.models import OuterRef, QuerySet

from consult.enums.evaluation import RatedSide, RoundState
from consult.models import EvaluationRound


def last_rating(app_label: str, model: str) -> QuerySet:
    """Closed rounds about a row of an outer query, the last one first; one that was voided counts nowhere."""
    closed = EvaluationRound.objects.filter(
        target_type__app_label=app_label,
        target_type__model=model,
        target_id=OuterRef("pk"),
        side=RatedSide.HANDLING,
        state=RoundState.CLOSED,
    )
    return closed.order_by("-pk")
