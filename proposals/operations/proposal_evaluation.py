"""After the reply: both sides rate, who is not satisfied has it handled again, and at the end the office closes."""

from django.db import transaction
from django.utils import timezone

from consult.enums.evaluation import RatedSide, Satisfaction
from consult.models import EvaluationRound
from consult.models.rated import Rater
from consult.steps import evaluation
from consult.steps.evaluation_people import suggested
from proposals.enums import HandlingRole, HandlingState, ProposalState
from proposals.models import Proposal
from proposals.operations.look_back_plans import plan_after_closing
from proposals.operations.pledges import require_checked
from proposals.operations.proposal_limits import RELATED, begin_handling_limits, pack_of
from proposals.operations.proposal_telling import record, tell_authors, tell_office, tell_unit
from proposals.queries.evaluating import UNFINISHED, Rating, rounds_of, verdict_of
from proposals.queries.reviewing import rule_of
from proposals.workflow import HANDLING, PROPOSAL, Refused, advance, lock
from rooms.operations import time_limits

CLOSE = "proposals.close_proposal"
SIDES = (RatedSide.HANDLING, RatedSide.PROPOSAL)
# Their part is handled again; a helper's stays as it was given.
AGAIN = (HandlingRole.LEAD, HandlingRole.DIVIDED, HandlingRole.JOINT)


@transaction.atomic
def open_evaluation(proposal: Proposal, *, by, closes_on) -> list[EvaluationRound]:
    """双向评议: the proposers and those who signed with them rate the handling, the unit rates the proposal."""
    row = lock(proposal, related=RELATED)
    if row.state != ProposalState.REPLIED:
        raise Refused(f"现在是“{row.get_state_display()}”，答复以后才能评议。")
    if rounds_of(row):
        raise Refused("这次答复的评议已经发起，不用再发起。")
    if not suggested(row, RatedSide.HANDLING):
        raise Refused("没有可以评议的提出人，请以书面方式征求意见后登记办结。")
    made = [_open(row, side, by=by, closes_on=closes_on) for side in SIDES]
    record(row, CLOSE, by=by, sentence=f"发起双向评议（第 {row.round} 次办理）")
    return [each for each in made if each]


def _open(row, side, *, by, closes_on) -> EvaluationRound | None:
    # The text stays as it is, however often it is handled: the unit rates it once.
    if side == RatedSide.PROPOSAL and EvaluationRound.objects.of(row).not_void().filter(side=side).exists():
        return None
    # Who also works in the unit that is rated is left out, and keeps nobody else from rating.
    raters: list[Rater] = suggested(row, side)
    form = form_of(row, side)
    if not raters or not form:
        return None
    return evaluation.open_round(
        row, by=by, form=form, closes_on=closes_on, side=side, raters=raters, keeper=row.office
    )


def form_of(row: Proposal, side: str) -> str:
    """The form that the kind names for this side, or the first one that the pack has for it."""
    rule, pack = rule_of(row), pack_of(row)
    named = rule.handling_form if side == RatedSide.HANDLING else rule.proposal_form
    return named or next((form.code for form in pack.forms_for(side)), "")


@transaction.atomic
def follow_evaluation(round: EvaluationRound) -> Proposal | None:
    """What a closed round comes to: not satisfied, it is handled again, once; else the office may close it."""
    row = Proposal.objects.filter(pk=round.target_id).first()
    if row is None or round.side != RatedSide.HANDLING or not round.is_closed:
        return None
    row = lock(row, related=RELATED)
    if row.state != ProposalState.REPLIED or round.pk not in [each.pk for each in rounds_of(row)]:
        return None
    if round.satisfaction == Satisfaction.NO:
        return _handle_again(row, by=None, reason="提出人评议不满意")
    tell_office(row, f"评议结论“{round.get_satisfaction_display()}”，可以办结", by=None)
    return row


@transaction.atomic
def handle_again(proposal: Proposal, *, by, reason: str) -> Proposal:
    """二次办理 by the office: after what was said at the evaluation, or because a look-back found it undone."""
    row = lock(proposal, related=RELATED)
    if not reason.strip():
        raise Refused("请写明重新办理的理由，单位和提出人都看得到。")
    if row.state not in (ProposalState.REPLIED, ProposalState.CLOSED):
        raise Refused(f"现在是“{row.get_state_display()}”，答复或者办结以后才能重新办理。")
    if not row.handlings.filter(role__in=AGAIN, state__in=(HandlingState.ANSWERED, HandlingState.CLOSED)).exists():
        raise Refused(f"这件{row.ledger_label}没有交单位办理，不能重新办理。")
    _require_no_open_round(row)
    return _handle_again(row, by=by, reason=reason)


def _handle_again(row, *, by, reason: str) -> Proposal:
    again = {"round": row.round + 1, "reply_class": "", "closed_by": None, "closed_at": None}
    advance(row, PROPOSAL, ProposalState.REWORK, by=by, **again)
    answered = row.handlings.filter(role__in=AGAIN, state__in=(HandlingState.ANSWERED, HandlingState.CLOSED))
    handlings = list(answered.select_related("unit__region").select_for_update(of=("self",)).order_by("pk"))
    for handling in handlings:
        handling.proposal = row
        reset = {"round": row.round, "closed_by": None, "closed_at": None}
        if handling.extension_asked_at and not handling.extension_ruled_at:
            # It was asked for the letter before; nobody waits for it any more.
            reset["extension_asked_at"] = None
        advance(handling, HANDLING, HandlingState.ACCEPTED, by=by, **reset)
        tell_unit(handling, f"第 {row.round} 次办理：{reason}", by=by)
    begin_handling_limits(row, handlings, by=by, starts_on=timezone.localdate())
    tell_authors(row, f"进入第 {row.round} 次办理：{reason}", by=by)
    record(row, CLOSE, by=by, sentence=f"第 {row.round} 次办理", note=reason)
    return row


@transaction.atomic
def close_proposal(proposal: Proposal, *, by, note: str = "") -> Proposal:
    """办结: rated and not unsatisfied, or, without a rating, with a word of the office on why."""
    row = lock(proposal, related=RELATED)
    if row.state == ProposalState.FILED and rule_of(row).handled:
        raise Refused("已立案的要先交单位办理，答复以后才能办结。")
    if row.state == ProposalState.REPLIED:
        _require_rated(row, note)
        require_checked(row)
        plan_after_closing(row, by=by)
    elif not note.strip():
        raise Refused("请写明采用、报送的情况。")
    advance(row, PROPOSAL, ProposalState.CLOSED, by=by, closed_by=by, closed_at=timezone.now())
    for handling in (
        row.handlings.filter(state=HandlingState.ANSWERED).select_related("unit").select_for_update(of=("self",))
    ):
        handling.proposal = row
        advance(handling, HANDLING, HandlingState.CLOSED, by=by, closed_by=by, closed_at=timezone.now())
        time_limits.void_all(handling, by=by, reason="已办结")
        tell_unit(handling, "已办结", by=by)
    tell_authors(row, f"已办结{f'：{note}' if note.strip() else ''}", by=by)
    record(row, CLOSE, by=by, sentence=f"{row.ledger_label}办结", note=note)
    return row


def _require_rated(row, note: str) -> None:
    _require_no_open_round(row)
    verdict = verdict_of(row)
    if verdict == Satisfaction.NO:
        raise Refused("提出人评议不满意，要重新办理，不能办结。")
    if verdict != Satisfaction.YES and not note.strip():
        raise Refused("没有评议结论，请写明征求提出人意见的情况，再办结。")


def _require_no_open_round(row) -> None:
    if Rating(rounds_of(row)).runs:
        raise Refused(UNFINISHED)
