"""What is a person's own among proposals."""

from django.db.models import Q

from proposals.models import Proposal


def mine(user):
    """Those that the person wrote or puts forward, the newest first."""
    return Proposal.objects.standing().filter(Q(written_by=user) | Q(member__user=user)).order_by("-pk")
