"""总览: what a place came to in a span, in numbers and pictures, out of the facts alone."""

from reports.facts.dashboard.asked import Asked, Window, above, asked_for, of_unit_asked, spans, window_of
from reports.facts.dashboard.attention import attention_for, late_units, latest, overdue_items, silent_rooms
from reports.facts.dashboard.board import Board, board_of, narrowed_words
from reports.facts.dashboard.mapping import TONES, activity_map
from reports.facts.dashboard.units import UnitBoard, unit_board

__all__ = [
    "TONES",
    "Asked",
    "Board",
    "UnitBoard",
    "Window",
    "above",
    "activity_map",
    "asked_for",
    "attention_for",
    "board_of",
    "late_units",
    "latest",
    "narrowed_words",
    "of_unit_asked",
    "overdue_items",
    "silent_rooms",
    "spans",
    "unit_board",
    "window_of",
]
