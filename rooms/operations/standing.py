"""任职变动: how a member stands changes by a decision of a body; who leaves office leaves the rooms too.

Members belong to a lower app and know nothing of rooms, so this verb, which ends both, stands here.
"""

from django.db import transaction
from django.utils import timezone

from members import ledger
from members.enums import MemberState, RoleCode
from members.models import Member, Role, Standing, User
from members.operations import attach, close_role, notify, unit_of
from members.permissions import ROOM_STAFF
from members.workflow import Refused, check_version, lock, membership
from rooms.models import Convener, Posting

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
    rooms = _leave(member, standing) if to.is_over else []
    sentence = f"{member}由“{was.label}”转为“{to.label}”，{standing.starts_on:%Y年%-m月%-d日}起"
    if rooms:
        sentence += f"，结束 {len(rooms)} 处派驻"
    note = f"{standing.reason} {standing.basis_note}".strip()
    entered_for = standing.body.name if standing.body else ""
    ledger.record(
        member, "rooms.change_standing", by=by, unit=unit_of(by), sentence=sentence, entered_for=entered_for, note=note
    )
    _tell(member, standing, rooms)
    return standing


def _check(to, entry) -> None:
    if entry["starts_on"] > timezone.localdate():
        raise Refused("起始日期不能晚于今天，到了那一天再办理。")
    if to in DECIDED and not (entry.get("body") and entry.get("basis") and entry.get("decided_on")):
        raise Refused(f"{MemberState(to).label}要写明决定机关、决定依据和决定日期。")
    if to == MemberState.ON_LEAVE and not entry.get("ends_on"):
        raise Refused("请假要写明到哪一天。")
    if entry.get("ends_on") and entry["ends_on"] < entry["starts_on"]:
        raise Refused("请假的最后一天不能早于起始日期。")


def _leave(member: Member, standing: Standing) -> list:
    """End what the member has in rooms: postings with the day, and the roles that let the member act there."""
    last_on = standing.starts_on
    rooms = []
    open_ones = Posting.objects.lasting(last_on).filter(member=member).select_related("room__unit")
    for posting in open_ones.select_for_update(of=("self",)):
        posting.ends_on = max(last_on, posting.starts_on)
        posting.save(update_fields=["ends_on"])
        rooms.append(posting.room)
    if member.user_id:
        for role in Role.objects.lasting(timezone.localdate()).filter(user=member.user_id, code=RoleCode.MEMBER):
            close_role(role, last_on)
    return rooms


def _tell(member: Member, standing: Standing, rooms) -> None:
    """The member, and the people who work in the rooms that were left."""
    day = f"{standing.starts_on:%Y年%-m月%-d日}"
    if member.user:
        notify([member.user], f"您的委员任职情况：{standing.get_became_display()}，{day}起")
    today = timezone.localdate()
    for room in rooms:
        staff = Role.objects.on(today).filter(unit=room.unit_id, code__in=ROOM_STAFF).values("user")
        said = f"{member}不再担任政协委员（{standing.get_became_display()}），在{room.name}的派驻到{day}为止"
        notify(User.objects.filter(pk__in=staff, is_active=True), said, url=f"/rooms/{room.pk}/")


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
    stay = {member.pk for member in staying}
    left = 0
    members = Member.objects.active().filter(term=term).select_related("region", "user").select_for_update(of=("self",))
    for member in members.order_by("pk"):
        if member.pk in stay:
            _go_over(member, next_term, by=by)
        elif member.user_id != by.pk or not member.user_id:
            enter(member, by=by, to=MemberState.TERM_OVER, starts_on=starts_on, reason=reason, **entry)
            left += 1
        else:
            raise Refused("您本人也是这一届的委员，请由他人办理。")
    term.ended_at, term.ends_on = timezone.now(), starts_on
    term.version += 1
    term.save(update_fields=["ended_at", "ends_on", "version"])
    sentence = f"办理{term}届满，{left} 人届满、{len(stay)} 人留任"
    ledger.record(term, "rooms.end_term", by=by, unit=unit_of(by), sentence=sentence, note=reason)
    return left


def _go_over(member: Member, next_term, *, by) -> None:
    changes = {"term": ("届次", str(member.term or ""), str(next_term))}
    member.term = next_term
    member.version += 1
    member.save(update_fields=["term", "version"])
    sentence = f"{member}留任，转入{next_term}"
    ledger.record(member, "members.edit_member", by=by, unit=unit_of(by), sentence=sentence, changes=changes)
