"""What each side of tests/world.py has before the office has a proposal: a call, a clue, somebody asked to sign."""

from datetime import timedelta

from django.utils import timezone

from proposals import operations
from proposals.models import ProposalCall
from proposals.operations import clues
from tests import factories as make


def front(side, word) -> list:
    """Calls and clues are for all who work in the city: they hold no word of one side."""
    soon = timezone.now() + timedelta(days=7)
    draft = operations.draft(side.room, by=side.clerk, kind="information", title=word, situation=word)
    row = operations.invite(draft, by=side.clerk, members=[make.posted_member(side.room)], until=soon)
    clue = clues.give_clue(side.room, by=side.clerk, title="路灯不亮", text="背街小巷路灯不亮")
    return [row.signers.get(), clue, _call(side.clerk)]


def _call(by) -> ProposalCall:
    today = timezone.localdate()
    return ProposalCall.objects.create(
        issuer=make.office(),
        region=make.city(),
        theme="全会提案",
        text="围绕中心工作",
        kinds=["proposal", "information"],
        asked=["members", "rooms", "public"],
        opens_on=today,
        closes_on=today + timedelta(days=40),
        created_by=by,
    )
