"""Moves of a consultation: forward when its blocking checkpoints hold, back with a reason, and to its end."""

from django.utils import timezone

from consult.enums import ConsultationState, Ending, Step
from consult.workflow.gates import blocking
from consult.workflow.tables import CONSULTATION
from members import ledger
from members.workflow import Refused, advance
from rooms import practice


def pack_of(consultation):
    """The pack version under which the consultation began."""
    return practice.of(consultation.practice)


def require_running(consultation) -> None:
    if not consultation.is_running:
        raise Refused(f"这件协商{consultation.get_state_display()}，不能再改动。")


def move_to(consultation, stage: str, *, by, reason: str = "") -> None:
    """Go to the next stage, or back to an earlier one with a reason. The row must be locked.

    Raises Refused with what is missing, in plain words.
    """
    require_running(consultation)
    pack = pack_of(consultation)
    earlier = {each.code for each in pack.stages_before(consultation.stage)}
    if stage in earlier:
        _require_reason(reason)
    else:
        _require_next(consultation, pack, stage)
    target = pack.stage(stage)
    consultation.stage = stage
    consultation.step = Step(target.steps[0])
    consultation.stage_entered_at = timezone.now()
    consultation.save(update_fields=["stage", "step", "stage_entered_at"])
    ledger.record(
        consultation,
        "consult.return_stage" if stage in earlier else "consult.move_stage",
        by=by,
        sentence=f"退回到“{target.name}”" if stage in earlier else f"进入“{target.name}”",
        case=consultation,
        unit=consultation.room.unit,
        note=reason,
    )


def go_on(consultation, *, by) -> bool:
    """Go to the next stage when nothing blocks; say whether it went. Verbs call it after what closes a stage."""
    pack = pack_of(consultation)
    following = pack.next_stage(consultation.stage)
    if following is None or not consultation.is_running or blocking(consultation, pack):
        return False
    move_to(consultation, following.code, by=by)
    return True


def send_back(consultation, step: Step, *, by, reason: str) -> None:
    """Go back to the first stage of a canonical step."""
    stage = pack_of(consultation).stages_of(step)[0]
    move_to(consultation, stage.code, by=by, reason=reason)


def end(consultation, ending: Ending, *, by, note: str = "", merged_into=None) -> None:
    """Close or stop the consultation. The row must be locked."""
    closed = ending in (Ending.DONE, Ending.NO_CONSENSUS)
    advance(
        consultation,
        CONSULTATION,
        ConsultationState.CLOSED if closed else ConsultationState.STOPPED,
        by=by,
        ending=ending,
        ending_note=note,
        merged_into=merged_into,
        ended_by=by,
        ended_at=timezone.now(),
    )


def _require_reason(reason: str) -> None:
    if not reason.strip():
        raise Refused("退回前一步要写明理由。")


def _require_next(consultation, pack, stage: str) -> None:
    following = pack.next_stage(consultation.stage)
    if following is None or following.code != stage:
        raise Refused("只能进入紧接着的下一步，请刷新页面查看最新情况。")
    missing = blocking(consultation, pack)
    if missing:
        raise Refused("".join(gate.sentence for gate in missing))
