"""期限: begun, stopped, extended, met, and counted anew; owners call these verbs out of their own acts.

What an owner's act does to its limits is told in the ledger by that act; what is done to a limit alone is told here.
"""

from rooms.operations.time_limits.beginning import begin
from rooms.operations.time_limits.clocks import extend, pause, resume
from rooms.operations.time_limits.ending import lapse, lapse_all, meet, meet_all, reopen, void, void_all
from rooms.operations.time_limits.recounting import recount

__all__ = [
    "begin",
    "extend",
    "lapse",
    "lapse_all",
    "meet",
    "meet_all",
    "pause",
    "recount",
    "reopen",
    "resume",
    "void",
    "void_all",
]
