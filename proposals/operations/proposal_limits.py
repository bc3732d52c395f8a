"""The limits of a proposal: which act of which kind, begun and ended with the acts of its owner."""

from proposals.enums import HandlingRole, ProposalKind
from proposals.models import Handling, Proposal
from proposals.workflow import Refused, lock
from rooms import practice
from rooms.models import TimeLimit
from rooms.operations import time_limits

KIND = ProposalKind
REVIEW = {KIND.PROPOSAL: "proposal_review", KIND.SUGGESTION: "suggestion_review"}
REFUSAL = {
    KIND.PROPOSAL: "proposal_refusal",
    KIND.INFORMATION: "proposal_refusal",
    KIND.SUGGESTION: "suggestion_refusal",
}
REPLY = {KIND.PROPOSAL: "proposal_reply", KIND.INFORMATION: "information_reply", KIND.SUGGESTION: "suggestion_reply"}
OPINION, SECOND = "proposal_opinion", "proposal_second"
REFUSALS = tuple(dict.fromkeys(REFUSAL.values()))
# What the unit is to hand in: its letter, or its part of it.
TO_HAND_IN = (*REPLY.values(), OPINION, SECOND)
# They hand their part to the unit that answers.
BESIDE = (HandlingRole.CO, HandlingRole.JOINT)


def pack_of(row: Proposal):
    return practice.of_key(row.practice_id) if row.practice_id else practice.load(practice.ROOT)


def begin_review_limit(row: Proposal, *, by) -> TimeLimit | None:
    if row.kind not in REVIEW:
        return None
    about = {"subject": row.title, "url": row.get_absolute_url()}
    return time_limits.begin(row, of=REVIEW[row.kind], unit=row.office, by=by, pack=pack_of(row), **about)


def begin_refusal(handling: Handling, *, by) -> TimeLimit | None:
    """The window in which the unit may ask not to be given it; when it closes, silence is consent."""
    return _begin(handling, REFUSAL[handling.proposal.kind], by=by, lapses=True)


def begin_handling_limits(row: Proposal, handlings, *, by, starts_on) -> None:
    """Of those who answer the reply; of those beside them their part, which is due before it."""
    whole = None
    for handling in handlings:
        if handling.role not in BESIDE:
            whole = _begin(handling, _reply_of(row), by=by, starts_on=starts_on)
    for handling in handlings:
        if handling.role in BESIDE:
            _begin(handling, OPINION, by=by, starts_on=starts_on, parent=whole)


def _reply_of(row: Proposal) -> str:
    return SECOND if row.round > 1 else REPLY[row.kind]


def _begin(handling, of: str, *, by, **more) -> TimeLimit | None:
    row = handling.proposal
    about = {"subject": row.title, "url": handling.get_absolute_url(), "supervisor": row.office}
    return time_limits.begin(handling, of=of, unit=handling.unit, by=by, pack=pack_of(row), **about, **more)


def lock_refusal(handling: Handling) -> None:
    """The window before the rows, as whoever lets it lapse takes them: two at the same moment wait for each other."""
    open_ones = TimeLimit.objects.open().of(handling, *REFUSALS)
    list(open_ones.select_for_update(of=("self",)).order_by("pk").values_list("pk", flat=True))


def limit_to_hand_in(handling: Handling) -> TimeLimit | None:
    return TimeLimit.objects.open().of(handling, *TO_HAND_IN).order_by("-pk").first()


RELATED = ("room__unit__region", "member__user", "office__region", "written_by")
OF_HANDLING = ("unit__region", "issued_by_unit__region")


def locked(handling: Handling) -> tuple[Proposal, Handling]:
    """The proposal before its part, so that two verbs never wait for each other."""
    if handling.proposal_id is None:
        raise Refused("这是报告的承办任务，请在报告的页面上办理。")
    lock_refusal(handling)
    row = lock(handling.proposal, related=RELATED)
    handling = lock(handling, related=OF_HANDLING)
    handling.proposal = row
    return row, handling
