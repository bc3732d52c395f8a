"""Filed proposals with units, as they stand when somebody begins to look after them."""

from itertools import count

from django.utils import timezone

from proposals.models import Handling, Proposal, Reply
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


def handled(house, row, **fields) -> Handling:
    """The part of the unit that answers for it."""
    given = {"unit": house.department_unit, "role": "lead", "task": "研究办理", "state": "accepted", **fields}
    return Handling.objects.create(proposal=row, issued_by_unit=make.office(), issued_by=house.office, **given)


def answered(house, row=None, *, sent=None, **fields) -> Reply:
    """A letter of class B that was sent; the proposal is closed with it."""
    row = row or filed(house, state="closed", closed_by=house.office, closed_at=DAY, reply_class="B")
    part = handled(house, row, state="closed", closed_by=house.office, closed_at=DAY)
    letter = {"number": "住建函〔2026〕8号", "result_class": "B", "planned_until": DAY.date(), "body": "列入计划"}
    letter |= {"signer": "贺文清", "contact": "曹伟", "phone": "8700001", "signed_on": DAY.date(), "state": "sent"}
    letter |= {"written_by": house.office, "sent_by": house.office, "sent_at": sent or DAY, **fields}
    return Reply.objects.create(proposal=row, handling=part, **letter)
