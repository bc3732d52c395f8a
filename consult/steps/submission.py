"""Step 5 报送结果: the minutes go to the body, city-level matters to the office, with a copy (000: L10, L13)."""

from django.db import transaction
from django.utils import timezone

from consult import queries
from consult.enums import MatterLevel, MatterState, MinutesState, Step, SubmissionKind, SubmissionState
from consult.models import Submission
from consult.steps import closing, correction
from consult.steps.telling import notify_holders, notify_rooms, tell
from consult.workflow import (
    MATTER,
    SUBMISSION,
    Refused,
    advance,
    check_version,
    go_on,
    guards,
    lock,
    move_to,
    pack_of,
)
from members.enums import RoleCode, UnitKind
from members.models import Unit
from members.operations import notify
from members.queries import people_of

# Ways on which the room itself carries a matter out, or sees that somebody else does.
BY_ROOM = ("room", "third_party")
RELATED = ("topic", "room__unit__region", "room__approver", "practice", "approval")


@transaction.atomic
def send(consultation, *, by) -> Submission:
    """Send the signed minutes; a corrected edition is sent the same way. City-level matters leave at the same time."""
    consultation = lock(consultation, related=RELATED)
    guards.require(guards.sending(consultation))
    edition = queries.signed_edition(consultation)
    if edition is None:
        raise Refused(consultation.say("没有找到{sign_off}稿，请重新{sign_off}纪要。"))
    _lay_before(consultation, by=by)
    body = consultation.room.approver
    sent = Submission.objects.create(
        consultation=consultation, kind=SubmissionKind.MINUTES, to=body, edition=edition, sent_by=by
    )
    city = list(queries.unsent_city_matters(consultation).order_by("number"))
    for matter in city:
        matter.consultation = consultation
        send_to_office(matter, edition=edition, by=by)
        _copy_to_body(matter, edition=edition, by=by)
    waits = consultation.say("待接收：{room}{submission}《{edition}》", room=consultation.room.name, edition=edition)
    _notify(body, waits, consultation, url=_url(sent))
    notify_holders(consultation, edition)
    numbers = "、".join(str(matter.number) for matter in city)
    told = consultation.say("；{matter} {numbers} 报{office}并{copy}", numbers=numbers) if city else ""
    sentence = consultation.say("{submission}{issue}至{to}", issue=edition.issue, to=body.short_name)
    tell(consultation, "consult.send_minutes", by=by, sentence=f"{sentence}{told}")
    return sent


def send_to_office(matter, *, edition, by) -> Submission:
    """Lay a city-level matter before the office. Part of a verb, never one itself."""
    consultation = matter.consultation
    sent = Submission.objects.create(
        consultation=consultation,
        kind=SubmissionKind.MATTER,
        to=office_of(consultation.room),
        matter=matter,
        edition=edition,
        sent_by=by,
    )
    _notify(sent.to, f"市级事项：{consultation.room.name}“{matter.text[:60]}”", consultation, url=_url(sent))
    return sent


def _copy_to_body(matter, *, edition, by) -> None:
    """抄告: the body learns what went to the office, and may say what it thinks."""
    consultation = matter.consultation
    copy = Submission.objects.create(
        consultation=consultation,
        kind=SubmissionKind.COPY,
        to=consultation.room.approver,
        matter=matter,
        edition=edition,
        sent_by=by,
    )
    sentence = consultation.say("{copy}：{matter}“{text}”已报{office}", text=matter.text[:60])
    _notify(copy.to, sentence, consultation, url=_url(copy))


@transaction.atomic
def receive(submission, *, by) -> Submission:
    """Receipt with its time. The minutes open the next stage, or end a case in which nothing was agreed."""
    consultation, submission = _locked(submission)
    guards.require(guards.answering(submission, by))
    now = timezone.now()
    advance(submission, SUBMISSION, SubmissionState.RECEIVED, by=by, received_by=by, received_at=now)
    if submission.kind == SubmissionKind.MINUTES:
        _after_receipt(consultation, by=by)
    sentence = f"{submission.to.short_name}接收{_what(submission)}"
    notify_rooms(consultation, sentence, by=by)
    tell(consultation, "consult.receive_submission", by=by, sentence=sentence)
    return submission


@transaction.atomic
def return_to_room(submission, *, by, reason: str) -> Submission:
    """Give the minutes back for correction, or, as the office, a matter that is the township's own to decide."""
    consultation, submission = _locked(submission)
    guards.require(guards.returning(submission, by))
    if not reason.strip():
        raise Refused(consultation.say("退回要写明理由，{room_short}看得到。"))
    advance(submission, SUBMISSION, SubmissionState.RETURNED, by=by, opinion=reason[:1000])
    if submission.kind == SubmissionKind.MINUTES:
        _take_back(consultation, by=by, reason=reason)
    else:
        _give_to_township(submission.matter, by=by)
    notify_rooms(consultation, f"{submission.to.short_name}退回{_what(submission)}：{reason}", by=by)
    tell(
        consultation,
        "consult.return_submission",
        by=by,
        sentence=f"{submission.to.short_name}退回{_what(submission)}",
        note=reason,
    )
    return submission


@transaction.atomic
def add_opinion(submission, *, by, version: int, opinion: str) -> Submission:
    """The body's opinion on a copy: the office reads it with the matter, and nothing stops.

    Raises Stale when somebody of the body saved another one in between.
    """
    consultation, submission = _locked(submission)
    guards.require(guards.opining(submission, by))
    check_version(submission, version)
    if not opinion.strip():
        raise Refused("请写明意见。")
    changes = {"opinion": ("意见", submission.opinion, opinion)}
    submission.opinion = opinion
    submission.version += 1
    submission.save(update_fields=["opinion", "version"])
    said = "{to}对{matter} {n} 附意见"
    sentence = consultation.say(said, to=submission.to.short_name, n=submission.matter.number)
    for unit in {each.to for each in submission.matter.submissions.filter(kind=SubmissionKind.MATTER)}:
        _notify(unit, sentence, consultation, url=f"/submissions/{submission.matter.submissions.first().pk}/")
    notify_rooms(consultation, sentence, by=by)
    tell(consultation, "consult.add_opinion", by=by, sentence=sentence, about=submission.matter, changes=changes)
    return submission


@transaction.atomic
def lay_again(matter, *, by, note: str):
    """Lay a matter that the body returned before it again, with what was missing; the minutes stay as signed."""
    consultation = lock(matter.consultation, related=RELATED)
    matter = lock(matter, related=("consultation__minutes",))
    guards.require(guards.laying_again(matter))
    if not note.strip():
        raise Refused("请写明补充了什么。")
    advance(matter, MATTER, MatterState.PENDING, by=by)
    sentence = consultation.say("重新{submission}{matter} {n}", n=matter.number)
    told = f"{consultation.room.name}{sentence}"
    _notify(consultation.room.approver, told, consultation, url=f"/matters/{matter.pk}/")
    tell(consultation, "consult.lay_matter_again", by=by, sentence=sentence, about=matter, note=note)
    return matter


def office_of(room) -> Unit:
    city = room.unit.region.city_code
    office = Unit.objects.active().filter(kind=UnitKind.OFFICE, region__code=city).first()
    if office is None:
        raise Refused(f"系统里还没有设置{RoleCode.OFFICE.label}，无处报送，请联系系统管理员。")
    return office


def _locked(submission):
    # Every verb locks the consultation first, so that two of them never wait for each other.
    consultation = lock(submission.consultation, related=RELATED)
    submission = lock(submission, related=("to", "matter", "edition__minutes", "received_by"))
    submission.consultation = consultation
    return consultation, submission


def _lay_before(consultation, *, by) -> None:
    """What was agreed waits for the body, or goes the way of the city; the rest goes along for reference."""
    pack = pack_of(consultation)
    for matter in queries.standing_matters(consultation).select_for_update(of=("self",)):
        chosen = pack.disposition_of(matter.place if matter.consensus else "reference")
        matter.disposition = chosen.code if chosen else ""
        matter.by_room = bool(matter.consensus and chosen and chosen.route in BY_ROOM)
        matter.save(update_fields=["disposition", "by_room"])
        if matter.consensus and matter.state == MatterState.NOTED:
            advance(matter, MATTER, MatterState.PENDING, by=by)
            if matter.level == MatterLevel.CITY:
                advance(matter, MATTER, MatterState.CITY, by=by)


def code_of(pack, route: str) -> str:
    """The code of the pack's first disposition that goes this way."""
    chosen = pack.disposition_of(route)
    return chosen.code if chosen else ""


def _after_receipt(consultation, *, by) -> None:
    _begin_own(consultation, by=by)
    if consultation.step == Step.SUBMISSION:
        if queries.agreed_matters(consultation).exists():
            go_on(consultation, by=by)
        closing.settle(consultation, by=by)


def _begin_own(consultation, *, by) -> None:
    """What the room carries out by itself begins with the receipt; no body decides on it."""
    own = queries.agreed_matters(consultation).filter(state=MatterState.PENDING, by_room=True)
    for matter in own.select_for_update(of=("self",)):
        advance(matter, MATTER, MatterState.RUNNING, by=by)


def _take_back(consultation, *, by, reason) -> None:
    waiting = queries.agreed_matters(consultation).filter(state=MatterState.PENDING)
    for matter in waiting.select_for_update(of=("self",)):
        advance(matter, MATTER, MatterState.NOTED, by=by)
    minutes = lock(consultation.minutes)
    if minutes.state == MinutesState.SIGNED:
        correction.begin(minutes, by=by, reason=reason)
    # Back to where minutes are signed: their text is put right, and nothing is discussed or voted on again.
    stage, _ = pack_of(consultation).sign_off
    move_to(consultation, stage.code, step=Step.DISCUSSION, by=by, reason=reason, anew=False)


def _give_to_township(matter, *, by) -> None:
    matter = lock(matter, related=("consultation__room__approver", "consultation__practice"))
    code = code_of(pack_of(matter.consultation), MatterLevel.TOWNSHIP)
    advance(matter, MATTER, MatterState.PENDING, by=by, level=MatterLevel.TOWNSHIP, disposition=code)
    body = matter.consultation.room.approver
    sentence = matter.consultation.say("{office}退回，请研究{decision}：“{text}”", text=matter.text[:60])
    _notify(body, sentence, matter.consultation, url=f"/matters/{matter.pk}/")


def _what(submission) -> str:
    if submission.kind == SubmissionKind.MINUTES:
        return submission.edition.issue
    said = "{kind}（{matter} {n}）"
    return submission.consultation.say(said, kind=submission.get_kind_display(), n=submission.matter.number)


def _url(submission) -> str:
    return f"/submissions/{submission.pk}/"


def _notify(unit, sentence, consultation, *, url) -> None:
    notify(people_of(unit), sentence, url=url, case=consultation)
