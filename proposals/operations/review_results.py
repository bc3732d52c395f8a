"""What the review of a proposal comes to: 立案, 不予立案, 转社情民意 or 并案."""

from django.db import transaction
from django.utils import timezone

from members.operations import draw_number
from proposals.enums import ProposalKind, ProposalState, ReviewOutcome
from proposals.models import Proposal
from proposals.operations.proposal_telling import record, tell_authors
from proposals.queries.reviewing import rule_of
from proposals.workflow import PROPOSAL, Refused, advance, lock, lock_all
from rooms import practice

RELATED = ("room__unit__region", "member__user", "office__region", "written_by")
REVIEWED = "proposals.review_proposal"
# Into these another one can still be merged: the unit has not replied yet.
TAKES_IN = (ProposalState.FILED, ProposalState.PREASSIGNED, ProposalState.RUNNING)
COPIED = (
    "title",
    "situation",
    "advice",
    "room",
    "member",
    "mode",
    "proposed_for",
    "office",
    "practice",
    "written_by",
    "submitted_by",
    "submitted_at",
    "is_urgent",
)


def begin_review(row: Proposal) -> dict:
    """What is set when the office takes a proposal in: the practice of the day, and the first step of its review."""
    row.practice = practice.current_version(row.office and row.office.region)
    return {"practice": row.practice, "review_step": rule_of(row).reviews[0].code}


def file(row: Proposal, review, *, by) -> Proposal:
    """立案: the next number of the office, the kind and the year of the decision."""
    year = review.on.year
    number = draw_number(row.office, f"proposal_{row.kind}", year)
    filed = {"year": year, "number": number, "filed_by": by, "filed_at": timezone.now()}
    advance(row, PROPOSAL, ProposalState.FILED, by=by, review_step="", **filed, **_told(review, by))
    word = rule_of(row).filed
    tell_authors(row, f"已{word}，编号{row.issue}", by=by)
    record(row, REVIEWED, by=by, sentence=f"{row.ledger_label}{word}，编号{row.issue}")
    return row


def decline(row: Proposal, review, *, by) -> Proposal:
    word = rule_of(row).outcome_names()[ReviewOutcome.DECLINE]
    advance(row, PROPOSAL, ProposalState.NOT_FILED, by=by, review_step="", **_told(review, by))
    tell_authors(row, f"{word}：{review.opinion}", by=by)
    record(row, REVIEWED, by=by, sentence=f"{row.ledger_label}{word}", note=review.opinion)
    return row


def convert(row: Proposal, review, *, by) -> Proposal:
    """转社情民意: another row of the other kind, which keeps texts and people; its origin stays with the first one."""
    values = {name: getattr(row, name) for name in COPIED}
    answered = {"answered_by": by, "answered_at": timezone.now()}
    new = Proposal(
        kind=ProposalKind.INFORMATION, state=ProposalState.RECEIVED, converted_from=row, **values, **answered
    )
    new.review_step = rule_of(new).reviews[0].code
    new.save(force_insert=True)
    for signer in row.signers.signed():
        signer.pk, signer.proposal = None, new
        signer.save(force_insert=True)
    advance(row, PROPOSAL, ProposalState.CONVERTED, by=by, review_step="", **_told(review, by))
    tell_authors(row, f"转为{new.ledger_label}办理：{review.opinion}", by=by)
    record(row, REVIEWED, by=by, sentence=f"{row.ledger_label}转为{new.ledger_label}", note=review.opinion)
    record(new, REVIEWED, by=by, sentence=f"由{row.ledger_label}转来")
    return new


def merge_in(row: Proposal, review, *, by) -> Proposal:
    return _merge(row, lock(review.into, related=RELATED), review.opinion, _told(review, by), by=by)


@transaction.atomic
def merge(proposal: Proposal, *, by, into: Proposal, reason: str) -> Proposal:
    """并案 of one that has its number already; both are handled as one, and both sides rate what comes of it."""
    rows = {each.pk: each for each in lock_all((proposal, into), related=RELATED)}
    row, into = rows[proposal.pk], rows[into.pk]
    if not reason.strip():
        raise Refused("请写明并案的理由，两件的提出人都看得到。")
    if row.state != ProposalState.FILED:
        raise Refused(f"这件{row.ledger_label}{row.get_state_display()}，不能再并案。")
    require_target(row, into)
    return _merge(row, into, reason, {}, by=by)


def _merge(row, into, reason: str, told: dict, *, by) -> Proposal:
    advance(row, PROPOSAL, ProposalState.MERGED, by=by, merged_into=into, review_step="", **told)
    tell_authors(row, f"并入“{into.title}”（{into.issue}）一并办理", by=by)
    tell_authors(into, f"并入了“{row.title}”，一并办理", by=by)
    record(row, REVIEWED, by=by, sentence=f"{row.ledger_label}并入{into.issue}", note=reason)
    record(into, REVIEWED, by=by, sentence=f"并入一件{row.ledger_label}")
    return row


def require_target(row: Proposal, into: Proposal | None) -> None:
    """What another one is merged into has its number, and nobody has replied to it yet."""
    if into is None:
        raise Refused("并案要选择并入哪一件。")
    if into.pk == row.pk:
        raise Refused("不能并入自己。")
    if into.office_id != row.office_id or into.kind != row.kind:
        raise Refused(f"只能并入{row.office.short_name}办理的另一件{row.ledger_label}。")
    if into.state not in TAKES_IN:
        raise Refused(f"“{into.title}”{into.get_state_display()}，不能再并入别的件。")
    if row.merged.exists():
        raise Refused("已经有别的件并入这一件，请把那几件也改并到同一件。")


def _told(review, by) -> dict:
    return {"verdict": review.opinion, "answered_by": by, "answered_at": timezone.now()}


CARRIED_OUT = {
    ReviewOutcome.FILE: file,
    ReviewOutcome.DECLINE: decline,
    ReviewOutcome.CONVERT: convert,
    ReviewOutcome.MERGE: merge_in,
}
