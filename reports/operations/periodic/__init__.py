"""Verbs of reports of a span: begin a round, make its reports, edit, publish, correct."""

from reports.enums import PeriodicKind
from reports.operations.periodic.editing import edit, recount, require_draft
from reports.operations.periodic.making import MAKE, list_of, make
from reports.operations.periodic.publishing import correct, drop_correction, publish, publish_round
from reports.operations.periodic.rounds import begin, order_due, resume

KIND_NAMES = dict(PeriodicKind.choices)
__all__ = [
    "KIND_NAMES",
    "MAKE",
    "begin",
    "correct",
    "drop_correction",
    "edit",
    "list_of",
    "make",
    "order_due",
    "publish",
    "publish_round",
    "recount",
    "require_draft",
    "resume",
]
