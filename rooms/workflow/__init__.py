"""The life of a room: its table of states, what opening asks for, and how far each room follows the rules."""

from members.workflow import Refused, Stale, advance, check_version, lock
from rooms.workflow.tables import ROOM

__all__ = ["ROOM", "Refused", "Stale", "advance", "check_version", "lock"]
