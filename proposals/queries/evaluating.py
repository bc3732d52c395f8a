"""The evaluation rounds of a proposal, each to the time that it was handled."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib.contenttypes.models import ContentType
from django.db.models import F, Max
from django.utils import timezone

from consult.enums.evaluation import RatedSide
from consult.models import EvaluationRound
from consult.queries.evaluation import rounds_for_list
from proposals.enums import ProposalState
from proposals.models import Proposal, Reply

UNFINISHED = "评议还没有结束，结束以后才能办理这一步。"


@dataclass(frozen=True)
class Rating:
    """How far those who are asked after the last reply have come."""

    rounds: list[EvaluationRound]

    @property
    def running(self) -> list[EvaluationRound]:
        return [each for each in self.rounds if each.is_open]

    @property
    def runs(self) -> bool:
        """Whoever put it forward is still asked; what the unit thinks of the text holds nothing up."""
        return any(each.side == RatedSide.HANDLING for each in self.running)

    @property
    def is_closed(self) -> bool:
        return not self.runs and any(each.side == RatedSide.HANDLING for each in self.rounds)

    @property
    def count(self) -> str:
        return f"已评 {sum(each.came for each in self.rounds)}/{sum(each.asked for each in self.rounds)}"

    @property
    def can_end(self) -> bool:
        """Nobody else can answer, or everybody who was asked by name has."""
        today = timezone.localdate()
        return self.runs and all(each.closes_on < today or _all_came(each) for each in self.running)


def _all_came(round: EvaluationRound) -> bool:
    return round.came >= round.asked and not round.public_code


def ratings_of(rows: Iterable[Proposal]) -> dict[int, Rating]:
    """Of those that were replied to, by key; empty where nobody was asked yet."""
    keys = [row.pk for row in rows if row.state == ProposalState.REPLIED]
    if not keys:
        return {}
    return {key: Rating(rounds) for key, rounds in _rounds(keys).items()}


def rounds_of(row: Proposal) -> list[EvaluationRound]:
    """Those about the last reply, the newest last; what is void counts nowhere."""
    return _rounds([row.pk]).get(row.pk, [])


def _rounds(keys) -> dict[int, list[EvaluationRound]]:
    last = Reply.objects.sent().filter(proposal__in=keys, round=F("proposal__round")).order_by()
    last = dict(last.values("proposal").annotate(last=Max("sent_at")).values_list("proposal", "last"))
    kind = ContentType.objects.get_for_model(Proposal)
    rows = EvaluationRound.objects.not_void().filter(target_type=kind, target_id__in=list(last))
    found = {}
    for each in rounds_for_list(rows).order_by("pk"):
        if each.created_at >= last[each.target_id]:
            found.setdefault(each.target_id, []).append(each)
    return found


def verdict_of(row: Proposal) -> str:
    """What those who put it forward think of the handling; empty while nobody was asked, or it is not over."""
    closed = [each for each in rounds_of(row) if each.side == RatedSide.HANDLING and each.is_closed]
    return closed[-1].satisfaction if closed else ""
