"""The state table of a proposal, until the office has it."""

from members.workflow import Refused, Stale, advance, check_version, lock
from proposals.enums import ProposalState

__all__ = ["PROPOSAL", "Refused", "Stale", "advance", "check_version", "lock"]

PROPOSAL = {
    ProposalState.DRAFT: (ProposalState.SUBMITTED, ProposalState.DROPPED),
    ProposalState.SUBMITTED: (
        ProposalState.RECEIVED,
        ProposalState.RETURNED,
        # Taken back by its author before the office looked at it.
        ProposalState.DRAFT,
    ),
    ProposalState.RETURNED: (ProposalState.SUBMITTED, ProposalState.DROPPED),
    ProposalState.RECEIVED: (),
    ProposalState.DROPPED: (),
}
