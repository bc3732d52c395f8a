"""What each side of tests/world.py has around a filed proposal."""

from django.utils import timezone

from proposals.models import (
    Award,
    FundGrant,
    FundPot,
    Handling,
    HandlingPledge,
    KeyProgress,
    KeyProposal,
    LookBack,
    Rectification,
    Reply,
    RollCall,
    RollCallAnswer,
    Supervision,
    SupervisionVisit,
)
from tests import factories as make
from tests.proposals.care_scene import filed


def records(side) -> list:
    """Without the word of the side: those who dispatch see proposals of every room, and no case."""
    word = "充电设施督办"
    proposal = filed(side, title=word)
    today = timezone.localdate()
    chosen = {"state": "chosen", "rank": proposal.number, "chosen_on": today, "chosen_by": word}
    key = KeyProposal.objects.create(
        proposal=proposal, year=2026, why=word, named_by=side.clerk, entered_by=side.clerk, **chosen
    )
    led = Supervision.objects.create(
        proposal=proposal, tier=2, mode="lead", leader=word, starts_on=today, entered_by=side.clerk
    )
    visit = SupervisionVisit.objects.create(
        supervision=led, on=today, way="talk", people=word, count=3, entered_by=side.clerk
    )
    progress = KeyProgress.objects.create(key=key, on=today, text=word, entered_by=side.clerk)
    return [key, progress, led, visit, *_followed(proposal, side, word)]


def _followed(proposal, side, word) -> list:
    """A promise that the unit is asked about, its sheet of pledges, and a look-back that is planned."""
    today, now = timezone.localdate(), timezone.now()
    given = {"proposal": proposal, "issued_by_unit": make.office(), "issued_by": side.clerk, "state": "accepted"}
    lead = Handling.objects.create(unit=side.department_unit, role="lead", task=word, **given)
    letter = {"number": "2号", "result_class": "B", "planned_until": today, "body": word, "signer": "贺文清"}
    letter |= {"contact": "曹伟", "phone": "8700001", "signed_on": today, "state": "sent", "sent_at": now}
    reply = Reply.objects.create(proposal=proposal, handling=lead, written_by=side.clerk, sent_by=side.clerk, **letter)
    pledged = dict.fromkeys(("leader", "persons", "duty", "quality", "reply", "satisfaction", "carrying_out"), word)
    pledge = HandlingPledge.objects.create(handling=lead, until=today, written_by=side.clerk, **pledged)
    call = RollCall.objects.get_or_create(
        office=make.office(), year=2026, defaults={"text": word, "due_on": today, "asked_by": side.clerk}
    )[0]
    answer = RollCallAnswer.objects.create(call=call, reply=reply)
    return [
        pledge,
        answer,
        *_rewarded(proposal, side, word),
        LookBack.objects.create(proposal=proposal, planned_on=today),
    ]


def _rewarded(proposal, side, word) -> list:
    today, office = timezone.localdate(), make.office()
    told = {"basis": word, "decided_by": word, "decided_on": today, "entered_by": side.clerk}
    given = {"office": office, "year": 2026, "kind": "proposal", "certificate": str(proposal.pk), **told}
    award = Award.objects.create(proposal=proposal, **given)
    asked = {"office": office, "year": 2026, "unit": side.department_unit, "why": word, "asked_by": side.clerk}
    rectification = Rectification.objects.create(due_on=today, **asked)
    pot = FundPot.objects.get_or_create(
        office=office, year=2026, defaults={"amount": 50, "granted": 2, "source": word, "entered_by": side.clerk}
    )[0]
    approved = {"approved_by": word, "approved_on": today, "entered_by": side.clerk}
    grant = FundGrant.objects.create(pot=pot, proposal=proposal, amount=1, used_for=word, **approved)
    return [award, rectification, pot, grant]
