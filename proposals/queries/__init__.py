"""Reads that several pages share."""

from proposals.queries.own import mine
from proposals.queries.proposal_handlings import (
    events_of,
    own_handling,
    preassigned,
    shown_of_handling,
    shown_of_reply,
    suggested_units,
    with_handlings,
)
from proposals.queries.reviewing import StepSeen, may_speak_for, rule_of, standing_of, steps_of
from proposals.queries.standing import with_standing
from proposals.queries.waiting import waiting_for

__all__ = [
    "StepSeen",
    "events_of",
    "may_speak_for",
    "mine",
    "own_handling",
    "preassigned",
    "rule_of",
    "shown_of_handling",
    "shown_of_reply",
    "standing_of",
    "steps_of",
    "suggested_units",
    "waiting_for",
    "with_handlings",
    "with_standing",
]
