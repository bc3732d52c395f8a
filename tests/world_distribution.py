"""What each side of tests/world.py was sent: one paper, not yet signed for."""

from reports.models import Distribution
from tests import factories as make


def sent(paper, side, *, by) -> Distribution:
    return Distribution.objects.create(
        paper=paper,
        title="要报第一期",
        url=paper.get_absolute_url(),
        sender=make.leading_office(),
        unit=side.room.unit,
        sent_by=by,
    )
