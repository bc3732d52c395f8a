"""关口登记: what is written down for a checkpoint of the pack, by whoever may, while its stage is open."""

from django.db import transaction
from django.utils import timezone

from consult.enums import EntryRole
from consult.models import CheckpointEntry
from consult.steps import closing, entry_rules
from consult.steps.products import UNASKED
from consult.steps.telling import notify_rooms, tell
from consult.workflow import Refused, check_version, guards, lock, pack_of, recording
from consult.workflow.entries import Record, entries_of
from members.operations import attach

RELATED = ("topic__region", "room__unit__region", "room__approver", "practice", "approval")


@transaction.atomic
def record(consultation, *, code: str, role: str, by, on, stage="", attachments=(), **fields) -> CheckpointEntry:
    """Write one thing down for a checkpoint of the current stage; `stage` is the one that was seen.

    `fields` are text, item, data and said_by; what each kind asks for is in steps.entry_rules. Raises Refused in words.
    """
    consultation = lock(consultation, related=RELATED)
    guards.require(guards.unmoved(consultation, stage))
    guards.require(recording.entering(consultation, code))
    found = _record_of(consultation, code)
    if on > timezone.localdate():
        raise Refused("日期不能晚于今天。")
    if on < timezone.localdate(consultation.created_at):
        raise Refused(consultation.say("日期不能早于立题的日期。"))
    values = entry_rules.checked(found, role, on=on, by=by, **fields)
    entry = CheckpointEntry.objects.create(
        consultation=consultation,
        stage=consultation.stage,
        code=code,
        role=role,
        on=on,
        made_by=by,
        **values,
    )
    attach(entry, attachments, by=by)
    _tell(entry, found.checkpoint.name, "consult.record_checkpoint", "登记", by=by)
    # It may have been the last thing for which a case waited that is done otherwise.
    closing.settle(consultation, by=by)
    return entry


@transaction.atomic
def answer(entry, *, by, version: int, text: str, on) -> CheckpointEntry:
    """Answer an objection. Raises Stale when somebody answered in between."""
    entry, name = _locked(entry)
    check_version(entry, version)
    if entry.role != EntryRole.OBJECTION:
        raise Refused("只有异议需要答复，请刷新页面。")
    if not text.strip():
        raise Refused("请写明怎样答复。")
    if not entry.on <= on <= timezone.localdate():
        raise Refused("答复日期不能早于提出异议的日期，也不能晚于今天。")
    entry.answer, entry.answered_on = text, on
    entry.version += 1
    entry.save(update_fields=["answer", "answered_on", "version"])
    _tell(entry, name, "consult.answer_objection", "答复", by=by)
    return entry


@transaction.atomic
def strike(entry, *, by, reason: str) -> CheckpointEntry:
    """Strike out what was written down by mistake; it stays in the record with the reason in the ledger."""
    entry, name = _locked(entry)
    if not reason.strip():
        raise Refused("划去登记要写明理由。")
    guards.require(entry_rules.striking(entry, by))
    entry.removed_by, entry.removed_at = by, timezone.now()
    entry.save(update_fields=["removed_by", "removed_at"])
    _tell(entry, name, "consult.strike_entry", "划去", by=by, note=reason)
    return entry


def record_of(consultation, pack, stage: str, code: str) -> Record:
    """A checkpoint of one case with what stands written down for it."""
    checkpoint = pack.stage(stage).checkpoint(code)
    own = [entry for entry in entries_of(consultation) if (entry.stage, entry.code) == (stage, code)]
    return Record(consultation, pack, stage, checkpoint, own)


def _record_of(consultation, code: str) -> Record:
    return record_of(consultation, pack_of(consultation), consultation.stage, code)


def _locked(entry):
    # The case first, as every verb does, so that two of them never wait for each other.
    consultation = lock(entry.consultation, related=RELATED)
    entry = lock(entry, related=("made_by",))
    entry.consultation = consultation
    if entry.removed_at:
        raise Refused("这条登记已经划去，请刷新页面查看最新情况。")
    if entry.superseded:
        raise Refused("协商退回以后，这条登记只作留存，不能再改。")
    if entry.code == UNASKED:
        # No stage asks for it: it is the case's own, and written up after the case is closed as well.
        guards.require(recording.stopped(consultation))
        return entry, entry.get_role_display()
    if entry.stage != consultation.stage:
        raise Refused("协商已经离开这个环节，登记不能再改。")
    guards.require(recording.entering(consultation, entry.code))
    return entry, _record_of(consultation, entry.code).checkpoint.name


def _tell(entry, name: str, verb: str, act: str, *, by, note: str = "") -> None:
    consultation = entry.consultation
    sentence = f"{act}“{name}”：{entry.get_role_display()}（{entry.on:%-m月%-d日}）"
    typed = [("text", "内容", "", entry.text), ("answer", "答复", "", entry.answer)]
    changes = {name: (label, old, new) for name, label, old, new in typed if new and not note}
    entered_for = entry.said_by if entry.said_by != by.name else ""
    tell(consultation, verb, by=by, about=entry, sentence=sentence, note=note, changes=changes, entered_for=entered_for)
    notify_rooms(consultation, f"{sentence}：{consultation.title}", by=by)
