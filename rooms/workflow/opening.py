"""挂牌 is a gate: address, hall and first convener must be there; numbers of the team and the list are asked for.

A list holds the opening where its pack says `mode = "block"`.
"""

from dataclasses import dataclass

from django.utils import timezone

from rooms.models import Room
from rooms.workflow import rules
from rooms.workflow.standing import Standing, standing_of

BLOCKING = {"address", "hall", "convener"}
ASKED = {"members", "party", "mass", "second", "title", "checklist"}


@dataclass(frozen=True)
class Hold:
    """One condition that does not hold, in words, with the page where it is put right."""

    sentence: str
    url: str
    link: str
    is_blocking: bool


def holds(room: Room, *, on=None) -> list[Hold]:
    """What the opening of this room still lacks, what blocks first."""
    standing = standing_of(room, on=on)
    found = []
    for each in _findings(standing, on):
        blocks = each.rule in BLOCKING or (each.rule == "checklist" and _blocks(standing, each))
        if blocks or each.rule in ASKED:
            found.append(Hold(each.sentence, each.url, each.link, blocks))
    return sorted(found, key=lambda hold: not hold.is_blocking)


def blocking(room: Room, *, on=None) -> list[Hold]:
    return [hold for hold in holds(room, on=on) if hold.is_blocking]


def _findings(standing: Standing, on):
    yield from rules.of_room(standing, on or timezone.localdate())


def _blocks(standing: Standing, finding) -> bool:
    strict = [each["name"] for each in standing.checklists if each.get("mode") == "block"]
    return any(finding.sentence.startswith(name) for name in strict)
