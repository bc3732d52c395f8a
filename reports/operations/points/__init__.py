"""Verbs of points: begin a year and publish it, mark by hand, appeal and answer."""

from reports.operations.points.appeals import answer, appeal, withdraw
from reports.operations.points.marking import mark, take_back
from reports.operations.points.publishing import MOST_AT_ONCE, PUBLISH, order_publishing, publish_ordered
from reports.operations.points.settling import settle, why_not_settle
from reports.operations.points.years import begin, names_of, open_matters, publish, reopen, set_appeal_days, use_current

__all__ = [
    "MOST_AT_ONCE",
    "PUBLISH",
    "answer",
    "appeal",
    "begin",
    "mark",
    "names_of",
    "open_matters",
    "order_publishing",
    "publish",
    "publish_ordered",
    "reopen",
    "set_appeal_days",
    "settle",
    "take_back",
    "use_current",
    "why_not_settle",
    "withdraw",
]
