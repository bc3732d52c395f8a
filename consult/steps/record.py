"""What every act on the record of a meeting shares: its lock, its count of changes, until when it is open."""

from consult.models import Meeting
from consult.workflow import guards, lock, pack_of, recording
from members import ledger

RELATED = ("topic", "room__unit__region", "practice", "approval")


def lock_meeting(meeting) -> Meeting:
    """Lock the case, then the meeting: always in this order, so that two recorders never wait for each other."""
    consultation = lock(meeting.consultation, related=RELATED)
    meeting = lock(meeting, related=("chair",))
    meeting.consultation = consultation
    return meeting


def touch(meeting) -> None:
    """Count the change of the sheet (people, matters, agenda, the meeting itself); the row must be locked."""
    meeting.changes += 1
    meeting.sheet_changes = meeting.changes
    meeting.save(update_fields=["changes", "sheet_changes"])


def require_unsigned(consultation) -> None:
    guards.require(recording.signed(consultation))


def word(meeting) -> str:
    return pack_of(meeting.consultation).words["meeting"]


def tell(meeting, verb, *, by, sentence, about=None, **details) -> None:
    ledger.record(
        about or meeting,
        verb,
        by=by,
        sentence=sentence,
        case=meeting.consultation,
        unit=meeting.consultation.room.unit,
        **details,
    )
