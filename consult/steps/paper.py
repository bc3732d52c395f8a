"""Step 4, the minutes as they will be printed: one dictionary, frozen with its checksum when they are signed off."""

import hashlib
import json

from django.utils import timezone

from consult.steps import draft
from consult.steps.draft_people import matter_rows, recipient
from rooms.enums import ConvenerRank

PRESENCE = ("present", "leave", "observers", "listeners")
IMPRINT = ("report", "send")


def paper_of(minutes, *, record=None, title="", texts=None, number=None, correction=None, day=None) -> dict:
    """Put the minutes together as data. `title` and `texts` (key → text) stand in for what is typed and not yet saved.

    Without a number it is a draft: the place of the number stays empty, nothing on the paper says 待签.
    """
    record = record or draft.gather(minutes.consultation)
    settings = record.pack.document("minutes")
    texts = texts or {}
    parts = [{**part, "text": texts.get(part["key"], part["text"]).strip()} for part in minutes.sections]
    number = number if number is not None else minutes.number
    correction = minutes.correction if correction is None else correction
    day = day or minutes.dated_on or timezone.localdate(minutes.signed_at)
    return {
        "mark": settings.mark or record.pack.words["minutes"],
        "head": settings.head,
        "number": settings.number.replace(" ", "").format(n="　" if number is None else number),
        "correction": f"更正{correction}" if correction else "",
        "organ": organ_of(minutes.consultation, settings).name,
        "date": day.isoformat(),
        "title": (title or minutes.title).strip(),
        "sections": _sections(parts, record),
        "presence": [_listing(part) for part in parts if part["key"] in PRESENCE and part["text"]],
        "sign_off": _sign_off(record, signer=minutes.signed_by),
        "recipients": [_listing(part) for part in parts if part["key"] in IMPRINT and part["text"]],
    }


def organ_of(consultation, settings):
    """The unit that issues the minutes."""
    return recipient(consultation.room, settings.issuer) or consultation.room.unit


def series_unit(consultation, pack):
    """The unit in whose series the minutes are numbered."""
    room = consultation.room
    return room.approver if pack.document("minutes").series == "approver" else room.unit


def digest(paper: dict) -> str:
    """The checksum of a frozen paper."""
    return hashlib.sha256(json.dumps(paper, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def _sections(parts, record) -> list[dict]:
    found = []
    for part in parts:
        if part["key"] in PRESENCE + IMPRINT:
            continue
        rows = matter_rows(record) if part["key"] == "matters" else []
        if part["text"] or rows:
            found.append({"key": part["key"], "heading": part["heading"], "text": part["text"], "rows": rows})
    return found


def _listing(part) -> dict:
    return {"label": part["heading"], "text": part["text"]}


def _sign_off(record, *, signer) -> list[dict]:
    """Who chaired, recorded and signs off, as far as the pack wants them named."""
    wanted = record.pack.document("minutes").signatures
    chairs = dict.fromkeys(meeting.chair.name for meeting in record.meetings if meeting.chair)
    recorders = dict.fromkeys(meeting.recorder.name for meeting in record.meetings)
    first = next((convener.user for convener in record.conveners if convener.rank == ConvenerRank.FIRST), None)
    signers = [person.name for person in (signer or first,) if person]
    lines = (
        ("chair", "主持", chairs),
        ("recorder", "记录", recorders),
        ("first_convener", record.pack.words["sign_off"], signers),
    )
    return [{"label": label, "text": "、".join(names)} for code, label, names in lines if code in wanted and names]
