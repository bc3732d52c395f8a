"""The evaluation rounds of a proposal, each to the time that it was handled."""

from consult.enums.evaluation import RatedSide
from consult.models import EvaluationRound
from proposals.models import Proposal


def rounds_of(row: Proposal) -> list[EvaluationRound]:
    """Those about the last reply, the newest last; what is void counts nowhere."""
    last = row.replies.sent().filter(round=row.round).order_by("-sent_at").values_list("sent_at", flat=True).first()
    if last is None:
        return []
    rounds = EvaluationRound.objects.of(row).not_void().filter(created_at__gte=last)
    return list(rounds.select_related("keeper", "target_type").order_by("pk"))


def verdict_of(row: Proposal) -> str:
    """What those who put it forward think of the handling; empty while nobody was asked, or it is not over."""
    closed = [each for each in rounds_of(row) if each.side == RatedSide.HANDLING and each.is_closed]
    return closed[-1].satisfaction if closed else ""
