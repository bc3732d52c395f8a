"""Verbs of the rooms app. One module a thing."""

from rooms.operations.activities import Part, edit_activity, record_activity, remove_activity
from rooms.operations.activity_days import move_day, settle_days, this_year_and_next
from rooms.operations.appointments import book, close_appointment, edit_appointment, keep_with
from rooms.operations.assigning import MOST_AT_ONCE, RowsRefused, end_many, post_many, say_why_unposted, transfer_many
from rooms.operations.checklist import record_item
from rooms.operations.day_codes import code_on_paper, code_on_screen, read_code
from rooms.operations.day_reminders import ask_for_records, remind_of_days, remind_of_duty
from rooms.operations.days import change_day, remove_day, set_day
from rooms.operations.feeds import feed_at, make_feed, revoke_feed
from rooms.operations.guidance import set_guidance
from rooms.operations.life import apply_room, approve_room, open_room, reapply_room, return_room, withdraw_room
from rooms.operations.moving import move_room
from rooms.operations.openings import add_opening, remove_opening
from rooms.operations.particulars import (
    add_budget,
    add_service,
    edit_budget,
    edit_particulars,
    edit_service,
    end_service,
    name_demonstration,
    remove_demonstration,
)
from rooms.operations.practice import adopt_practice, follow_practice, load_practice, load_shipped
from rooms.operations.practice_drafts import (
    add_row,
    begin_room_draft,
    copy_practice,
    discard_draft,
    import_draft,
    import_version,
    move_row,
    publish_draft,
    refuse_as_version,
    refuse_taken,
    remove_row,
    save_row,
)
from rooms.operations.receptions import add_reception_day, set_duty
from rooms.operations.room import add_room, edit_room
from rooms.operations.room_days import confirm_presence, mark, plan_day, who_may_confirm
from rooms.operations.room_practice import end_room_practice, set_room_practice
from rooms.operations.shapes import import_shapes
from rooms.operations.standing import change_standing, convenes, end_term
from rooms.operations.team import (
    add_representative,
    edit_representative,
    end_convener,
    end_posting,
    end_representative,
    post_member,
    renew_representatives,
    set_convener,
)
from rooms.operations.visits import log_visit
from rooms.operations.voices import add_voice, edit_voice, follow_voice, remove_voice

__all__ = [
    "MOST_AT_ONCE",
    "Part",
    "RowsRefused",
    "add_budget",
    "add_opening",
    "add_reception_day",
    "add_representative",
    "add_room",
    "add_row",
    "add_service",
    "add_voice",
    "adopt_practice",
    "apply_room",
    "approve_room",
    "ask_for_records",
    "begin_room_draft",
    "book",
    "change_day",
    "change_standing",
    "close_appointment",
    "code_on_paper",
    "code_on_screen",
    "confirm_presence",
    "convenes",
    "copy_practice",
    "discard_draft",
    "edit_activity",
    "edit_appointment",
    "edit_budget",
    "edit_particulars",
    "edit_representative",
    "edit_room",
    "edit_service",
    "edit_voice",
    "end_convener",
    "end_many",
    "end_posting",
    "end_representative",
    "end_room_practice",
    "end_service",
    "end_term",
    "feed_at",
    "follow_practice",
    "follow_voice",
    "import_draft",
    "import_shapes",
    "import_version",
    "keep_with",
    "load_practice",
    "load_shipped",
    "log_visit",
    "make_feed",
    "mark",
    "move_day",
    "move_room",
    "move_row",
    "name_demonstration",
    "open_room",
    "plan_day",
    "post_many",
    "post_member",
    "publish_draft",
    "read_code",
    "reapply_room",
    "record_activity",
    "record_item",
    "refuse_as_version",
    "refuse_taken",
    "remind_of_days",
    "remind_of_duty",
    "remove_activity",
    "remove_day",
    "remove_demonstration",
    "remove_opening",
    "remove_row",
    "remove_voice",
    "renew_representatives",
    "return_room",
    "revoke_feed",
    "save_row",
    "say_why_unposted",
    "set_convener",
    "set_day",
    "set_duty",
    "set_guidance",
    "set_room_practice",
    "settle_days",
    "this_year_and_next",
    "transfer_many",
    "who_may_confirm",
    "withdraw_room",
]
