"""What each side of tests/world.py has around a filed proposal."""

from django.utils import timezone

from proposals.models import KeyProgress, KeyProposal, Supervision, SupervisionVisit
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
    return [key, progress, led, visit]
