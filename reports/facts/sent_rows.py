"""The records of each measure of proposals, as rows.py has those of cases and activities: one function for each."""

from django.db.models import BigIntegerField, Case, CharField, F, OuterRef, Q, QuerySet, Subquery, Value, When

from proposals.enums import AdoptionLevel, ProposalKind, ProposalMode, ProposalState, SignerRole
from proposals.models import Handling, JointSigner, LevelAdoption, Proposal, Reply
from proposals.models.proposal import TOGETHER
from reports.facts.ratings import last_rating
from rooms.enums import LimitState
from rooms.models import TimeLimit

# By a sector, a committee or a party: nobody's own.
COLLECTIVE = (ProposalMode.SECTOR, ProposalMode.COLLECTIVE)
# Limits that are held against nobody.
NOT_HELD = (LimitState.PAUSED, LimitState.VOID)


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


def proposals_submitted_filed() -> QuerySet:
    """Of what was submitted, so that 立案率 compares the same proposals with each other."""
    return proposals().filter(filed_at__isnull=False).exclude(state=ProposalState.MERGED)


def proposals_replied() -> QuerySet:
    last = Reply.objects.sent().filter(proposal=OuterRef("pk")).order_by("-sent_at")
    rows = Proposal.objects.standing().filter(kind=ProposalKind.PROPOSAL).exclude(reply_class="")
    return rows.annotate(author=_author(), replied_at=Subquery(last.values("sent_at")[:1]))


def proposals_rated() -> QuerySet:
    closed = last_rating("proposals", "proposal")
    rows = Proposal.objects.standing().filter(kind=ProposalKind.PROPOSAL)
    return rows.annotate(
        author=_author(),
        rated_at=Subquery(closed.values("closed_at")[:1]),
        rated_as=Subquery(closed.values("satisfaction")[:1]),
    )


def replies_due() -> QuerySet:
    """The day that units were held to, with its stops and extensions; against a party committee none is held."""
    limits = TimeLimit.objects.toward_units().filter(
        owner_type__app_label="proposals", owner_type__model="handling", owner_id=OuterRef("pk"), of="proposal_reply"
    )
    limits = limits.exclude(state__in=NOT_HELD).order_by("-pk")
    rows = Handling.objects.given().filter(proposal__kind=ProposalKind.PROPOSAL)
    rows = rows.annotate(
        reply_due_on=Subquery(limits.values("due_on")[:1]), reply_met_on=Subquery(limits.values("met_on")[:1])
    )
    in_time = When(reply_met_on__lte=F("reply_due_on"), then=Value("yes"))
    return rows.annotate(in_time=Case(in_time, default=Value("no"), output_field=CharField()))


def information_submitted() -> QuerySet:
    return _submitted(ProposalKind.INFORMATION)


def information_adopted() -> QuerySet:
    return _filed(ProposalKind.INFORMATION)


def information_levels() -> QuerySet:
    """Each once, at the highest level that took it up, on the day of its first adoption there."""
    taken = LevelAdoption.objects.standing().filter(proposal=OuterRef("pk"))
    ranks = [When(level=level, then=Value(at)) for at, level in enumerate(AdoptionLevel.values)]
    highest = taken.annotate(rank=Case(*ranks)).order_by("-rank", "on", "pk")
    rows = Proposal.objects.standing().filter(kind=ProposalKind.INFORMATION)
    rows = rows.annotate(
        author=_author(),
        adopted_on=Subquery(highest.values("on")[:1]),
        adopted_at=Subquery(highest.values("level")[:1]),
    )
    return rows.filter(adopted_on__isnull=False)


def suggestions_submitted() -> QuerySet:
    return _submitted(ProposalKind.SUGGESTION)
