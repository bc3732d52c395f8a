"""The life of a room: its table of states, what opening asks for, and how far each room follows the rules."""

from members.workflow import Refused, Stale, advance, check_version, lock
from rooms.workflow.tables import APPOINTMENT, ROOM

__all__ = ["APPOINTMENT", "ROOM", "Refused", "Stale", "advance", "check_version", "lock"]
