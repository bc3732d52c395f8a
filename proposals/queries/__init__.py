"""Reads that several pages share."""

from proposals.queries.own import mine
from proposals.queries.waiting import waiting_for

__all__ = ["mine", "waiting_for"]
