"""What every act on the record of a meeting shares: its lock, its count of changes, until when it is open."""

from consult.enums import MinutesState
from consult.models import Meeting, Minutes
from consult.workflow import Refused, lock, pack_of
from consult.workflow.stages import require_running
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


def require_open_record(meeting) -> None:
    require_running(meeting.consultation)
    if meeting.is_ended:
        raise Refused("会议记录已经结束；要改动，请重新打开记录。")


def require_unsigned(consultation) -> None:
    if Minutes.objects.filter(consultation=consultation, state=MinutesState.SIGNED).exists():
        raise Refused(consultation.say("《{minutes}》已经{sign_off}，记录不能再改；确需改动的，另发更正。"))


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
