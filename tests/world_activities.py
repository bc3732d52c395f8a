"""What each side of tests/world.py has of activities, and of what people said there."""

from django.utils import timezone

from proposals import operations as proposals
from rooms import operations


def activities(side, word) -> list:
    """One open to all who see the room, except for the visitor's name; one that only the room reads."""
    told = {"what": f"{side.room.unit.short_name}楼道堆物", "visitor": word, "response": "explained"}
    done = operations.record_activity(
        side.room,
        by=side.clerk,
        kind="reception",
        on=timezone.localdate(),
        voices=[{"kind": "information", "text": "井盖松动", "said_by": word}],
        **told,
    )
    operations.record_activity(
        side.room,
        by=side.clerk,
        kind="mediation",
        on=timezone.localdate(),
        what=word,
        result=word,
        is_confidential=True,
        voices=[{"kind": "suggestion", "text": word}],
    )
    return [done, done.voices.get(), _proposals(side, done, word)]


def _proposals(side, done, word):
    """One that the office has, and a draft that is nobody's business but the room's."""
    proposals.draft(side.room, by=side.clerk, kind="information", title=word, situation=word)
    sent = proposals.draft_from_activity(done, by=side.clerk)
    return proposals.submit(sent, by=side.clerk)
