"""What each side of tests/world.py has of a proposal on its way from the office's hands to its end."""

from django.utils import timezone

from proposals import operations
from proposals.models import Review


def proposals(side, word) -> list:
    """One that is reviewed, with what a body said of it."""
    values = {"kind": "information", "title": word, "situation": word}
    row = operations.draft_and_submit(side.room, by=side.clerk, **values)
    row = operations.receive(row, by=side.clerk)
    return [_review(row, word, by=side.clerk)]


def _review(row, word, *, by) -> Review:
    return Review.objects.create(
        proposal=row,
        step="editing",
        step_name="编审",
        body="市政协办公室",
        outcome="file",
        opinion=word,
        on=timezone.localdate(),
        entered_by=by,
    )
