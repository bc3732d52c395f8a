"""Where each proposal of a list stands: with whom it waits, and until when."""

from collections.abc import Iterable

from proposals.enums import HandlingRole, HandlingState, ProposalState
from proposals.models import Handling, Proposal
from proposals.models.handling import OVER
from proposals.queries.evaluating import Rating, ratings_of
from proposals.queries.proposal_handlings import limits_of
from proposals.queries.reviewing import rule_of, standing_of

S = ProposalState
AT_WORK = (HandlingState.ISSUED, HandlingState.ACCEPTED)


def with_standing(rows: Iterable[Proposal]) -> list[Proposal]:
    """The rows with `units` (lead first), their state's `word`, `waits` in words and `limit`, the first that runs.

    The rows bring their handlings with units and their reviews along.
    """
    rows = list(rows)
    ratings = ratings_of(rows)
    for row in rows:
        rating = ratings.get(row.pk)
        standing = (each for each in row.handlings.all() if each.state not in OVER)
        row.units = sorted(standing, key=lambda each: each.role != HandlingRole.LEAD)
        row.word = state_word(row, rating)
        row.waits, row.waits_of = _waits(row, rating)
    limits = limits_of([each for row in rows for each in row.waits_of])
    for row in rows:
        running = [limit for each in row.waits_of for limit in limits.get(each.pk, ())]
        row.limit = min(running, key=lambda limit: limit.due_on, default=None)
    return rows


def state_word(row: Proposal, rating: Rating | None = None) -> str:
    """Its state as its kind calls it: what one kind 立案 is of another 采用; what was received is under review.

    How many have rated is no word for everybody: the side that is rated is told nothing before the end.
    """
    if rating and rating.runs:
        return "评议中"
    if row.state == S.RECEIVED:
        return "审查中"
    return f"已{rule_of(row).filed}" if row.state == S.FILED else row.get_state_display()


def _waits(row: Proposal, rating: Rating | None) -> tuple[str, list[Handling]]:
    """Who is to act, and the parts of units whose limits tell until when."""
    if row.state == S.RETURNED:
        return "待提出人补充", []
    if row.state == S.SUBMITTED:
        return f"待{row.office.short_name}收件", []
    if row.state == S.RECEIVED:
        return f"待{standing_of(row).name}", []
    if row.state == S.FILED:
        return ("待预交办", []) if rule_of(row).handled else ("", [])
    if row.state == S.PREASSIGNED:
        return _waits_before_assignment(row)
    if row.state in (S.RUNNING, S.REWORK):
        at_work = [each for each in row.units if each.state in AT_WORK]
        return _named(at_work, "办理") if at_work else ("待主办单位答复", [])
    return (_waits_after_reply(rating) if row.state == S.REPLIED else ""), []


def _waits_after_reply(rating: Rating | None) -> str:
    if rating is None or not (rating.runs or rating.is_closed):
        return "待发起评议"
    return "待评议结束" if rating.runs else "待办结"


def _waits_before_assignment(row: Proposal) -> tuple[str, list[Handling]]:
    silent = [each for each in row.units if each.state == HandlingState.PROPOSED]
    if silent:
        return _named(silent, "答复是否承办")
    objects = any(each.state == HandlingState.OBJECTED for each in row.units)
    return ("待协调承办单位" if objects else "待正式交办"), []


def _named(handlings: list[Handling], act: str) -> tuple[str, list[Handling]]:
    more = f"等 {len(handlings)} 家单位" if len(handlings) > 1 else ""
    return f"待{handlings[0].unit.short_name}{more}{act}", handlings
