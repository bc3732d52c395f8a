"""登记表 of one checkpoint of a case: what the pack asks, and all that was written down for it, or what bodies said."""

from django.utils import timezone

from consult.enums import EntryRole
from consult.models import CheckpointEntry
from consult.steps import entries
from consult.steps.entry_words import told, values_of
from consult.workflow import pack_of
from reports.documents.case_sheets import opinion_of
from reports.documents.papers import chinese_date
from reports.documents.sheets import CheckpointSheet, Entry
from rooms.practice.gates import asked_words

LONG = ("longtext",)


def checkpoint(entry: CheckpointEntry, **_) -> CheckpointSheet:
    """All that stands for the checkpoint of this entry."""
    consultation = entry.consultation
    record = entries.record_of(consultation, pack_of(consultation), entry.stage, entry.code)
    filled = _filled(record)
    named = {} if filled else {role: len(record.of(role)) for role in {one.role for one in record.entries}}
    seen: dict = {}
    lines = []
    for one in () if filled else [each for each in record.entries if not each.superseded]:
        seen[one.role] = seen.get(one.role, 0) + 1
        number = f" {seen[one.role]}" if named[one.role] > 1 else ""
        lines.append(Entry(f"{one.get_role_display()}{number}", _said(one, record), is_wide=True))
    return CheckpointSheet(
        title=titled(record.checkpoint.name, "表" if filled else "登记表"),
        unit=consultation.room.name,
        date=record.entries[-1].on if record.entries else entry.on,
        topic=consultation.topic.title,
        entries=(*(_head(record)[:-1] if filled else _head(record)), *_figures(record)),
        lines=filled or tuple(lines),
    )


def checkpoint_bodies(step, **_) -> CheckpointSheet:
    """What the bodies said in the last round in which they were asked at the checkpoint of this turn."""
    consultation = step.consultation
    stage, _, code = step.checkpoint.partition("/")
    record = entries.record_of(consultation, pack_of(consultation), stage, code)
    rows = consultation.approval.steps.filter(checkpoint=step.checkpoint).select_related("unit", "decided_by")
    last = max(row.round for row in rows)
    rows = [row for row in rows if row.round == last]
    days = [row.basis_on for row in rows if row.basis_on]
    return CheckpointSheet(
        title=titled(record.checkpoint.name),
        unit=consultation.room.name,
        date=max(days) if days else timezone.localdate(rows[0].opened_at),
        topic=consultation.topic.title,
        entries=_head(record),
        opinions=tuple(opinion_of(row) for row in rows),
    )


def titled(name: str, word: str = "登记表") -> str:
    return name if name.endswith(("表", "单")) else f"{name}{word}"


def _head(record) -> tuple[Entry, ...]:
    stage = record.pack.stage(record.stage)
    return (
        Entry("编号", record.consultation.label, is_wide=True),
        Entry("环节", stage.name, is_wide=True),
        Entry("要求", asked_words(record.checkpoint, record.pack), is_wide=True),
    )


def _filled(record) -> tuple[Entry, ...]:
    """The form itself as it was filled in last, where the pack wants it printed."""
    last = record.last(EntryRole.FORM)
    if last is None or not record.params.get("print"):
        return ()
    fields = [(field["label"], value) for field, value in values_of(last, record.params["fields"])]
    signed = Entry("填表", f"{last.made_by.name}，{chinese_date(last.on)}", is_wide=True)
    return (*(Entry(label, value, is_wide=True) for label, value in fields), signed)


def _figures(record) -> tuple[Entry, ...]:
    """The count of the last ballot, or of all ratings."""
    ballot, ratings = record.last(EntryRole.BALLOT), record.of(EntryRole.RATING)
    if ballot:
        names = {"agree": "赞成", "against": "反对", "abstain": "弃权"}
        votes = [Entry(label, f"{ballot.data[name]} 票") for name, label in names.items()]
        return (*votes, Entry("参加表决", f"{ballot.data['present']} 人，应到 {ballot.data['eligible']} 人"))
    if ratings:
        satisfied = sum(bool(entry.data["satisfied"]) for entry in ratings)
        return (Entry("评议人数", f"{len(ratings)} 人"), Entry("满意", f"{satisfied} 人"))
    return ()


def _said(entry, record) -> str:
    """What was said, by whom and when, who wrote it down, and what was answered."""
    by = "" if entry.said_by in ("", entry.made_by.name) else f"{entry.said_by}，"
    lines = [*_told(entry, record), entry.text, f"（{by}{chinese_date(entry.on)}，{entry.made_by.name}登记）"]
    if entry.answer:
        lines.append(f"答复：{entry.answer}（{chinese_date(entry.answered_on)}）")
    return "\n".join(line for line in lines if line)


def _told(entry, record) -> list[str]:
    """What the entry itself says; each field of a form has a line of its own."""
    if entry.role != EntryRole.FORM:
        return [told(entry, record)]
    return [f"{field['label']}：{value}" for field, value in values_of(entry, record.params["fields"])]


SHEETS = {"checkpoint": checkpoint, "checkpoint_bodies": checkpoint_bodies}
