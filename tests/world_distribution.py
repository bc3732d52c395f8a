"""What each side of tests/world.py was sent: one paper, not yet signed for; and a list by which more is sent."""

from reports.models import Distribution, DistributionList
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


def listed(side, *, by) -> DistributionList:
    row = DistributionList.objects.create(unit=make.leading_office(), name=side.room.unit.name, edited_by=by)
    row.units.add(side.room.unit)
    return row
