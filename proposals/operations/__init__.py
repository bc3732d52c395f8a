"""Verbs of the proposals app. One module a thing."""

from members.operations import forget_draft
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
from proposals.operations.proposals import (
    draft,
    draft_and_submit,
    draft_from_activity,
    draft_from_voice,
    drop,
    edit,
    member_of,
    receive,
    record_activity,
    require_written,
    send_back,
    submit,
    take_back,
)
from proposals.operations.review import MOST_AT_ONCE, speak, speak_together
from proposals.operations.review import correct as correct_review
from proposals.operations.review_results import merge
from proposals.operations.signing import decline_to_sign, invite, sign, withdraw_invitation

__all__ = [
    "MOST_AT_ONCE",
    "add_handling",
    "add_instruction",
    "correct_review",
    "decline_to_sign",
    "draft",
    "draft_and_submit",
    "draft_from_activity",
    "draft_from_voice",
    "drop",
    "edit",
    "edit_handling",
    "edit_instruction",
    "edit_paper",
    "forget_draft",
    "invite",
    "member_of",
    "merge",
    "receive",
    "record_activity",
    "record_publication",
    "record_report",
    "remove_paper",
    "require_written",
    "send_back",
    "sign",
    "speak",
    "speak_together",
    "submit",
    "take_back",
    "withdraw_invitation",
]
