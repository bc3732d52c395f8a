"""Verbs of the proposals app. One module a thing."""

from proposals.operations.past import (
    add_handling,
    add_instruction,
    edit_handling,
    edit_instruction,
    edit_paper,
    record_publication,
    record_report,
    remove_paper,
)

__all__ = [
    "add_handling",
    "add_instruction",
    "edit_handling",
    "edit_instruction",
    "edit_paper",
    "record_publication",
    "record_report",
    "remove_paper",
]
