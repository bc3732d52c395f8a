from consult.workflow.gates import Gate, applies, blocking, gate_of, gates, holds, records_of, unattended
from consult.workflow.stages import end, following, go_on, is_for_reference, move_to, pack_of, send_back
from consult.workflow.tables import (
    APPROVAL,
    ASSIGNMENT,
    CONSULTATION,
    MATTER,
    MEETING,
    MINUTES,
    SUBMISSION,
    TOPIC,
)
from members.workflow import Refused, Stale, advance, check_version, lock

__all__ = [
    "APPROVAL",
    "ASSIGNMENT",
    "CONSULTATION",
    "MATTER",
    "MEETING",
    "MINUTES",
    "SUBMISSION",
    "TOPIC",
    "Gate",
    "Refused",
    "Stale",
    "advance",
    "applies",
    "blocking",
    "check_version",
    "end",
    "following",
    "gate_of",
    "gates",
    "go_on",
    "holds",
    "is_for_reference",
    "lock",
    "move_to",
    "pack_of",
    "records_of",
    "send_back",
    "unattended",
]
