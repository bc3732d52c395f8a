"""审查: each body speaks at its step, one step after the other, and the last one says what becomes of the proposal."""

from django.db import transaction
from django.utils import timezone

from members.enums import NoticeKind
from members.operations import attach, notify
from members.queries import people_of
from proposals.enums import ProposalState, ReviewOutcome
from proposals.models import Proposal, Review
from proposals.operations.proposal_limits import REVIEW
from proposals.operations.proposal_telling import record, tell_office
from proposals.operations.review_results import CARRIED_OUT, RELATED, require_target
from proposals.queries.reviewing import SPEAKS, StepSeen, current_step, rule_of, unit_of_body
from proposals.workflow import Refused, lock, lock_all
from rooms.operations import time_limits

# One decision for many: more are several meetings.
MOST_AT_ONCE = 100


@transaction.atomic
def speak(proposal: Proposal, *, by, body: str, step: str, attachments=(), **said) -> Review:
    """Write down what a body says at the step to which the review has come; the last word is carried out at once.

    `step` is the one that the person saw. `said`: outcome, opinion, is_disputed, lead, helpers, into, on, paper.
    """
    row = _locked(proposal, said.get("into"))
    here = _here(row)
    if here.step.code != step:
        raise Refused(f"审查已经到了“{here.name}”，请刷新页面后再登记。")
    if here.said.get(body, False) is not None:
        known = body in here.said
        raise Refused(f"{body}的意见已经登记，有变化请更正那一条。" if known else f"{here.name}没有{body}这一方。")
    review = _write(row, here, body, by=by, **said)
    attach(review, attachments, by=by)
    _go_on(row, here, review, by=by, sentence=f"{here.name}：登记{body}意见")
    return review


@transaction.atomic
def speak_together(proposals, *, by, body: str, step: str, **said) -> list[Review]:
    """The same opinion on many that wait at the same step: all of them or none."""
    if len(proposals) > MOST_AT_ONCE:
        raise Refused(f"一次最多登记 {MOST_AT_ONCE} 件，请分几次办理。")
    if not proposals:
        raise Refused("请先勾选要登记意见的件。")
    if said["outcome"] == ReviewOutcome.MERGE:
        raise Refused("并案要逐件登记，写明并入哪一件。")
    return [speak(row, by=by, body=body, step=step, **said) for row in lock_all(proposals, related=RELATED)]


@transaction.atomic
def correct(review: Review, *, by, reason: str, attachments=(), **said) -> Review:
    """Say it anew: what was said before stays on record beside it."""
    row = _locked(review.proposal, said.get("into"))
    review = lock(review)
    here = _here(row)
    if review.corrected_at:
        raise Refused("这条意见已经更正过，请更正最新的一条。")
    if row.reviews.standing().filter(pk__gt=review.pk).exclude(step=review.step).exists():
        raise Refused(f"“{review.step_name}”以后的环节已经提出意见，不能再更正这一条。")
    if not reason.strip():
        raise Refused("请写明更正的原因。")
    review.corrected_by, review.corrected_at = by, timezone.now()
    review.save(update_fields=["corrected_by", "corrected_at"])
    spoken_at = rule_of(row).review(review.step)
    new = _write(row, StepSeen(spoken_at, here.said), review.body, by=by, corrects=review, **said)
    attach(new, attachments, by=by)
    _go_on(row, here, new, by=by, sentence=f"{review.step_name}：更正{review.body}意见", note=reason)
    return new


def _locked(proposal, into) -> Proposal:
    """Both rows of a merger, in one order for everybody."""
    rows = {each.pk: each for each in lock_all({proposal, into} - {None}, related=RELATED)}
    row = rows[proposal.pk]
    if row.state != ProposalState.RECEIVED:
        raise Refused(f"这件{row.ledger_label}{row.get_state_display()}，不在审查中。")
    return row


def _here(row) -> StepSeen:
    return current_step(rule_of(row), row.reviews.standing())


def _write(row, seen, body: str, *, by, outcome, on, helpers=(), corrects=None, **said) -> Review:
    rule, step = rule_of(row), seen.step
    names = rule.outcome_names()
    if outcome not in names:
        raise Refused(f"{row.ledger_label}的审查意见可以是：{'、'.join(names.values())}。")
    if outcome in (ReviewOutcome.DECLINE, ReviewOutcome.CONVERT) and not said.get("opinion", "").strip():
        raise Refused(f"审查意见是“{names[outcome]}”的，要写明理由，提出人看得到。")
    if on > timezone.localdate() or on < timezone.localdate(row.submitted_at):
        raise Refused("审查日期不能早于提交日期，也不能晚于今天。")
    into = said.pop("into", None) if outcome == ReviewOutcome.MERGE else said.pop("into", None) and None
    if outcome == ReviewOutcome.MERGE:
        require_target(row, into)
    lead, helpers = _suggested(outcome, said.pop("lead", None), helpers)
    review = Review.objects.create(
        proposal=row,
        step=step.code,
        step_name=step.name,
        body=body,
        outcome=outcome,
        on=on,
        into=into,
        lead=lead,
        entered_by=by,
        entered_for_body=_enters_for(row, step.body(body), by),
        corrects=corrects,
        **said,
    )
    review.helpers.set(helpers)
    return review


def _suggested(outcome, lead, helpers) -> tuple:
    """Only what is taken up is given to somebody."""
    if outcome != ReviewOutcome.FILE:
        return None, []
    if lead and lead in helpers:
        raise Refused(f"{lead.short_name}已经建议为主办单位，不能同时建议协办。")
    return lead, helpers


def _enters_for(row, body, by) -> bool:
    """Whether it is entered for another body: the office may for every one, others for their own alone."""
    unit, own = unit_of_body(row, body), by.units_as(*SPEAKS)
    if unit and unit.pk in own:
        return body.name not in (unit.name, unit.short_name) and body.unit_of == "office"
    if row.office_id not in own:
        raise Refused(f"{body.name}的意见由{body.name}或者{row.office.short_name}登记。")
    return True


def _go_on(row, before, review, *, by, sentence: str, note: str = "") -> None:
    """Carry out the last word, or go to the next step and tell who is to speak there."""
    here = _here(row)
    is_last = here.step.decides and here.agrees
    if is_last:
        # Before the ledger: whoever counts a limit anew holds it while he waits to write there.
        time_limits.meet_all(row, *REVIEW.values(), by=by)
    entered_for = review.body if review.entered_for_body else ""
    record(row, "proposals.review_proposal", by=by, sentence=sentence, note=note, entered_for=entered_for)
    if is_last:
        CARRIED_OUT[review.outcome](row, review, by=by)
        return
    if here.step.decides and here.is_whole:
        tell_office(row, f"{here.name}意见不一致，请沟通后更正", by=by)
    row.review_step = here.step.code
    row.save(update_fields=["review_step"])
    if here.step.code != before.step.code:
        tell_bodies(row, here, by=by)


def tell_bodies(row, here: StepSeen, *, by) -> None:
    """Those of the bodies that have people of their own in the system."""
    units = [unit_of_body(row, body) for body in here.step.bodies if body.unit_of != "office"]
    people = [user for unit in units if unit for user in people_of(unit, *SPEAKS) if user != by]
    notify(people, f"待{here.name}：{row.title}"[:200], url=row.get_absolute_url(), kind=NoticeKind.TASK)
