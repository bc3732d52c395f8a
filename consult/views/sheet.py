"""Meetings as data for the browser: a statement as one row; people, matters and the agenda as one sheet."""

from consult.models import Participant
from consult.workflow import pack_of


def as_json(statement) -> dict:
    return {
        "key": str(statement.uuid),
        "position": statement.position,
        "participant": statement.participant_id,
        "text": statement.text,
        "at": round(statement.said_at.timestamp() * 1000),
        "part": statement.agenda_part,
        "point": statement.is_key_point,
        "reply": statement.is_reply,
        "dissent": statement.is_dissent,
        "explanation": statement.explanation,
        "removed": statement.removed_at is not None,
        "version": statement.version,
    }


def sheet_of(meeting) -> dict:
    attendance = dict(meeting.seats.order_by().values_list("participant", "attendance"))
    people = Participant.objects.filter(consultation=meeting.consultation_id).order_by("seat")
    return {
        "state": meeting.state,
        "part": meeting.agenda_part,
        "started": _milliseconds(meeting.started_at),
        "chair": meeting.chair_id,
        "people": [_person(person, attendance) for person in people],
        "matters": [_matter(matter) for matter in _matters(meeting)],
    }


def config_of(meeting, user) -> dict:
    """What the page knows before it has asked for anything: codes and names of the pack."""
    pack = pack_of(meeting.consultation)
    return {
        "meeting": meeting.pk,
        "person": user.pk,
        "backfilled": meeting.is_backfilled,
        "keyPoints": meeting.key_points_only,
        "heldAt": _milliseconds(meeting.started_at),
        "agenda": [part.name for part in pack.agenda],
        "categories": [[category.code, category.name, category.source] for category in pack.categories],
        "opinions": [[label.code, label.name] for label in pack.opinions.labels],
        "opinionsNote": pack.opinions.note,
        "words": {
            name: pack.words[name]
            for name in ("statement", "dissent", "matter", "suggested_unit", "helping_unit", "consensus", "opinions")
        },
    }


def _matters(meeting):
    rows = meeting.consultation.matter_set.standing().exclude(key=None)
    return rows.prefetch_related("suggested_units", "suggested_helpers", "statements").order_by("number")


def _person(person, attendance) -> dict:
    return {
        "id": person.pk,
        "seat": person.seat,
        "name": person.name,
        "title": person.title,
        "category": person.category,
        "pinyin": person.pinyin,
        "attendance": attendance.get(person.pk, ""),
        "gone": person.removed_at is not None,
    }


def _matter(matter) -> dict:
    return {
        "key": str(matter.key),
        "id": matter.pk,
        "number": matter.number,
        "version": matter.version,
        "state": matter.state,
        "text": matter.text,
        "level": matter.place,
        "cost": "" if matter.cost is None else str(matter.cost),
        "due": matter.suggested_due,
        "basis": matter.legal_basis,
        "consensus": matter.consensus,
        "opinions": matter.opinions,
        "units": [[unit.pk, unit.short_name] for unit in matter.suggested_units.all()],
        "helpers": [[unit.pk, unit.short_name] for unit in matter.suggested_helpers.all()],
        "statements": [str(statement.pk) for statement in matter.statements.all()],
    }


def _milliseconds(moment) -> int | None:
    return round(moment.timestamp() * 1000) if moment else None
