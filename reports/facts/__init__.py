"""Figures: one function for each measure gives its records; their number per subject and month are the facts."""

from reports.facts.counted import COUNTED, Counted
from reports.facts.following import catch_up, compare, freshness, is_behind, rebuild

__all__ = ["COUNTED", "Counted", "catch_up", "compare", "freshness", "is_behind", "rebuild"]
