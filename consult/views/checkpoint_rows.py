"""How the page of a case shows what was written down for the checkpoints of its pack."""

from collections.abc import Iterator

from django.utils import timezone

from consult.enums import EntryRole
from consult.forms.checkpoint import FORMS
from consult.steps.entry_rules import striking
from consult.steps.entry_words import told, values_of
from consult.workflow import applies
from consult.workflow.entries import FIND, Record, due_of, is_recorded, is_time_for, next_look
from consult.workflow.speaking import SPOKEN, rates, speaks
from rooms.practice.gates import asked_words

ACTS = {
    EntryRole.POSTED: "登记公示",
    EntryRole.OBJECTION: "登记异议",
    EntryRole.BALLOT: "登记表决结果",
    EntryRole.FORM: "填写",
    EntryRole.SIGNATURE: "登记签批",
    EntryRole.ANSWER: "登记回应",
    EntryRole.RATING: "录入评议表",
    EntryRole.LOOK_BACK: "登记回头看",
    EntryRole.NOTICE: "登记告知",
    EntryRole.PRODUCT: "登记成果",
}
# What the same thing is called when it is written down once more.
AGAIN = {EntryRole.POSTED: "重新公示", EntryRole.FORM: "修改", EntryRole.BALLOT: "重新表决"}
# Kinds for which there is nothing more to write down once they are met.
ENDS = ("vote", "sign", "respond", "wait", "notify", "produce")
# What the day of a checkpoint is.
UNTIL = {"publicity": "公示期满", "wait": "下次", "notify": "限期"}
LAST_COUNTS = (EntryRole.BALLOT, EntryRole.POSTED, EntryRole.SIGNATURE)
MOST_IN_SIGHT = 3


def checkpoint_rows(consultation, user, pack, stage, *, entries, records) -> list[dict]:
    """The checkpoints of a stage that people record, each with its entries and what this person may do now.

    `records` are those of the whole case. One that holds for other cases only is shown where it has entries.
    """
    rows, waived = [], {each.code for each in records if each.waived_at and each.stage == stage.code}
    for checkpoint in stage.checkpoints:
        own = [entry for entry in entries if (entry.stage, entry.code) == (stage.code, checkpoint.code)]
        if not (checkpoint.is_on and is_recorded(checkpoint)):
            continue
        asked = checkpoint.code not in waived and applies(checkpoint, consultation, records)
        if not own and not asked:
            continue
        record = Record(consultation, pack, stage.code, checkpoint, own)
        is_open = asked and consultation.is_running and stage.code == consultation.stage
        is_open = is_open and is_time_for(checkpoint, consultation, stage)
        rows.append(_row(record, user, is_open=is_open))
    return rows


def filled_forms(consultation, pack, entries) -> list[dict]:
    """The forms of the pack as they are filled in now: what a body reads before it speaks."""
    filled = sorted((entry for entry in entries if entry.role == EntryRole.FORM), key=lambda entry: entry.pk)
    last = {(entry.stage, entry.code): entry for entry in filled}
    return [
        {"name": one.name, "entry": last[place], "fields": values_of(last[place], one.params["fields"])}
        for stage in pack.stages
        for one in stage.checkpoints
        if (place := (stage.code, one.code)) in last and not last[place].superseded
    ]


def _row(record, user, *, is_open: bool) -> dict:
    checkpoint = record.checkpoint
    missing = FIND[checkpoint.kind](record)
    acts = _acts(record, user, missing) if is_open else []
    return {
        "checkpoint": checkpoint,
        "asks": asked_words(checkpoint, record.pack),
        "missing": missing,
        "is_open": is_open,
        "paper": _paper(record),
        "summary": _summary(record),
        "lines": [_line(entry, record, user, is_open=is_open) for entry in _shown(record)],
        "steps": [step for step in record.consultation.approval.steps.all() if step.checkpoint == record.place],
        "acts": acts,
        "next": _next(record, acts) if missing else None,
        "to_answer": _unanswered(record, user) if is_open else None,
        "lays": is_open and checkpoint.kind == "approval" and missing and _lays(record, user),
        "due": due_of(record) if is_open else None,
        "until": UNTIL.get(checkpoint.kind, ""),
    }


def _next(record, acts) -> dict | None:
    """What is to be done now; while a publicity period runs nothing is."""
    return None if not acts or (record.checkpoint.kind == "publicity" and record.of(EntryRole.POSTED)) else acts[0]


def _unanswered(record, user):
    """The oldest objection that waits for the room's answer."""
    if not user.has_perm("consult.record_checkpoint", record.consultation):
        return None
    return next((entry for entry in record.of(EntryRole.OBJECTION) if not entry.answered_on), None)


def _paper(record) -> tuple | None:
    """The paper of the checkpoint, once something is on record: its kind, and the row that stands for it."""
    if record.entries:
        return "checkpoint", record.entries[0].pk
    steps = [step for step in record.consultation.approval.steps.all() if step.checkpoint == record.place]
    return ("checkpoint_bodies", steps[0].pk) if steps else None


def _summary(record) -> str:
    """Many ratings stand behind one line."""
    ratings = record.of(EntryRole.RATING)
    satisfied = sum(bool(entry.data["satisfied"]) for entry in ratings)
    return f"{len(ratings)} 份评议表，满意 {satisfied} 人" if len(ratings) > MOST_IN_SIGHT else ""


def _shown(record) -> list:
    """A form that was filled in anew takes the place of the one before, which stays in the ledger."""
    filled = record.last(EntryRole.FORM)
    return [filled] if filled else record.entries


def _line(entry, record, user, *, is_open: bool) -> dict:
    may_strike = is_open and not entry.superseded and user.has_perm("consult.strike_entry", record.consultation)
    entry.consultation = record.consultation
    is_form = entry.role == EntryRole.FORM
    return {
        "entry": entry,
        "told": "" if is_form else told(entry, record),
        "fields": values_of(entry, record.params["fields"]) if is_form else [],
        "strikes": may_strike and not striking(entry, user),
        "replaced": entry.role in LAST_COUNTS and entry != record.last(entry.role),
    }


def _lays(record, user) -> bool:
    opened = any(step.is_open for step in record.consultation.approval.steps.all() if step.checkpoint == record.place)
    return not opened and user.has_perm("consult.lay_checkpoint", record.consultation)


def _acts(record, user, missing: str) -> list[dict]:
    """What this person can write down: as the room for everybody, as the one who is asked, or as a rater."""
    kind, found = record.checkpoint.kind, []
    if user.has_perm("consult.record_checkpoint", record.consultation):
        found = [{"view": "consult:record_checkpoint", **act} for act in _room_acts(record, missing)]
    elif kind in SPOKEN and missing and speaks(record, user):
        found = [{"view": "consult:speak_at_checkpoint", "role": FORMS[kind][0].role, "label": SPOKEN[kind][1]}]
    if kind == "evaluate" and rates(record, user):
        found.append({"view": "consult:rate_consultation", "role": EntryRole.RATING, "label": "我来评议"})
    return found


def _room_acts(record, missing: str) -> Iterator[dict]:
    """What the room can write down; nothing more where all is said, or where the day has not come."""
    kind = record.checkpoint.kind
    if (kind in ENDS and not missing) or (kind == "wait" and timezone.localdate() < next_look(record).date):
        return
    roles, is_posted = [form.role for form in FORMS.get(kind, ())], record.of(EntryRole.POSTED)
    # Once it is posted, an objection is the likelier thing.
    for role in reversed(roles) if is_posted else roles:
        if role == EntryRole.OBJECTION and not is_posted:
            continue
        again = AGAIN.get(role) if record.of(role) else None
        yield {"role": role, "label": again or ACTS[role]}
