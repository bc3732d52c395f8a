"""Verbs of the rooms app. One module a thing."""

from rooms.operations.days import change_day, remove_day, set_day
from rooms.operations.practice import follow_practice, load_practice
from rooms.operations.room import edit_room, open_room
from rooms.operations.team import (
    add_representative,
    edit_representative,
    end_convener,
    end_posting,
    end_representative,
    post_member,
    set_convener,
)

__all__ = [
    "add_representative",
    "change_day",
    "edit_representative",
    "edit_room",
    "end_convener",
    "end_posting",
    "end_representative",
    "follow_practice",
    "load_practice",
    "open_room",
    "post_member",
    "remove_day",
    "set_convener",
    "set_day",
]
