"""What a room sets of its own, where its region's pack lets it."""

from datetime import date
from itertools import count

from django.db import transaction
from django.utils import timezone

from members import ledger
from members.models import User
from members.workflow import Refused, lock
from rooms import practice
from rooms.models import PracticeDraft, PracticeVersion, Room, RoomPractice
from rooms.operations.practice_drafts import keep_version, locked_draft
from rooms.operations.practice_notices import tell_room
from rooms.practice import drafting
from rooms.practice.labels import label_of


@transaction.atomic
def set_room_practice(draft: PracticeDraft, *, starts_on: date, seen: int, by: User) -> RoomPractice:
    """Make the draft of a room what the room follows from a day on, as a version of its own."""
    draft = locked_draft(draft)
    room, base = draft.room, draft.base
    refuse_past(starts_on)
    if draft.version != seen:
        raise Refused("您打开以后，草稿又有改动。请看过最新的内容，再启用。")
    followed = practice.current_version(room.unit.region, on=starts_on)
    if followed is None or followed.pk != base.pk:
        raise Refused("到那一天区域已经改用别的做法，请回到联络室的做法页，按新的做法重新设置。")
    beyond = drafting.outside(base.resolved, drafting.whole(draft.data), base.resolved.get("room_may", []))
    if beyond:
        named = "、".join(label_of(each.split(".")) for each in beyond)
        raise Refused(f"这些由区域的做法规定，联络室不能自己定：{named}。")
    version = keep_version(draft, new_version=next_version(draft.code), by=by)
    chosen = follow(room, base=base, version=version, starts_on=starts_on)
    ledger.record(
        chosen,
        "rooms.set_room_practice",
        by=by,
        unit=room.unit,
        sentence=f"{room.name}自{starts_on:%Y年%-m月%-d日}起采用自己的设置（《{base.name}》{base.version} 版）",
    )
    draft.delete()
    tell_room(chosen, by=by)
    return chosen


@transaction.atomic
def end_room_practice(room: Room, *, by: User) -> RoomPractice:
    """From today on the room does as its region does."""
    room = lock(room)
    standing = practice.standing_of(room)
    coming = RoomPractice.objects.filter(room=room, starts_on__gt=timezone.localdate())
    if standing.own is None and not coming.exists():
        raise Refused("这个联络室没有自己的设置。")
    base = standing.of_region or (standing.own or coming[0]).base
    # What was to begin later does not begin either.
    coming.delete()
    chosen = follow(room, base=base, version=None, starts_on=timezone.localdate())
    ledger.record(
        chosen,
        "rooms.end_room_practice",
        by=by,
        unit=room.unit,
        sentence=f"{room.name}不再采用自己的设置，随区域的做法",
    )
    tell_room(chosen, by=by)
    return chosen


def follow(room: Room, *, base, version, starts_on: date) -> RoomPractice:
    chosen, _ = RoomPractice.objects.update_or_create(
        room=room, starts_on=starts_on, defaults={"base": base, "practice": version}
    )
    return chosen


def next_version(code: str) -> str:
    kept = set(PracticeVersion.objects.filter(code=code).values_list("version", flat=True))
    return next(str(number) for number in count(len(kept) + 1) if str(number) not in kept)


def refuse_past(starts_on: date) -> None:
    if starts_on < timezone.localdate():
        raise Refused("启用日期不能早于今天，已经开始的协商仍按开始时的做法办理。")
