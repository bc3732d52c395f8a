"""线索: given by members, rooms, papers and the public; looked at by the office; taken up as proposals."""

import secrets

from django.db import transaction
from django.utils import timezone

from consult.steps.submission import office_of
from members import ledger
from members.enums import RoleCode, UnitKind
from members.models import Unit
from members.operations import attach, notify
from members.queries import people_of
from members.workflow import Refused, lock, lock_all
from proposals.enums import ClueSource, ClueState, ProposalKind
from proposals.models import Clue, Proposal
from proposals.operations.proposals import draft, member_of
from proposals.workflow import CLUE, advance

RELATED = ("office__region", "room__unit", "member", "given_by")
# Without letters and figures that are taken for each other, as the codes of printed papers.
ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
CODE_LENGTH = 12
# Read by whoever gave it, a stranger too: what somebody else gave is not named.
MERGED = "与另一条线索内容相近，合并办理。"


@transaction.atomic
def give_clue(room, *, by, title: str, text: str, call=None, attachments=()) -> Clue:
    """A member gives his own, the staff of a room what the room found."""
    member = member_of(by, room)
    clue = _create(
        office_of(room),
        by=by,
        title=title,
        text=text,
        call=call,
        source=ClueSource.MEMBER if member else ClueSource.ROOM,
        member=member,
        room=room,
    )
    return _told(clue, by=by, attachments=attachments)


@transaction.atomic
def clue_from_voice(voice, *, by) -> Clue:
    """What somebody said at a room's activity is put into the pool; asked again, it is the same one."""
    voice = lock(voice, related=("activity__room__unit__region", "member"))
    if found := Clue.objects.filter(voice=voice).first():
        return found
    if voice.removed_at or voice.activity.removed_at or voice.activity.is_confidential:
        raise Refused("这一条已经移出，或者不公开，不能转为线索。")
    room = voice.activity.room
    clue = _create(
        office_of(room),
        by=by,
        title=voice.text.replace("\n", " ")[:60],
        text=voice.text,
        source=ClueSource.VOICE,
        source_note=f"{voice.get_kind_display()}，{voice.activity.on:%Y-%m-%d}{voice.activity.get_kind_display()}",
        member=voice.member,
        room=room,
        voice=voice,
    )
    return _told(clue, by=by)


@transaction.atomic
def enter_clue(office, *, by, title: str, text: str, source, source_note="", call=None, attachments=()) -> Clue:
    """What came to the office on paper, by the hot line or from a unit."""
    clue = _create(office, by=by, title=title, text=text, call=call, source=source, source_note=source_note)
    return _told(clue, by=by, attachments=attachments)


@transaction.atomic
def give_publicly(office, *, title: str, text: str, contact="", call=None, room=None) -> Clue:
    """Somebody without an account; the office alone sees it until it has read it."""
    code = "".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH))
    clue = Clue.objects.create(
        office=office,
        title=title,
        text=text,
        contact=contact,
        call=call,
        room=None,
        source=ClueSource.PUBLIC,
        source_note=f"{room.unit.short_name}的网页" if room else "",
        code=code,
    )
    notify(people_of(office, RoleCode.OFFICE), "收到社会公众提供的一条提案线索", url=clue.get_absolute_url())
    ledger.record(clue, "proposals.give_clue", by=None, unit=office, sentence="社会公众提供提案线索")
    return clue


def _create(office, *, by, **fields) -> Clue:
    now = timezone.now()
    return Clue.objects.create(office=office, given_by=by, screened_by=by, screened_at=now, **fields)


def _told(clue, *, by, attachments=()) -> Clue:
    attach(clue, attachments, by=by)
    people = [user for user in people_of(clue.office, RoleCode.OFFICE) if user != by]
    notify(people, f"{clue.by_whom}提供线索：{clue.title}"[:200], url=clue.get_absolute_url())
    _tell(clue, "proposals.give_clue", by=by, sentence=f"{clue.get_source_display()}提供提案线索")
    return clue


@transaction.atomic
def screen_clue(clue: Clue, *, by) -> Clue:
    """通过筛查: without private or classified matter it is open to the members of the region."""
    row = lock(clue, related=RELATED)
    if row.screened_at:
        raise Refused("这条线索已经筛查过，不用再办。")
    _require_new(row)
    row.screened_by, row.screened_at, row.version = by, timezone.now(), row.version + 1
    row.save(update_fields=["screened_by", "screened_at", "version"])
    _tell(row, "proposals.answer_clue", by=by, sentence="筛查通过，列入线索库")
    return row


@transaction.atomic
def decline_clue(clue: Clue, *, by, verdict: str) -> Clue:
    """未采纳, with a word to whoever gave it."""
    row = lock(clue, related=RELATED)
    if not verdict.strip():
        raise Refused("请写明不采纳的理由，提供线索的人看得到。")
    row = _answer(row, ClueState.DECLINED, by=by, verdict=verdict)
    _tell(row, "proposals.answer_clue", by=by, sentence="线索未采纳", note=verdict)
    return row


@transaction.atomic
def merge_clue(clue: Clue, *, into: Clue, by) -> Clue:
    """Two that say the same go on as one."""
    if clue.pk == into.pk:
        raise Refused("不能合并到自己。")
    held = {each.pk: each for each in lock_all((clue, into), related=RELATED)}
    row, target = held[clue.pk], held[into.pk]
    if target.office_id != row.office_id or target.state == ClueState.MERGED:
        raise Refused("只能合并到本单位一条没有被合并的线索。")
    row = _answer(row, ClueState.MERGED, by=by, verdict=MERGED, merged_into=target)
    _tell(row, "proposals.answer_clue", by=by, sentence=f"线索合并到第 {target.pk} 号")
    return row


@transaction.atomic
def take_up_clue(clue: Clue, *, room, by) -> Proposal:
    """采纳: a draft with what the clue says. Several members may each take one up; asked again, it is the same draft.

    A member writes for himself; the office hands it to a room, whose draft it is.
    """
    row = lock(clue, related=RELATED)
    if row.screened_at is None:
        raise Refused("这条线索还没有筛查，不能起草提案。")
    if row.state == ClueState.MERGED:
        raise Refused("这条线索已经合并，请从合并到的那一条起草。")
    member = member_of(by, room)
    mine = {"member": member} if member else {"room": room, "member": None}
    if found := row.proposals.standing().filter(**mine).first():
        return found
    if row.state != ClueState.ADOPTED:
        _answer(row, ClueState.ADOPTED, by=by, verdict=f"{_who(member, room)}据此起草。")
    kind = ProposalKind.PROPOSAL if member else ProposalKind.INFORMATION
    call = row.call if row.call and row.call.is_running() and kind in row.call.kinds else None
    made = draft(room, by=by, kind=kind, title=row.title, situation=row.text, member=member, clue=row, call=call)
    if not member:
        told = f"{row.office.short_name}请{room.unit.short_name}由线索起草：{row.title}"
        people = [user for user in people_of(room.unit, RoleCode.CLERK, RoleCode.CONVENER) if user != by]
        notify(people, told[:200], url=made.get_absolute_url())
    _tell(row, "proposals.take_up_clue", by=by, sentence=f"{room.unit.short_name}采纳线索，起草{made.ledger_label}")
    return made


def city_office(region) -> Unit | None:
    """The office to which the public of a city writes."""
    rows = Unit.objects.active().filter(kind=UnitKind.OFFICE, region__path__startswith=f"/{region.city_code}/")
    return rows.select_related("region").order_by("pk").first()


def _who(member, room) -> str:
    return f"{member.name}委员" if member else room.unit.short_name


def _answer(row, state, *, by, verdict, **fields) -> Clue:
    answered = {"answered_by": by, "answered_at": timezone.now(), "version": row.version + 1}
    # Nobody needs to be reached any more once it is answered on the page of the code.
    row = advance(row, CLUE, state, by=by, verdict=verdict[:500], **answered, **fields)
    if row.given_by and row.given_by != by:
        told = f"您提供的线索“{row.title}”{row.get_state_display()}：{verdict}"
        notify([row.given_by], told[:200], url=row.get_absolute_url())
    return row


def _require_new(row) -> None:
    if row.state != ClueState.NEW:
        raise Refused(f"这条线索{row.get_state_display()}，不能再办理这一步。")


def _tell(row, verb, *, by, sentence, **details) -> None:
    ledger.record(row, verb, by=by, unit=row.office, sentence=sentence, **details)
