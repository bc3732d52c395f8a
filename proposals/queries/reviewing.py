"""Where the review of a proposal stands: which step it has come to, who has spoken, who is still to speak."""

from collections.abc import Iterable
from dataclasses import dataclass

from members.enums import RoleCode
from members.models import Unit
from proposals.enums import ProposalState
from proposals.models import Proposal, Review
from rooms import practice
from rooms.practice.proposing import ProposalKind, ReviewBody, ReviewStep


def rule_of(proposal: Proposal) -> ProposalKind:
    """How its kind is reviewed and handled: by the practice of the day on which it was taken in."""
    root = practice.load(practice.ROOT)
    pack = practice.of_key(proposal.practice_id) if proposal.practice_id else root
    return pack.proposal_kind(proposal.kind) or root.proposal_kind(proposal.kind)


@dataclass(frozen=True)
class StepSeen:
    """One step with what each of its bodies said; `status` as the step bar draws it."""

    step: ReviewStep
    # Name of the body → what it said last.
    said: dict[str, Review | None]
    status: str = "later"

    @property
    def name(self) -> str:
        return self.step.name

    @property
    def silent(self) -> list[str]:
        """The bodies that have not spoken."""
        return [name for name, review in self.said.items() if review is None]

    @property
    def outcomes(self) -> set:
        return {(review.outcome, review.into_id) for review in self.said.values() if review}

    @property
    def is_whole(self) -> bool:
        return not self.silent

    @property
    def agrees(self) -> bool:
        """All have spoken, and say the same."""
        return self.is_whole and len(self.outcomes) == 1

    @property
    def fact(self) -> str:
        return "、".join(f"{name}：{review.get_outcome_display()}" for name, review in self.said.items() if review)


def steps_of(rule: ProposalKind, reviews: Iterable[Review]) -> list[StepSeen]:
    """The steps that this proposal passes, with what was said. `reviews` are the standing ones."""
    said = {(review.step, review.body): review for review in reviews}
    seen, found, here = [], None, False
    for step in rule.reviews:
        one = StepSeen(step, {body.name: said.get((step.code, body.name)) for body in step.bodies})
        if step.only_if_disputed and not is_disputed(seen):
            continue
        here = found is None and (step.decides or not one.is_whole)
        found = one if here else found
        seen.append(StepSeen(step, one.said, "open" if here else "done" if found is None else "later"))
    return seen


def is_disputed(seen: list[StepSeen]) -> bool:
    """Those who spoke before said different things, or one of them asks for a joint review."""
    reviews = [review for step in seen for review in step.said.values() if review]
    return len({review.outcome for review in reviews}) > 1 or any(review.is_disputed for review in reviews)


def current_step(rule: ProposalKind, reviews: Iterable[Review]) -> StepSeen:
    return next(step for step in steps_of(rule, reviews) if step.status == "open")


def unit_of_body(proposal: Proposal, body: ReviewBody) -> Unit | None:
    """The unit that a body is in the system, if it is one: 提案组 and 主席会议 speak through the office alone."""
    if body.unit_of == "office":
        return proposal.office
    units = Unit.objects.active().filter(kind=body.unit_of, region__code=proposal.office.region.city_code)
    return units.filter(name__contains=body.called).order_by("pk").first()


SPEAKS = (RoleCode.OFFICE, RoleCode.DISPATCHER, RoleCode.LEADING_OFFICE)


def may_speak_for(user, proposal: Proposal, seen: StepSeen) -> list[str]:
    """The bodies that have not spoken and for which the person may enter: the office for all, others for their own."""
    own = user.units_as(*SPEAKS)
    if proposal.office_id in own:
        return seen.silent
    units = {body.name: unit_of_body(proposal, body) for body in seen.step.bodies if body.name in seen.silent}
    return [name for name, unit in units.items() if unit and unit.pk in own]


def standing_of(proposal: Proposal, reviews: Iterable[Review] | None = None) -> StepSeen | None:
    """The step at which its review stands; none where it is not under review. Lists bring the reviews along."""
    if proposal.state != ProposalState.RECEIVED:
        return None
    rows = proposal.reviews.all() if reviews is None else reviews
    return current_step(rule_of(proposal), [each for each in rows if each.corrected_at is None])
