"""任职变动: how a member stands changes by a decision of a body; who leaves office leaves the rooms too.

Members belong to a lower app and know nothing of rooms, so this verb, which ends both, stands here.
"""

from collections import Counter, defaultdict

from django.db import transaction
from django.utils import timezone

from members import ledger
from members.enums import MemberState, RoleCode
from members.models import Member, Role, Standing
from members.operations import attach, close_role, notify, unit_of
from members.permissions import ROOM_STAFF
from members.workflow import Refused, check_version, lock, membership
from rooms.models import Convener, Posting

# Rows that one statement writes.
BATCH = 500
# What a body decides about somebody; a leave and the return from it are only entered.
DECIDED = (MemberState.REMINDED, MemberState.INTERVIEWED, MemberState.ADVISED_OUT, MemberState.ADJUSTED)


@transaction.atomic
def change_standing(member: Member, *, by, to, version=None, attachments=(), **entry) -> Standing:
    """Write one change: since when, why, who decided it and on what. `entry` holds the fields of Standing."""
    member = lock(member, related=("region", "user"))
    check_version(member, version)
    if member.user_id and member.user_id == by.pk:
        raise Refused("不能办理自己的任职变动，请由他人办理。")
    _check(to, entry)
    standing = enter(member, by=by, to=to, **entry)
    attach(standing, attachments, by=by)
    return standing


def enter(member: Member, *, by, to, **entry) -> Standing:
    """Write the change of a locked member inside the verb that decided it."""
    was, to = MemberState(member.state), MemberState(to)
    leave_until = entry.get("ends_on") if to == MemberState.ON_LEAVE else None
    membership.move(member, to, by=by, leave_until=leave_until)
    standing = Standing.objects.create(member=member, was=was, became=to, entered_by=by, **entry)
    rooms = _leave([member], standing.starts_on)[member.pk] if to.is_over else []
    _record(standing, len(rooms), by=by)
    _tell(member, standing, rooms)
    return standing


def _record(standing: Standing, left: int, *, by) -> None:
    member = standing.member
    words = f"由“{standing.get_was_display()}”转为“{standing.get_became_display()}”"
    sentence = f"{member}{words}，{standing.starts_on:%Y年%-m月%-d日}起"
    if left:
        sentence += f"，结束 {left} 处派驻"
    note = f"{standing.reason} {standing.basis_note}".strip()
    told = {"sentence": sentence, "entered_for": standing.body.name if standing.body else "", "note": note}
    ledger.record(member, "rooms.change_standing", by=by, unit=unit_of(by), **told)


def _check(to, entry) -> None:
    if entry["starts_on"] > timezone.localdate():
        raise Refused("起始日期不能晚于今天，到了那一天再办理。")
    if to in DECIDED and not (entry.get("body") and entry.get("basis") and entry.get("decided_on")):
        raise Refused(f"{MemberState(to).label}要写明决定机关、决定依据和决定日期。")
    if to == MemberState.ON_LEAVE and not entry.get("ends_on"):
        raise Refused("请假要写明到哪一天。")
    if entry.get("ends_on") and entry["ends_on"] < entry["starts_on"]:
        raise Refused("请假的最后一天不能早于起始日期。")


def _leave(members, last_on) -> dict[int, list]:
    """End what members have in rooms: postings with the day, and the roles that let them act there.

    Return the rooms that each left, by the member's key.
    """
    rows = Posting.objects.lasting(last_on).filter(member__in=members).select_related("room__unit").order_by("pk")
    left, postings = defaultdict(list), list(rows.select_for_update(of=("self",)))
    for posting in postings:
        posting.ends_on = max(last_on, posting.starts_on)
        left[posting.member_id].append(posting.room)
    Posting.objects.bulk_update(postings, ["ends_on"], batch_size=BATCH)
    users = [member.user_id for member in members if member.user_id]
    for role in Role.objects.lasting(timezone.localdate()).filter(user__in=users, code=RoleCode.MEMBER):
        close_role(role, last_on)
    return left


def _tell(member: Member, standing: Standing, rooms) -> None:
    """The member, and the people who work in the rooms that were left."""
    _tell_member(standing, member.user)
    staff = _staff_of(rooms)
    for room in rooms:
        day = f"{standing.starts_on:%Y年%-m月%-d日}"
        said = f"{member}不再担任政协委员（{standing.get_became_display()}），在{room.name}的派驻到{day}为止"
        notify(staff[room.unit_id], said, url=f"/rooms/{room.pk}/")


def _tell_member(standing: Standing, user) -> None:
    if user:
        day = f"{standing.starts_on:%Y年%-m月%-d日}"
        notify([user], f"您的委员任职情况：{standing.get_became_display()}，{day}起")


def _staff_of(rooms) -> dict[int, list]:
    """The people who work in these rooms today, by the keys of the rooms' units."""
    units = [room.unit_id for room in rooms]
    found = defaultdict(list)
    for role in (
        Role.objects.on(timezone.localdate()).filter(unit__in=units, code__in=ROOM_STAFF).select_related("user")
    ):
        found[role.unit_id].append(role.user)
    return found


def convenes(member: Member) -> list:
    """Rooms that the member convenes today: that is another appointment, and ends by its own act."""
    if not member.user_id:
        return []
    rows = Convener.objects.on(timezone.localdate()).filter(user=member.user_id).select_related("room__unit")
    return [row.room for row in rows]


@transaction.atomic
def end_term(term, *, by, version, starts_on, reason, staying=(), next_term=None, **entry) -> int:
    """换届: the term ends for all of its members at once; who stays goes over to the next. Return how many left."""
    term = lock(term)
    check_version(term, version)
    _check(MemberState.TERM_OVER, {"starts_on": starts_on})
    if term.ended_at:
        raise Refused(f"{term}已经办理过届满。")
    if staying and (next_term is None or next_term.pk == term.pk or next_term.level != term.level):
        raise Refused("有留任的委员时，请选同一级的下一届。")
    if term.starts_on and starts_on < term.starts_on:
        raise Refused(f"最后一天不能早于{term}的开始日期 {term.starts_on:%Y年%-m月%-d日}。")
    stay = {member.pk for member in staying}
    rows = Member.objects.active().filter(term=term).select_related("region", "user", "term").order_by("pk")
    members = list(rows.select_for_update(of=("self",)))
    leaving = [member for member in members if member.pk not in stay]
    if any(member.user_id == by.pk for member in leaving):
        raise Refused("您本人也是这一届的委员，请由他人办理。")
    with ledger.together(f"办理{term}届满"):
        _go_over([member for member in members if member.pk in stay], next_term, by=by)
        _all_leave(leaving, term, by=by, starts_on=starts_on, reason=reason, **entry)
    term.ended_at, term.ends_on = timezone.now(), starts_on
    term.version += 1
    term.save(update_fields=["ended_at", "ends_on", "version"])
    sentence = f"办理{term}届满，{len(leaving)} 人届满、{len(stay)} 人留任"
    ledger.record(term, "rooms.end_term", by=by, unit=unit_of(by), sentence=sentence, note=reason)
    return len(leaving)


def _all_leave(members, term, *, by, starts_on, **entry) -> None:
    """What `enter` does for one, with a few statements for all; a room is told once how many left it."""
    now = {"became": MemberState.TERM_OVER, "entered_by": by, "starts_on": starts_on, **entry}
    standings = [Standing(member=member, was=member.state, **now) for member in members]
    membership.move_all(members, MemberState.TERM_OVER)
    Standing.objects.bulk_create(standings, batch_size=BATCH)
    left = _leave(members, starts_on)
    for standing in standings:
        _record(standing, len(left[standing.member_id]), by=by)
        _tell_member(standing, standing.member.user)
    gone = Counter(room.pk for rooms in left.values() for room in rooms)
    rooms = {room.pk: room for each in left.values() for room in each}
    staff = _staff_of(rooms.values())
    for room in rooms.values():
        said = f"{term}届满，{gone[room.pk]} 位委员在{room.name}的派驻到{starts_on:%Y年%-m月%-d日}为止"
        notify(staff[room.unit_id], said, url=f"/rooms/{room.pk}/")


def _go_over(members, next_term, *, by) -> None:
    for member in members:
        changes = {"term": ("届次", str(member.term or ""), str(next_term))}
        member.term = next_term
        member.version += 1
        sentence = f"{member}留任，转入{next_term}"
        ledger.record(member, "members.edit_member", by=by, unit=unit_of(by), sentence=sentence, changes=changes)
    Member.objects.bulk_update(members, ["term", "version"], batch_size=BATCH)
