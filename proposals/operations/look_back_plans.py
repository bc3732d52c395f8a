"""When somebody looks back at a closed proposal: planned with its closing, by the span of its pack."""

from django.utils import timezone

from proposals.models import LookBack, Proposal
from proposals.operations.proposal_limits import pack_of
from rooms.calendar import add_months
from rooms.operations import time_limits


def plan_after_closing(row: Proposal, *, by) -> LookBack:
    """Closed again after it was handled again: the day moves with it. Nobody reports on its progress any more."""
    for key in row.key_rows.chosen():
        time_limits.void_all(key, by=by, reason="已办结")
    planned = add_months(timezone.localdate(), pack_of(row).proposal_year.look_back_after)
    found, _ = LookBack.objects.update_or_create(proposal=row, done_on=None, defaults={"planned_on": planned})
    return found
