"""派驻 for many at once: all of it or nothing, and every refusal names its row."""

from datetime import timedelta

from django.db import transaction

from members import ledger
from members.models import Member
from members.operations import unit_of
from members.operations.changes import overwrite
from members.workflow import Refused, lock
from rooms.models import Posting, Room
from rooms.operations.team import end_posting, post_member

MOST_AT_ONCE = 200


class RowsRefused(Refused):
    """Several rows of one act cannot be done; `rows` says of each which, and why. Nothing was written."""

    def __init__(self, rows: list[tuple[str, str]]):
        told = "".join(f"{name}：{why}" for name, why in rows)
        super().__init__(f"有 {len(rows)} 行不能办理，一行都没有写入。{told}")
        self.rows = rows


@transaction.atomic
def post_many(pairs, *, by, starts_on, reason="") -> list[Posting]:
    """Post each member to its room. All are locked in one order, so that two offices never wait for each other."""
    pairs = list(pairs)
    if not pairs:
        raise Refused("没有选中要派驻的委员。")
    if len(pairs) > MOST_AT_ONCE:
        raise Refused(f"一次最多派驻 {MOST_AT_ONCE} 人，请分批办理。")
    _lock(Room, {room.pk for _, room in pairs})
    _lock(Member, {member.pk for member, _ in pairs})
    told = {"by": by, "starts_on": starts_on, "reason": reason}
    acts = [
        (str(member), lambda member=member, room=room: post_member(room, member=member, **told))
        for member, room in pairs
    ]
    return _all_or_nothing(acts)


@transaction.atomic
def end_many(postings, *, by, last_on, reason) -> int:
    """End several postings with one day and one reason."""
    rows = _locked(postings)
    acts = [(str(row.member), lambda row=row: end_posting(row, by=by, last_on=last_on, reason=reason)) for row in rows]
    return len(_all_or_nothing(acts))


@transaction.atomic
def transfer_many(postings, *, to: Room, by, starts_on, reason) -> int:
    """Members go over to another room: the old posting ends the day before the new one begins."""
    _lock(Room, {to.pk, *(posting.room_id for posting in postings)})
    # Before the postings, as who leaves office locks them.
    _lock(Member, {posting.member_id for posting in postings})
    rows = _locked(postings)
    acts = [(str(row.member), lambda row=row: _transfer(row, to, by, starts_on, reason)) for row in rows]
    return len(_all_or_nothing(acts))


def _transfer(posting: Posting, to: Room, by, starts_on, reason) -> None:
    if posting.room_id == to.pk:
        raise Refused("已经在这个联络室。")
    last_on = starts_on - timedelta(days=1)
    if last_on < posting.starts_on:
        raise Refused(f"调动日期要晚于派驻日期 {posting.starts_on:%Y年%-m月%-d日}。")
    end_posting(posting, by=by, last_on=last_on, reason=reason)
    post_member(to, member=posting.member, by=by, starts_on=starts_on, reason=reason)


def _locked(postings) -> list[Posting]:
    keys = [posting.pk for posting in postings]
    if not keys:
        raise Refused("没有选中委员。")
    rows = Posting.objects.filter(pk__in=keys).select_related("member", "room__unit")
    return list(rows.select_for_update(of=("self",)).order_by("pk"))


def _lock(model, keys) -> None:
    list(model.objects.filter(pk__in=keys).order_by("pk").select_for_update(of=("self",)).values_list("pk"))


def _all_or_nothing(acts) -> list:
    """Do every act; where some are refused, do none and name them all."""
    done, refused = [], []
    for name, act in acts:
        try:
            with transaction.atomic():
                done.append(act())
        except Refused as why:
            refused.append((name, str(why)))
    if refused:
        raise RowsRefused(refused)
    return done


@transaction.atomic
def say_why_unposted(member: Member, *, by, reason: str, version) -> Member:
    """Write down why a member in office belongs to no room."""
    member = lock(member)
    if member.rooms_today:
        raise Refused(f"{member}已经派驻到联络室，不用写未派驻的原因。")
    member, changes = overwrite(member, {"unposted_reason": reason, "version": version})
    if changes:
        sentence = f"写明{member}没有派驻的原因"
        ledger.record(member, "rooms.assign_members", by=by, unit=unit_of(by), sentence=sentence, changes=changes)
    return member
