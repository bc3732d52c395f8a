"""How the page of a case shows what was written down for the checkpoints of its pack."""

from consult.enums import EntryRole, Verdict
from consult.forms.checkpoint import FORMS
from consult.steps.entry_rules import FINDINGS
from consult.workflow.entries import FIND, Record, is_recorded, is_time_for, next_look, posted_until
from rooms.practice.gates import gate_sentence

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
SPOKEN = {"sign": ("by", "签批"), "respond": ("who", "回应")}


def checkpoint_rows(consultation, user, pack, stage, *, entries, waived) -> list[dict]:
    """The checkpoints of a stage that people record, each with its entries and what this person may do now."""
    rows = []
    for checkpoint in stage.checkpoints:
        if not (checkpoint.is_on and is_recorded(checkpoint)) or checkpoint.code in waived:
            continue
        own = [entry for entry in entries if (entry.stage, entry.code) == (stage.code, checkpoint.code)]
        record = Record(consultation, pack, stage.code, checkpoint, own)
        is_open = consultation.is_running and stage.code == consultation.stage
        is_open = is_open and is_time_for(checkpoint, consultation, stage)
        rows.append(_row(record, user, is_open=is_open))
    return rows


def _row(record, user, *, is_open: bool) -> dict:
    checkpoint = record.checkpoint
    missing = FIND[checkpoint.kind](record)
    return {
        "checkpoint": checkpoint,
        "asks": gate_sentence(checkpoint, record.pack).partition("：")[2],
        "missing": missing,
        "is_open": is_open,
        "lines": [{"entry": entry, "told": told(entry, record)} for entry in record.entries],
        "steps": [step for step in record.consultation.approval.steps.all() if step.checkpoint == record.place],
        "acts": _acts(record, user, missing) if is_open else [],
        "lays": is_open and checkpoint.kind == "approval" and missing and _lays(record, user),
        "due": _due(record),
    }


def _lays(record, user) -> bool:
    opened = any(step.is_open for step in record.consultation.approval.steps.all() if step.checkpoint == record.place)
    return not opened and user.has_perm("consult.lay_checkpoint", record.consultation)


def _acts(record, user, missing: str) -> list[dict]:
    """What this person can write down: as the room for everybody, as the one who is asked, or as a rater."""
    kind, found = record.checkpoint.kind, []
    if user.has_perm("consult.record_checkpoint", record.consultation):
        roles = [form.role for form in FORMS.get(kind, ())]
        if kind == "publicity" and not record.of(EntryRole.POSTED):
            roles = [EntryRole.POSTED]
        found = [{"view": "consult:record_checkpoint", "role": role, "label": ACTS[role]} for role in roles]
    elif kind in SPOKEN and speaks(record, user):
        found = [{"view": "consult:speak_at_checkpoint", "role": FORMS[kind][0].role, "label": SPOKEN[kind][1]}]
    if kind == "evaluate" and rates(record, user):
        found.append({"view": "consult:rate_consultation", "role": EntryRole.RATING, "label": "我来评议"})
    return found


def speaks(record, user) -> bool:
    """The checkpoint names the person's body."""
    codes = record.params.get(SPOKEN[record.checkpoint.kind][0], ())
    named = {"township", "township_clerk", "approver", "leading_office"} & set(codes)
    return bool(named) and user.has_perm("consult.speak_at_checkpoint", record.consultation)


def rates(record, user) -> bool:
    """The person is one of the raters, with an account, and has not rated yet."""
    codes = {role.code for role in user.current_roles}
    asked = set(record.params["raters"])
    names = {"member"} & asked | ({"representative"} if asked & REPRESENTATIVES else set())
    done = any(entry.item == f"user-{user.pk}" for entry in record.entries)
    return bool(codes & names) and not done and user.has_perm("consult.rate_consultation", record.consultation)


REPRESENTATIVES = {"representative", "party_representative", "mass_representative"}


def _due(record):
    """The day that everybody waits for: the end of a publicity period, the next look-back."""
    if record.checkpoint.kind == "publicity":
        return posted_until(record)
    return next_look(record) if record.checkpoint.kind == "wait" else None


def told(entry, record) -> str:
    """One line on an entry: what its numbers and choices say."""
    return TOLD[entry.role](entry, record) if entry.role in TOLD else ""


def _ballot(entry, record):
    data = entry.data
    votes = f"赞成 {data['agree']} 票，反对 {data['against']} 票，弃权 {data['abstain']} 票"
    return f"{votes}；参加表决 {data['present']} 人，应到 {data['eligible']} 人"


def _fields(entry, fields):
    said = []
    for field in fields:
        value = entry.data.get(field["key"])
        if value in (None, "", []) or field["type"] == "file":
            continue
        shown = "、".join(map(str, value)) if isinstance(value, list) else f"{value}"
        said.append(f"{field['label']}：{shown}{field.get('unit', '')}")
    return "；".join(said)


def _answer(entry, record):
    about = next((each for each in record.items if str(each.pk) == entry.item), None) if entry.item else None
    return f"{entry.said_by}回应" + (f"“{about.text[:40]}”" if about else "")


TOLD = {
    EntryRole.BALLOT: _ballot,
    EntryRole.FORM: lambda entry, record: _fields(entry, record.params["fields"]),
    EntryRole.RATING: lambda entry, record: (
        f"{entry.said_by}：{_fields(entry, record.pack.form(record.params['form']).fields)}"
    ),
    EntryRole.SIGNATURE: lambda entry, record: (
        f"{entry.said_by}：{'退回修改' if entry.data['verdict'] == Verdict.RETURN else '同意'}"
    ),
    EntryRole.ANSWER: _answer,
    EntryRole.LOOK_BACK: lambda entry, record: FINDINGS[entry.data["finding"]],
    EntryRole.NOTICE: lambda entry, record: f"已告知{record.pack.people_named(entry.data['to'])}",
}
