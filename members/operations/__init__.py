"""Verbs that every app uses. One module a thing."""

from members.operations.drafts import forget_draft, save_draft
from members.operations.files import attach, remove_file, upload
from members.operations.jobs import order, ring
from members.operations.logins import forgive_attempt, reserve_attempt
from members.operations.notices import notify, read_all_notices, read_notice
from members.operations.numbers import draw_number

__all__ = [
    "attach",
    "draw_number",
    "forget_draft",
    "forgive_attempt",
    "notify",
    "order",
    "read_all_notices",
    "read_notice",
    "remove_file",
    "reserve_attempt",
    "ring",
    "save_draft",
    "upload",
]
