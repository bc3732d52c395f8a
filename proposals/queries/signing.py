"""Reads about who signs a proposal."""

from collections.abc import Iterator

from django.utils import timezone

from consult.queries import MOST_TASKS, Task
from members.enums import RoleCode
from members.models import Member
from members.queries import city_paths
from proposals.enums import SignerState
from proposals.models import JointSigner
from proposals.rules import WRITTEN


def own_signature(proposal, user) -> JointSigner | None:
    """The person's own invitation, if there is one."""
    if not proposal.is_together:
        return None
    return proposal.signers.asked().filter(member__user=user).select_related("member").first()


def who_may_sign(user):
    """Members in office of the cities in which the person works."""
    return Member.objects.active().within_any(city_paths(user))


def invitations(user) -> Iterator[Task]:
    """Proposals that wait for the person's signature."""
    if not user.holds(RoleCode.MEMBER):
        return
    rows = JointSigner.objects.filter(member__user=user, state=SignerState.INVITED, proposal__state__in=WRITTEN)
    rows = rows.filter(proposal__signing_until__gt=timezone.now()).select_related("proposal__member")
    for row in rows.order_by("proposal__signing_until", "pk")[:MOST_TASKS]:
        told = f"阅读并签名：{row.proposal.member or row.proposal.room.unit.short_name}邀请您联名"
        yield Task(told, row.proposal.title, row.proposal.get_absolute_url(), row.invited_at)
