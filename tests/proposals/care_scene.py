"""Filed proposals with units, as they stand when somebody begins to look after them."""

from itertools import count

from django.utils import timezone

from proposals.models import Proposal
from tests import factories as make

NUMBERS = count(9001)
DAY = timezone.datetime(2026, 3, 2, 9, tzinfo=timezone.get_current_timezone())


def filed(house, **fields) -> Proposal:
    """One that has its number; no act of its way is played."""
    number = next(NUMBERS)
    values = {
        "kind": "proposal",
        "title": f"关于增设第 {number} 处充电设施的提案",
        "situation": "充电车位不足",
        "advice": "统一增设",
        "state": "running",
        "year": 2026,
        "number": number,
        "written_by": house.clerk,
        "submitted_by": house.clerk,
        "submitted_at": DAY,
        "filed_by": house.clerk,
        "filed_at": DAY,
        **fields,
    }
    return Proposal.objects.create(room=house.room, office=make.office(), **values)
