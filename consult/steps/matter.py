"""Step 4 协商讨论: matters, written down as they are agreed. What the body decides about them is in another step."""

from uuid import uuid4

from django.db import transaction
from django.db.models import Exists, Max, OuterRef, Q
from django.utils import timezone

from consult.enums import Attendance, MatterLevel, MatterState
from consult.models import Matter, Meeting, MeetingSeat, Minutes, MinutesEdition, Statement
from consult.steps.merging import Row, Saved, merge
from consult.steps.record import RELATED
from consult.workflow import Refused, check_version, guards, lock, pack_of, recording
from members import ledger

TEXTS = ("text", "level", "disposition", "cost", "suggested_due", "legal_basis", "consensus", "opinions")
UNITS = ("suggested_units", "suggested_helpers")
SOURCES = "statements"
NO_TEXT = "请写明事项。"


@transaction.atomic
def note(consultation, *, by, meeting=None, key=None, **fields) -> Matter:
    """Write one matter down, with the next number; the same key twice is the same matter."""
    consultation = _lock_case(consultation)
    known = Matter.objects.filter(key=key).first() if key else None
    if known and known.consultation_id != consultation.pk:
        raise Refused("这件事项已经记在另一件协商里，请刷新页面再试。")
    if known:
        return known
    if not fields.get("text", "").strip():
        raise Refused(NO_TEXT)
    fields = _placed(consultation, {"place": pack_of(consultation).destinations[0].code} | fields)
    _check(consultation, meeting, fields)
    matter = Matter.objects.create(
        consultation=consultation,
        meeting=meeting,
        key=key or uuid4(),
        number=_next_number(consultation),
        created_by=by,
        **{name: fields[name] for name in TEXTS if name in fields},
    )
    _relate(matter, fields)
    touch(consultation)
    _tell(matter, "consult.note_matter", by=by, sentence=f"记下第 {matter.number} 件事项")
    return matter


@transaction.atomic
def edit(matter, *, by, version: int, **fields) -> Matter:
    """Change a matter until the minutes are signed. Raises Stale when somebody saved in between."""
    consultation, matter = _lock_matter(matter)
    check_version(matter, version)
    _write(consultation, matter, fields, by=by)
    return matter


@transaction.atomic
def remove(matter, *, by) -> Matter:
    """Take a matter out; it stays in the database. Those behind it move up, until the minutes bear their numbers."""
    consultation, matter = _lock_matter(matter)
    matter.removed_by, matter.removed_at = by, timezone.now()
    matter.save(update_fields=["removed_by", "removed_at"])
    if not is_numbered(consultation):
        for later in consultation.matter_set.standing().filter(number__gt=matter.number).order_by("number"):
            later.number -= 1
            later.save(update_fields=["number"])
    touch(consultation)
    _tell(matter, "consult.remove_matter", by=by, sentence=f"移出第 {matter.number} 件事项")
    return matter


@transaction.atomic
def save(meeting, *, by, rows: list[Row]) -> Saved:
    """Save matters as the meeting page sends them; a row that cannot be written does not hold up the others."""
    saved = Saved()
    for row in rows:
        try:
            with transaction.atomic():
                _save_row(meeting, row, saved, by=by)
        except Refused as refused:
            saved.refused[str(row.key)] = str(refused)
    return saved


def is_numbered(consultation) -> bool:
    """Signed minutes bear the numbers of the matters, so these never move again."""
    return Minutes.objects.filter(consultation=consultation, number__isnull=False).exists()


def _next_number(consultation) -> int:
    """Count on from what stands; a number that was once signed is never given to another matter."""
    signed = MinutesEdition.objects.filter(
        minutes__consultation=consultation, signed_at__gte=OuterRef("created_at"), signed_at__lt=OuterRef("removed_at")
    )
    borne = consultation.matter_set.filter(Q(removed_at__isnull=True) | Exists(signed))
    return (borne.aggregate(last=Max("number"))["last"] or 0) + 1


def _save_row(meeting, row: Row, saved: Saved, *, by) -> None:
    fields = dict(row.fields)
    removed = fields.pop("removed", False)
    matter = Matter.objects.filter(consultation=meeting.consultation, key=row.key).first()
    if matter is None:
        if not removed:
            saved.rows.append(note(meeting.consultation, by=by, meeting=meeting, key=row.key, **fields))
        return
    if removed:
        saved.rows.append(matter if matter.removed_at else remove(matter, by=by))
        return
    consultation, matter = _lock_matter(matter)
    if row.version == 0 and matter.version == 1 and matter.created_by_id == by.pk:
        row = Row(row.key, 1, row.fields)
    related = {name: fields.pop(name) for name in (*UNITS, SOURCES) if name in fields}
    if "opinions" in fields:
        fields["opinions"] = _counted(matter.opinions, row.was.get("opinions", {}), fields["opinions"])
    was = {name: value for name, value in row.was.items() if name != "opinions"}
    write, clash = merge(matter, Row(row.key, row.version, fields, was))
    if clash:
        saved.clashes.append((matter, clash))
    _write(consultation, matter, {**write, **related}, by=by)
    saved.rows.append(matter)


def _write(consultation, matter, fields, *, by) -> None:
    fields = _placed(consultation, fields)
    _check(consultation, matter.meeting, fields)
    changes = {}
    for name in TEXTS:
        if name in fields and fields[name] != getattr(matter, name):
            label = str(Matter._meta.get_field(name).verbose_name)
            old = _told(matter, name)
            setattr(matter, name, fields[name])
            changes[name] = (label, old, _told(matter, name))
    changes |= _relate(matter, fields)
    if not changes:
        return
    matter.version += 1
    matter.save(update_fields=[*TEXTS, "version"])
    touch(consultation)
    _tell(matter, "consult.edit_matter", by=by, sentence=f"修改第 {matter.number} 件事项", changes=changes)


def _placed(consultation, fields) -> dict:
    """Where it goes, as it was chosen, is kept as the pack's disposition and the level that figures count."""
    fields = dict(fields)
    place = fields.pop("level", None) or fields.get("place")
    fields.pop("place", None)
    if place is None:
        return fields
    chosen = pack_of(consultation).disposition_of(place)
    if chosen is None or chosen.route == "reference":
        raise Refused(consultation.say("这里的{matter}没有这种去向，请刷新页面后重新选择。"))
    level = MatterLevel.CITY if chosen.route == MatterLevel.CITY else MatterLevel.TOWNSHIP
    return fields | {"level": level, "disposition": chosen.code}


def _relate(matter, fields) -> dict:
    """Set units and sources; return the units' change for the ledger."""
    changes = {}
    for name in UNITS:
        if name in fields:
            old = sorted(unit.name for unit in getattr(matter, name).all())
            new = sorted(unit.name for unit in fields[name])
            if old != new:
                getattr(matter, name).set(fields[name])
                changes[name] = (str(Matter._meta.get_field(name).verbose_name), "、".join(old), "、".join(new))
    if SOURCES in fields:
        said = Statement.objects.filter(pk__in=fields[SOURCES], meeting__consultation=matter.consultation)
        matter.statements.add(*said)
    return changes


def _check(consultation, meeting, fields) -> None:
    if "text" in fields and not fields["text"].strip():
        raise Refused(NO_TEXT)
    opinions = fields.get("opinions")
    if not opinions:
        return
    labels = {label.code for label in pack_of(consultation).opinions.labels}
    if set(opinions) - labels:
        raise Refused(consultation.say("{opinions}里有这里没有的选项，请刷新页面。"))
    seats = MeetingSeat.objects.filter(attendance=Attendance.PRESENT)
    seats = seats.filter(meeting=meeting) if meeting else seats.filter(meeting__consultation=consultation)
    present = seats.values("participant").distinct().count()
    if sum(opinions.values()) > present:
        said = "{opinions}合计 {counted} 人，超过实到 {present} 人。"
        raise Refused(consultation.say(said, counted=sum(opinions.values()), present=present))


def _counted(present: dict, was: dict, now: dict) -> dict:
    """Two people who each count one make two."""
    codes = {*present, *now}
    return {code: max(0, present.get(code, 0) + now.get(code, 0) - was.get(code, 0)) for code in sorted(codes)}


def _told(matter, name: str) -> str:
    value = getattr(matter, name)
    if name == "level":
        return matter.get_level_display()
    if name == "disposition":
        chosen = pack_of(matter.consultation).disposition_of(matter.place)
        return chosen.name if chosen else ""
    if name == "opinions":
        return "、".join(f"{code} {count}" for code, count in sorted(value.items()))
    return {True: "是", False: "否"}.get(value, str(value if value is not None else ""))


def _lock_case(consultation):
    consultation = lock(consultation, related=RELATED)
    guards.require(recording.noting(consultation))
    return consultation


def _lock_matter(matter):
    consultation = _lock_case(matter.consultation)
    matter = lock(matter, related=("meeting",))
    if matter.removed_at:
        raise Refused("这件事项已经移出，请刷新页面查看最新情况。")
    if matter.state != MatterState.NOTED:
        raise Refused(f"这件事项{matter.get_state_display()}，不能再改。")
    return consultation, matter


def touch(consultation) -> None:
    """Let every open record of the case see the change."""
    for meeting in Meeting.objects.filter(consultation=consultation).select_for_update().order_by("pk"):
        meeting.changes += 1
        meeting.sheet_changes = meeting.changes
        meeting.save(update_fields=["changes", "sheet_changes"])


def _tell(matter, verb, *, by, sentence, **details) -> None:
    ledger.record(
        matter,
        verb,
        by=by,
        sentence=sentence,
        case=matter.consultation,
        unit=matter.consultation.room.unit,
        **details,
    )
