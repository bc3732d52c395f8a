"""What speaks for an award: how a proposal was handled and rated, where a unit stands among the others."""

from dataclasses import dataclass

from django.contrib.contenttypes.models import ContentType

from consult.enums.evaluation import RatedSide, RoundState
from consult.models import EvaluationRound
from consult.queries.evaluation_ranking import rankings_for
from proposals.enums import ProposalState
from proposals.models import Award, Proposal, Rectification
from proposals.queries.supervising import supervised_by
from rooms import practice

ANSWERED = (ProposalState.REPLIED, ProposalState.REWORK, ProposalState.CLOSED)
MOST = 100


@dataclass(frozen=True)
class Nominee:
    """A proposal with what speaks for it: the median that the unit gave its text, what its author thinks."""

    row: Proposal
    score: float | None
    satisfaction: str
    is_awarded: bool


def nominees(user, year: int) -> list[Nominee]:
    """Proposals of the year that were answered, the best rated first; those that nobody rated come last."""
    rows = list(
        supervised_by(user)
        .filter(year=year, state__in=ANSWERED)
        .select_related("member", "room__unit")
        .order_by("-is_key", "number")[:MOST]
    )
    rounds = _rounds(rows)
    awarded = set(Award.objects.filter(proposal__in=rows, year=year).values_list("proposal", flat=True))
    found = [_nominee(row, rounds.get(row.pk, {}), awarded) for row in rows]
    return sorted(found, key=lambda each: (each.score is None, -(each.score or 0)))


def _nominee(row, rounds: dict, awarded: set) -> Nominee:
    text, handling = rounds.get(RatedSide.PROPOSAL), rounds.get(RatedSide.HANDLING)
    said = handling.get_satisfaction_display() if handling else ""
    return Nominee(row, text.score if text else None, said, row.pk in awarded)


def _rounds(rows) -> dict:
    """The last closed round of each side whose totals may be told, by proposal: one query."""
    kind = ContentType.objects.get_for_model(Proposal)
    keys = [row.pk for row in rows]
    found: dict = {}
    closed = EvaluationRound.objects.filter(target_type=kind, target_id__in=keys, state=RoundState.CLOSED)
    for round in closed.order_by("pk"):
        found.setdefault(int(round.target_id), {})[round.side] = round
    return found


@dataclass(frozen=True)
class Standing:
    """One unit of the ranking: praised, to put things right, or neither."""

    line: object
    is_praised: bool
    must_rectify: bool
    is_asked: bool


def standings(user, year: int) -> list[Standing]:
    """Those that have a rank, with how many of them the place praises and holds to account."""
    found = []
    for ranking in rankings_for(user, year):
        rule = practice.current(ranking.region).proposal_year
        lines = [line for line in ranking.lines if line.rank is not None]
        asked = set(Rectification.objects.filter(year=year).values_list("unit", flat=True))
        last = lines[max(rule.praised, len(lines) - rule.to_rectify) :] if rule.to_rectify else []
        held = [line.unit.pk for line in last]
        found += [
            Standing(line, at < rule.praised, line.unit.pk in held, line.unit.pk in asked)
            for at, line in enumerate(lines)
        ]
    return found
