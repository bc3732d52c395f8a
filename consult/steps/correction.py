"""Step 4, 更正: signed minutes are opened again with a reason, and are either signed anew or left as they were.

The signed edition stays valid until the corrected one is signed. What can be changed meanwhile is kept when the
correction begins, so that giving it up brings back the text and the matters that the signed paper bears.
"""

from django.db import transaction
from django.utils import timezone

from consult import queries
from consult.enums import MatterState, MeetingState, MinutesState, SubmissionKind, SubmissionState
from consult.models import Matter, Minutes
from consult.steps import matter as matters
from consult.steps.minutes import locked, tell
from consult.workflow import MINUTES, Refused, advance, guards, recording

MATTER_FIELDS = (
    "text",
    "level",
    "disposition",
    "cost",
    "suggested_due",
    "legal_basis",
    "consensus",
    "opinions",
    "number",
)


@transaction.atomic
def correct(minutes, *, by, reason: str) -> Minutes:
    """Open signed minutes for a correction; the number stays."""
    minutes = locked(minutes)
    guards.require(recording.stopped(minutes.consultation))
    if not reason.strip():
        raise Refused("更正要写明理由。")
    begin(minutes, by=by, reason=reason)
    tell(minutes, "consult.correct_minutes", by=by, sentence="更正纪要", note=reason)
    return minutes


def begin(minutes, *, by, reason: str) -> None:
    """Open the locked minutes and keep them as they were signed. Part of a verb, never one itself."""
    kept = {
        "title": minutes.title,
        "sections": minutes.sections,
        "dated_on": minutes.dated_on and minutes.dated_on.isoformat(),
        "correction_reason": minutes.correction_reason,
        "matters": [_kept(matter) for matter in queries.standing_matters(minutes.consultation)],
    }
    advance(minutes, MINUTES, MinutesState.CORRECTING, by=by, before_correction=kept, correction_reason=reason[:300])


def why_not_give_up(minutes) -> str:
    """Say why the correction cannot be left; empty where it can."""
    consultation = minutes.consultation
    if minutes.state != MinutesState.CORRECTING:
        return "纪要不在更正中，请刷新页面查看最新情况。"
    if consultation.meeting_set.filter(state=MeetingState.RUNNING).exists():
        return consultation.say("{meeting}记录已重新打开，结束记录以后才能放弃更正。")
    returned = consultation.submission_set.filter(
        kind=SubmissionKind.MINUTES, state=SubmissionState.RETURNED, edition=minutes.editions.last()
    ).select_related("to")
    if last := returned.first():
        said = "这一稿已被{body}退回，不能放弃更正，请改好后重新{sign_off}、{submission}。"
        return consultation.say(said, body=last.to.short_name)
    return ""


@transaction.atomic
def give_up(minutes, *, by) -> Minutes:
    """Leave the correction; the minutes and their matters are again as they were last signed."""
    minutes = locked(minutes)
    guards.require(recording.stopped(minutes.consultation))
    if why := why_not_give_up(minutes):
        raise Refused(why)
    kept = minutes.before_correction
    _bring_back(minutes.consultation, kept.pop("matters"), by=by)
    advance(minutes, MINUTES, MinutesState.SIGNED, by=by, **kept, before_correction={}, version=minutes.version + 1)
    tell(minutes, "consult.give_up_correction", by=by, sentence=minutes.consultation.say("放弃更正，恢复{sign_off}稿"))
    return minutes


def _kept(matter) -> dict:
    fields = {name: getattr(matter, name) for name in MATTER_FIELDS}
    units = {name: [unit.pk for unit in getattr(matter, name).all()] for name in matters.UNITS}
    return {"pk": matter.pk, "fields": fields, "units": units}


def _bring_back(consultation, kept: list[dict], *, by) -> None:
    """Take out what the correction added, and put the others back as they were kept.

    What lies before the body now is the body's; what it returned meanwhile could be changed, and is the room's again.
    """
    rooms_own = consultation.matter_set.filter(state=MatterState.NOTED)
    added = rooms_own.standing().exclude(pk__in=[row["pk"] for row in kept])
    added.update(removed_by=by, removed_at=timezone.now())
    known = rooms_own.in_bulk([row["pk"] for row in kept])
    for row in kept:
        if (matter := known.get(row["pk"])) is None:
            continue
        for name, value in row["fields"].items():
            setattr(matter, name, Matter._meta.get_field(name).to_python(value))
        matter.removed_by = matter.removed_at = None
        matter.version += 1
        matter.save(update_fields=[*row["fields"], "removed_by", "removed_at", "version"])
        for name, units in row["units"].items():
            getattr(matter, name).set(units)
    matters.touch(consultation)
