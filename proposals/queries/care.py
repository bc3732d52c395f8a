"""What surrounds one filed proposal, for its page."""

from proposals.models import KeyProposal, Proposal


def care_of(proposal: Proposal, user) -> dict:
    """Who supervises it, and on which lists of key proposals it stands; nothing before it was filed."""
    if not proposal.number:
        return {}
    return {
        "supervisions": list(proposal.supervisions.select_related("unit")),
        "supervises": user.has_perm("proposals.supervise", proposal),
        "key_rows": list(KeyProposal.objects.visible_to(user).filter(proposal=proposal)),
    }
