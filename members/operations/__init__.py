"""Verbs that every app uses. One module a thing."""

from members.operations.accounts import (
    choose_password,
    create_account,
    disable_account,
    edit_account,
    enable_account,
    forget_second_factor,
    reset_password,
    sign_out_elsewhere,
)
from members.operations.channels import (
    add_channel,
    ask_code,
    choose_reaches,
    edit_channel,
    prove_address,
    resend,
    try_channel,
    void,
)
from members.operations.contacts import add_contact, edit_contact, end_contact
from members.operations.drafts import discard_draft, forget_draft, save_draft, send_once
from members.operations.erasing import erase_text
from members.operations.files import attach, remove_file, take_file_away, upload
from members.operations.jobs import order, put_again, ring
from members.operations.logins import count_visit, forgive_attempt, reserve_attempt, use_code
from members.operations.many import add_members
from members.operations.notices import notify, notify_each, read_all_notices, read_notice
from members.operations.numbers import draw_lettered, draw_number, peek_number, start_after
from members.operations.places import add_region, add_unit, edit_region, edit_unit, unit_of
from members.operations.pools import add_expert, add_tag, edit_expert, edit_tag, remove_tag
from members.operations.roles import ask_second_factor, close_role, end_role, grant_role
from members.operations.roll import add_member, add_term, edit_member, edit_term
from members.operations.tidying import tidy

__all__ = [
    "add_channel",
    "add_contact",
    "add_expert",
    "add_member",
    "add_members",
    "add_region",
    "add_tag",
    "add_term",
    "add_unit",
    "ask_code",
    "ask_second_factor",
    "attach",
    "choose_password",
    "choose_reaches",
    "close_role",
    "count_visit",
    "create_account",
    "disable_account",
    "discard_draft",
    "draw_lettered",
    "draw_number",
    "edit_account",
    "edit_channel",
    "edit_contact",
    "edit_expert",
    "edit_member",
    "edit_region",
    "edit_tag",
    "edit_term",
    "edit_unit",
    "enable_account",
    "end_contact",
    "end_role",
    "erase_text",
    "forget_draft",
    "forget_second_factor",
    "forgive_attempt",
    "grant_role",
    "notify",
    "notify_each",
    "order",
    "peek_number",
    "prove_address",
    "put_again",
    "read_all_notices",
    "read_notice",
    "remove_file",
    "remove_tag",
    "resend",
    "reserve_attempt",
    "reset_password",
    "ring",
    "save_draft",
    "send_once",
    "sign_out_elsewhere",
    "start_after",
    "take_file_away",
    "tidy",
    "try_channel",
    "unit_of",
    "upload",
    "use_code",
    "void",
]
