"""期限: begun, stopped, extended, met, and counted anew; owners call these verbs out of their own acts.

What an owner's act does to its limits (begin, meet, extend, reopen, give up) is told in the ledger by that act. What
is done to a limit alone (stopped, running again, counted anew) is told here, in the history of the record that owns it.
"""

from rooms.operations.time_limits.beginning import begin
from rooms.operations.time_limits.clocks import extend, pause, resume
from rooms.operations.time_limits.ending import lapse, lapse_all, meet, meet_all, reopen, void, void_all
from rooms.operations.time_limits.recounting import (
    RECOUNT,
    follow_calendar,
    recount,
    recount_by_day,
    recount_provisional,
)
from rooms.operations.time_limits.reminding import remind

__all__ = [
    "RECOUNT",
    "begin",
    "extend",
    "follow_calendar",
    "lapse",
    "lapse_all",
    "meet",
    "meet_all",
    "pause",
    "recount",
    "recount_by_day",
    "recount_provisional",
    "remind",
    "reopen",
    "resume",
    "void",
    "void_all",
]
