"""The life of a room: its table of states, what opening asks for, and how far each room follows the rules."""

from members.workflow import Refused, Stale, advance, check_version, lock
from rooms.workflow.tables import APPOINTMENT, ROOM, TIME_LIMIT

__all__ = ["APPOINTMENT", "ROOM", "TIME_LIMIT", "Refused", "Stale", "advance", "check_version", "lock"]
