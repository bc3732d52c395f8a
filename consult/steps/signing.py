"""Step 4, 审签: the convener signs the minutes off; that draws the number, freezes the edition and orders the paper.

A later change is a correction (更正): the number stays, the edition counts up, and both papers are kept. It is
opened and given up in steps/correction.py.
"""

from django.db import transaction
from django.utils import timezone

from consult import rules
from consult.enums import MinutesState
from consult.models import Minutes, MinutesEdition
from consult.steps.draft import gather
from consult.steps.minutes import locked, tell
from consult.steps.minutes_checks import first_unmet
from consult.steps.paper import digest, paper_of, series_unit
from consult.steps.telling import notify_holders, notify_rooms
from consult.workflow import MINUTES, Refused, advance, check_version, go_on, guards, pack_of, recording
from consult.workflow.stages import require_running
from members.models import NumberSeries
from members.operations import attach, draw_number, notify, order
from members.queries import people_of

KIND = "minutes"
SIGNERS = {
    "first_convener": rules.is_first_convener,
    "second_convener": rules.is_second_convener,
    "convener": rules.is_convener,
}


def why_not(minutes, user) -> str:
    """Why the person cannot sign the minutes off now; the page says the same beside the button."""
    if minutes.state == MinutesState.SIGNED:
        return minutes.consultation.say("{who}已经{sign_off}。", who=minutes.signed_by.name)
    if minutes.state == MinutesState.DRAFT:
        return minutes.consultation.say("纪要还没有提请{sign_off}。")
    pack = pack_of(minutes.consultation)
    codes = [code for code in pack.signers if code in SIGNERS]
    if any(SIGNERS[code](user, minutes.consultation) for code in codes):
        return ""
    names = "、".join(pack.words[code] for code in codes)
    return f"纪要由{names}{pack.words['sign_off']}。"


def as_read(minutes) -> str:
    """The checksum of what somebody reads now: text, matters, people. It comes back with the signature."""
    return digest(paper_of(minutes))


@transaction.atomic
def sign(minutes, *, by, seen: str) -> MinutesEdition:
    """Sign the minutes off as they were read (`seen`, from `as_read`). Afterwards no text of them can be changed."""
    minutes = locked(minutes)
    guards.require(recording.stopped(minutes.consultation))
    consultation = minutes.consultation
    reason = why_not(minutes, by)
    if reason:
        raise Refused(reason)
    if minutes.number is None:
        require_running(consultation)
    if seen != as_read(minutes):
        raise Refused(consultation.say("您读过以后，纪要又有改动，没有{sign_off}。请重新读一遍再{sign_off}。"))
    missing = first_unmet(minutes)
    if missing:
        raise Refused(missing.sentence)
    edition = _freeze(minutes, by=by)
    order(
        "reports.render",
        key=f"{KIND}:{minutes.pk}:{edition.edition}",
        by=by,
        title=f"《{minutes.title}》{_label(minutes)}",
        paper=KIND,
        pk=minutes.pk,
        version=str(edition.edition),
    )
    if consultation.is_running and consultation.stage == pack_of(consultation).sign_off[0].code:
        go_on(consultation, by=by)
    told = {"who": by.name, "title": minutes.title, "label": _label(minutes)}
    notify_rooms(consultation, consultation.say("{who}已{sign_off}《{title}》，{label}", **told), by=by)
    if not consultation.is_running:
        _tell_body(minutes)
    sentence = consultation.say("{sign_off}纪要，{label}", **told)
    tell(minutes, "consult.sign_minutes", by=by, sentence=sentence, note=minutes.correction_reason)
    return edition


def _tell_body(minutes) -> None:
    """Once the case is closed nothing is sent any more: the body that received the minutes hears of the correction."""
    case = minutes.consultation
    sentence = f"{case.room.name}更正《{minutes.title}》，{_label(minutes)}"
    notify_holders(case, minutes.editions.last())
    notify(people_of(case.room.approver), sentence, url=f"/consultations/{case.pk}/minutes/", case=case)


def _freeze(minutes, *, by) -> MinutesEdition:
    """Draw the number where there is none, count the correction where there is, and keep the paper as it was signed."""
    corrects = minutes.number is not None
    now = timezone.now()
    fields = {"signed_by": by, "signed_at": now, "countersigned_by": None, "countersigned_at": None}
    if corrects:
        fields |= {"correction": minutes.correction + 1, "before_correction": {}}
    else:
        year = (minutes.dated_on or timezone.localdate(now)).year
        unit = series_unit(minutes.consultation, pack_of(minutes.consultation))
        fields |= {"year": year, "number": draw_number(unit, KIND, year)}
    advance(minutes, MINUTES, MinutesState.SIGNED, by=by, **fields)
    paper = {**paper_of(minutes, record=gather(minutes.consultation)), "texts": minutes.sections}
    return MinutesEdition.objects.create(
        minutes=minutes,
        edition=minutes.correction,
        paper=paper,
        sha256=digest(paper),
        reason=minutes.correction_reason if corrects else "",
        signed_by=by,
        signed_at=now,
    )


def expected_number(minutes) -> int:
    """The number that signing off would draw now; another room's hand may be quicker where they share a series."""
    if minutes.number is not None:
        return minutes.number
    unit = series_unit(minutes.consultation, pack_of(minutes.consultation))
    year = (minutes.dated_on or timezone.localdate()).year
    series = NumberSeries.objects.filter(unit=unit, kind=KIND, year=year).first()
    return series.last + 1 if series else 1


@transaction.atomic
def countersign(minutes, *, by) -> Minutes:
    """The second convener signs too; what follows does not wait for it."""
    minutes = locked(minutes)
    guards.require(recording.stopped(minutes.consultation))
    pack = pack_of(minutes.consultation)
    if not pack.two_conveners or not rules.is_second_convener(by, minutes.consultation):
        raise Refused(f"会签由{pack.words['second_convener']}办理。")
    if minutes.state != MinutesState.SIGNED:
        raise Refused(f"{pack.words['first_convener']}{pack.words['sign_off']}以后才能会签。")
    if minutes.countersigned_at:
        raise Refused(f"{minutes.countersigned_by.name}已经会签。")
    minutes.countersigned_by, minutes.countersigned_at = by, timezone.now()
    minutes.save(update_fields=["countersigned_by", "countersigned_at"])
    tell(minutes, "consult.countersign_minutes", by=by, sentence="会签纪要")
    return minutes


@transaction.atomic
def note_refusals(minutes, *, by, version: int, refusals: str, attachments=()) -> Minutes:
    """Note who would not sign the signature page and what was said, and keep its scan. Raises Stale as `edit` does."""
    minutes = locked(minutes)
    guards.require(recording.stopped(minutes.consultation))
    if minutes.number is None:
        raise Refused(minutes.consultation.say("纪要{sign_off}以后，才有签字页可签。"))
    check_version(minutes, version)
    changes = {"refusals": ("拒签情况", minutes.refusals, refusals)}
    minutes.refusals = refusals
    minutes.version += 1
    minutes.save(update_fields=["refusals", "version"])
    attach(minutes, attachments, by=by)
    tell(minutes, "consult.note_refusals", by=by, sentence="登记签字页情况", changes=changes)
    return minutes


def _label(minutes) -> str:
    number = pack_of(minutes.consultation).document(KIND).number.replace(" ", "").format(n=minutes.number)
    return f"{number}（更正{minutes.correction}）" if minutes.correction else number
