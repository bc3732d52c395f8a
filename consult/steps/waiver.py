"""豁免: a checkpoint that blocks is set aside in one case, by the right, with a reason; the pack says which may be."""

from django.db import transaction
from django.utils import timezone

from consult.models import CheckpointRecord
from consult.steps.telling import notify_rooms, tell
from consult.workflow import Gate, Refused, gate_of, guards, lock, pack_of

RELATED = ("topic", "room__unit__region", "room__approver", "practice", "approval")


@transaction.atomic
def waive(consultation, *, code: str, by, reason: str, stage="") -> CheckpointRecord:
    """Set a checkpoint of the current stage aside; `stage` is the one that was seen.

    The room goes on by itself when nothing else holds it.
    """
    consultation = lock(consultation, related=RELATED)
    guards.require(guards.unmoved(consultation, stage))
    gate = gate_of(consultation, pack_of(consultation), code)
    guards.require(guards.waiving(gate, consultation, by))
    _require_reason(consultation, reason)
    record, _ = CheckpointRecord.objects.update_or_create(
        consultation=consultation,
        stage=consultation.stage,
        code=code,
        defaults={"waived_by": by, "waived_at": timezone.now(), "waiver_reason": reason.strip()},
    )
    _tell(consultation, "consult.waive_checkpoint", gate, act="{waiver}", by=by, reason=reason)
    return record


@transaction.atomic
def revoke(consultation, *, code: str, by, reason: str, stage="") -> None:
    """Let the checkpoint hold again, while its stage has not been left; the ledger keeps that it was waived."""
    consultation = lock(consultation, related=RELATED)
    guards.require(guards.unmoved(consultation, stage))
    gate = gate_of(consultation, pack_of(consultation), code)
    guards.require(guards.revoking(gate, consultation, by))
    _require_reason(consultation, reason)
    record = gate.waiver
    record.waived_by, record.waived_at, record.waiver_reason = None, None, ""
    record.save(update_fields=["waived_by", "waived_at", "waiver_reason"])
    _tell(consultation, "consult.revoke_waiver", gate, act="撤销{waiver}", by=by, reason=reason)


def _require_reason(consultation, reason: str) -> None:
    if not reason.strip():
        raise Refused(consultation.say("{waiver}要写明理由，写入台账，{room_short}和{committee}都看得到。"))


def _tell(consultation, verb: str, gate: Gate, *, act: str, by, reason: str) -> None:
    sentence = consultation.say(f"{act}“{{name}}”", name=gate.checkpoint.name)
    notify_rooms(consultation, f"{sentence}：{consultation.title}", by=by)
    tell(consultation, verb, by=by, sentence=sentence, note=reason.strip())
