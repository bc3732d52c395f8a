"""What surrounds one filed proposal, for its page."""

from proposals.enums import HandlingRole, HandlingState, ProposalState
from proposals.models import Handling, HandlingPledge, KeyProposal, Proposal
from proposals.queries.pledges import pledge_wanted

BESIDE = (HandlingRole.CO, HandlingRole.JOINT)
FILLS = (HandlingState.AGREED, HandlingState.ACCEPTED)


def care_of(proposal: Proposal, user) -> dict:
    """Who supervises it, its place on lists of key proposals, pledges, look-backs; nothing before it was filed."""
    if not proposal.number:
        return {}
    look_backs = list(proposal.look_backs.prefetch_related("attachments"))
    looks_back = user.has_perm("proposals.look_back", proposal)
    closed = proposal.state == ProposalState.CLOSED
    pledges = HandlingPledge.objects.filter(handling__proposal=proposal).select_related("handling__unit")
    return {
        "supervisions": list(proposal.supervisions.select_related("unit")),
        "supervises": user.has_perm("proposals.supervise", proposal),
        "key_rows": list(KeyProposal.objects.visible_to(user).filter(proposal=proposal)),
        "look_backs": look_backs,
        "looks_back": looks_back and closed,
        "plans_look_back": looks_back and closed and all(each.done_on for each in look_backs),
        "pledges": list(pledges),
        "pledge_wanted": pledge_wanted(proposal),
        "checks_pledge": _may_check(proposal, user),
        "awards": list(proposal.awards.all()),
        "grants": list(proposal.grants.select_related("pot")) if user.has_perm("proposals.list_care", proposal) else [],
    }


def _may_check(proposal, user) -> bool:
    answered = proposal.state in (ProposalState.REPLIED, ProposalState.CLOSED)
    return answered and user.has_perm("proposals.close_proposal", proposal)


def pledge_of(handling: Handling, user) -> dict:
    """The same sheet on the page of the unit's part, with the key of the part where it can be filled in."""
    if handling.role in BESIDE:
        return {}
    fills = handling.state in FILLS and user.has_perm("proposals.handle_proposal", handling)
    pledges = HandlingPledge.objects.filter(handling=handling).select_related("handling__unit")
    wanted = pledge_wanted(handling.proposal)
    return {"pledges": list(pledges), "pledge_wanted": wanted or fills, "pledges_here": handling.pk if fills else None}
