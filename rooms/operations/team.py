"""一委员两代表 and the conveners: who belongs to a room, from a day to a day."""

from datetime import date, timedelta

from django.db import transaction
from django.db.models import Q

from members import ledger
from members.enums import RoleCode
from members.models import Role
from members.operations import close_role, dated, notify
from members.operations.changes import overwrite
from members.operations.roles import end_sessions
from members.workflow import Refused, lock
from rooms.enums import RoomState
from rooms.models import Convener, Posting, Representative
from rooms.operations.ended import refuse_after_end

RELATED = ("room__unit__region",)


@transaction.atomic
def post_member(room, *, member, by, starts_on, reason="") -> Posting:
    """派驻. A member may belong to several rooms, to each once at a time."""
    room = _standing(room)
    # As the member is now: somebody may be leaving office at this moment.
    member = lock(member)
    if not member.is_active:
        raise Refused(f"{member}已不在任，不能派驻。")
    if not room.unit.is_active:
        raise Refused(f"{room}已停用，不能派驻。")
    if room.postings.lasting(starts_on - timedelta(days=1)).filter(member=member).exists():
        raise Refused(f"{member}已经派驻在这个联络室。")
    posting = Posting.objects.create(room=room, member=member, starts_on=starts_on, reason=reason)
    _forget_why_unposted(member)
    ledger.record(
        posting,
        "rooms.edit_team",
        by=by,
        unit=room.unit,
        sentence=f"{member}派驻，{starts_on:%Y年%-m月%-d日}起",
        note=reason,
    )
    return posting


def _standing(room):
    """Lock the room; nobody joins one that was withdrawn."""
    room = lock(room, related=("unit__region",))
    if room.state == RoomState.WITHDRAWN:
        raise Refused(f"{room}已经撤销，队伍不再增加人。")
    return room


def _forget_why_unposted(member) -> None:
    """Whoever is posted needs no reason why not; no form carries the field, so the version stays."""
    if member.unposted_reason:
        member.unposted_reason = ""
        member.save(update_fields=["unposted_reason"])


@transaction.atomic
def end_posting(posting: Posting, *, by, last_on, reason="") -> Posting:
    posting = dated.end(posting, last_on, related=RELATED)
    sentence = f"{posting.member}结束派驻，最后一天 {last_on:%Y年%-m月%-d日}"
    ledger.record(posting, "rooms.edit_team", by=by, unit=posting.room.unit, sentence=sentence, note=reason)
    return posting


@transaction.atomic
def add_representative(room, *, by, **values) -> Representative:
    room = _standing(room)
    each = Representative.objects.create(room=room, **values)
    sentence = f"登记{each.get_kind_display()}，{each.starts_on:%Y年%-m月%-d日}起"
    ledger.record(each, "rooms.edit_team", by=by, unit=room.unit, sentence=sentence, changes=_whom(each))
    return each


@transaction.atomic
def edit_representative(each: Representative, *, by, **values) -> Representative:
    _refuse_beyond_room(each, values.get("ends_on", each.ends_on))
    each, changes = overwrite(each, values)
    if changes:
        sentence = f"修改{each.get_kind_display()}的登记"
        changes = _whom(each) | changes
        ledger.record(each, "rooms.edit_team", by=by, unit=each.room.unit, sentence=sentence, changes=changes)
    return each


@transaction.atomic
def renew_representatives(rows, *, by, ends_on, term="", reason="") -> int:
    """续任: several terms at once go on to a later day. All of them or none."""
    rows = list(Representative.objects.filter(pk__in=[row.pk for row in rows]).select_for_update().order_by("pk"))
    if not rows:
        raise Refused("没有选中代表。")
    for each in rows:
        if each.ends_on is None:
            raise Refused(f"{each}没有任期期限，不用续任。")
        if ends_on <= each.ends_on:
            raise Refused(f"{each}的任期已经到{each.ends_on:%Y年%-m月%-d日}，新的期限要在这以后。")
        _refuse_beyond_room(each, ends_on)
        _renew(each, {"ends_on": ends_on, "term": term or each.term, "version": each.version}, by=by, reason=reason)
    return len(rows)


def _refuse_beyond_room(each: Representative, ends_on) -> None:
    """Nobody's term goes on in a room that was withdrawn."""
    if ends_on != each.ends_on:
        refuse_after_end(each.room, ends_on or date.max)


def _renew(each: Representative, values: dict, *, by, reason: str) -> None:
    each, changes = overwrite(each, values)
    sentence = f"{each.get_kind_display()}续任，任期到 {each.ends_on:%Y年%-m月%-d日}"
    details = {"sentence": sentence, "note": reason, "changes": _whom(each) | changes}
    ledger.record(each, "rooms.edit_team", by=by, unit=each.room.unit, **details)


@transaction.atomic
def end_representative(each: Representative, *, by, last_on, reason="") -> Representative:
    each = dated.end(each, last_on, related=RELATED)
    sentence = f"{each.get_kind_display()}不再担任，最后一天 {last_on:%Y年%-m月%-d日}"
    details = {"sentence": sentence, "note": reason, "changes": _whom(each)}
    ledger.record(each, "rooms.edit_team", by=by, unit=each.room.unit, **details)
    return each


def _whom(each: Representative) -> dict:
    """A representative is a private person: the name lies where it can be erased, not in the sentence."""
    return {"name": ("姓名", "", each.name)}


@transaction.atomic
def set_convener(room, *, by, rank, user, title="", starts_on) -> Convener:
    """A person convenes the room from a day on; the former of the same rank ends the day before.

    The role that lets the person act comes and goes with it: one decision, one entry.
    """
    if user == by:
        raise Refused("不能确定自己为召集人，请由他人办理。")
    room = _standing(room)
    former = room.conveners.filter(rank=rank, ends_on__isnull=True).select_related("user").first()
    if former and former.user_id == user.pk:
        raise Refused(f"{user.name}现在就是{former.get_rank_display()}。")
    if former and former.starts_on >= starts_on:
        raise Refused(f"开始日期要晚于现任{former.user.name}的开始日期 {former.starts_on:%Y年%-m月%-d日}。")
    if former:
        _step_down(former, starts_on - timedelta(days=1))
    convener = Convener.objects.create(room=room, rank=rank, user=user, title=title, starts_on=starts_on)
    _give_role(convener, by=by)
    sentence = f"确定{user.name}为{convener.get_rank_display()}，{starts_on:%Y年%-m月%-d日}起"
    if former:
        sentence += f"，接替{former.user.name}"
    ledger.record(convener, "rooms.set_convener", by=by, unit=room.unit, sentence=sentence)
    notify([user], f"您是{room.unit}的{convener.get_rank_display()}，{starts_on:%Y年%-m月%-d日}起")
    return convener


@transaction.atomic
def end_convener(convener: Convener, *, by, last_on, reason="") -> Convener:
    """Nobody follows at once: until somebody is set, minutes wait."""
    convener = lock(convener, related=("room__unit__region", "user"))
    dated.check_end(convener, last_on)
    _step_down(convener, last_on)
    sentence = f"{convener.user.name}不再担任{convener.get_rank_display()}，最后一天 {last_on:%Y年%-m月%-d日}"
    ledger.record(convener, "rooms.set_convener", by=by, unit=convener.room.unit, sentence=sentence, note=reason)
    return convener


def end_team(room, *, last_on) -> int:
    """Let everybody of the room leave, inside the verb that withdraws it. Return how many places were given up."""
    conveners = list(room.conveners.lasting(last_on).select_related("user", "room__unit"))
    for convener in conveners:
        _step_down(convener, max(last_on, convener.starts_on))
    left = len(conveners)
    for rows in (room.postings, room.representatives):
        # Terms have a last day from the beginning: it comes sooner now.
        for row in rows.lasting(last_on).select_for_update():
            row.ends_on = max(last_on, row.starts_on)
            row.save(update_fields=["ends_on"])
            left += 1
    return left


def _step_down(convener: Convener, last_on) -> None:
    convener.ends_on = last_on
    convener.save(update_fields=["ends_on"])
    still = convener.room.conveners.filter(user=convener.user, ends_on__isnull=True).exclude(pk=convener.pk)
    if still.exists():
        return
    for role in Role.objects.lasting(last_on).filter(_is_role_of(convener)):
        close_role(role, last_on)


def _give_role(convener: Convener, *, by) -> None:
    if Role.objects.filter(_is_role_of(convener), ends_on__isnull=True).exists():
        return
    user = lock(convener.user)
    Role.objects.create(
        user=user,
        code=RoleCode.CONVENER,
        unit=convener.room.unit,
        starts_on=convener.starts_on,
        note=f"确定为{convener.get_rank_display()}",
        granted_by=by,
    )
    end_sessions(user)


def _is_role_of(convener: Convener) -> Q:
    return Q(user=convener.user, code=RoleCode.CONVENER, unit=convener.room.unit)
