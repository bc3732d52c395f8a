"""Reads that several pages share."""

from proposals.queries.own import mine
from proposals.queries.reviewing import StepSeen, may_speak_for, rule_of, standing_of, steps_of
from proposals.queries.waiting import waiting_for

__all__ = ["StepSeen", "may_speak_for", "mine", "rule_of", "standing_of", "steps_of", "waiting_for"]
