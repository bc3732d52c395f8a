"""The people of a department: who has which desk, who is away, what went from hand to hand."""

from datetime import timedelta

from django.utils import timezone

from members.enums import RoleCode
from members.models import HandOver
from members.operations import desks, phrases
from tests import factories as make


def records(unit) -> list:
    """A desk, an absence, a hand-over and a phrase of the unit."""
    holder, deputy = (make.person(RoleCode.DEPARTMENT, unit=unit) for _ in range(2))
    today = timezone.localdate()
    days = {"starts_on": today, "ends_on": today + timedelta(days=2)}
    return [
        desks.add_desk(unit, by=holder, field="道路交通", words=["道路"], holder=holder, deputy=deputy),
        desks.enter_absence(unit, by=holder, user=holder, kind="travel", deputy=deputy, **days),
        HandOver.objects.create(unit=unit, giver=holder, taker=deputy, handed_by=holder),
        phrases.add_phrase(unit, by=holder, name="已经解决", text="{标题}已经解决。"),
    ]
