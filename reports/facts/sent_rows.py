"""The records of each measure of proposals, as rows.py has those of cases and activities: one function for each."""

from django.db.models import BigIntegerField, Case, F, Q, QuerySet, When

from proposals.enums import ProposalKind, ProposalMode, ProposalState, SignerRole
from proposals.models import JointSigner, Proposal
from proposals.models.proposal import TOGETHER

# By a sector, a committee or a party: nobody's own.
COLLECTIVE = (ProposalMode.SECTOR, ProposalMode.COLLECTIVE)


def _submitted(kind) -> QuerySet:
    """Each once, where it began: what a proposal was converted into is no second one."""
    rows = Proposal.objects.standing().filter(kind=kind, submitted_at__isnull=False, converted_from__isnull=True)
    return rows.annotate(author=_author())


def _filed(kind) -> QuerySet:
    """What was merged into another one is counted there."""
    rows = Proposal.objects.filter(kind=kind, filed_at__isnull=False)
    return rows.exclude(state__in=[ProposalState.MERGED, ProposalState.CONVERTED]).annotate(author=_author())


def _author():
    own = When(~Q(mode__in=COLLECTIVE), then=F("member"))
    return Case(own, default=None, output_field=BigIntegerField())


def proposals() -> QuerySet:
    return _submitted(ProposalKind.PROPOSAL)


def joint_proposals() -> QuerySet:
    """Whoever signed with the first proposer, as long as the proposal stands."""
    rows = JointSigner.objects.signed().filter(role=SignerRole.SIGNER, proposal__kind=ProposalKind.PROPOSAL)
    rows = rows.filter(proposal__submitted_at__isnull=False, proposal__converted_from__isnull=True)
    return rows.filter(proposal__mode__in=TOGETHER).exclude(proposal__state=ProposalState.DROPPED)


def proposals_filed() -> QuerySet:
    return _filed(ProposalKind.PROPOSAL)


def information_submitted() -> QuerySet:
    return _submitted(ProposalKind.INFORMATION)


def information_adopted() -> QuerySet:
    return _filed(ProposalKind.INFORMATION)


def suggestions_submitted() -> QuerySet:
    return _submitted(ProposalKind.SUGGESTION)
