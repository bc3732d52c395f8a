"""What one room does with an activity day: its plan, and who came."""

from datetime import date, time

from django.db import transaction
from django.utils import timezone

from members import ledger
from members.models import Member, User
from members.operations.changes import overwrite
from members.workflow import Refused, lock
from rooms.enums import DayAttendance
from rooms.models import ActivityDay, DayAttendee, Representative, Room, RoomDay
from rooms.operations.ended import refuse_after_end
from rooms.queries import called_to, own_place


@transaction.atomic
def plan_day(
    room: Room, day: ActivityDay, *, by: User, plan: str, place: str, starts_at: time | None, version: int | None
) -> RoomDay:
    """Say what the room does on the day; who saw no plan yet carries no version."""
    if day.dropped_at:
        raise Refused("这个活动日按新的做法已经不再安排。")
    refuse_after_end(room, day.on)
    row, created = RoomDay.objects.get_or_create(day=day, room=room)
    seen = row.version if created and not version else version
    row, changes = overwrite(row, {"plan": plan, "place": place, "starts_at": starts_at, "version": seen})
    if changes:
        sentence = f"登记{written(day.on)}{day.name}的安排"
        ledger.record(row, "rooms.plan_room_day", by=by, unit=room.unit, sentence=sentence, changes=changes)
    return row


def written(on: date) -> str:
    return f"{on.year}年{on.month}月{on.day}日"


@transaction.atomic
def mark(room: Room, day: ActivityDay, *, person, attendance: str, by: User, by_code: bool = False) -> DayAttendee:
    """到场、请假、未到: of a member or a representative who belonged to the room on the day."""
    _check_mark(day, attendance)
    refuse_after_end(room, day.on)
    if not any(each.person == person for each in called_to(room, day)):
        raise Refused("这个人当天不是本室的驻室委员或者代表，请先在队伍里登记。")
    row, _ = RoomDay.objects.get_or_create(day=day, room=room)
    # Two hands on one sheet: the second one waits and finds the row.
    row = lock(row)
    whom = {"member": person} if isinstance(person, Member) else {"representative": person}
    noted = row.attendees.filter(**whom).first()
    if noted and noted.attendance == attendance:
        return noted
    values = {"attendance": attendance, "at": timezone.now(), "noted_by": by, "is_by_code": by_code}
    noted, _ = row.attendees.update_or_create(**whom, defaults=values)
    way = "扫码签到" if by_code else "登记签到"
    details = {"sentence": f"{way}：{written(day.on)}{day.name}，{noted.get_attendance_display()} 1 人"}
    # A representative is a private person: the name lies where it can be erased.
    details["changes"] = {"name": ("姓名", "", person.name)}
    ledger.record(noted, "rooms.mark_attendance", by=by, unit=room.unit, **details)
    return noted


def _check_mark(day: ActivityDay, attendance: str) -> None:
    if day.dropped_at:
        raise Refused("这个活动日按新的做法已经不再安排。")
    if attendance != DayAttendance.LEAVE and day.on > timezone.localdate():
        raise Refused(f"{written(day.on)}才是活动日，现在只能登记请假。")


@transaction.atomic
def confirm_presence(room: Room, day: ActivityDay, *, by: User) -> DayAttendee:
    """Who scanned the code on the wall of the room confirms for himself."""
    person = who_may_confirm(room, day, by=by)
    return mark(room, day, person=person, attendance=DayAttendance.PRESENT, by=by, by_code=True)


def who_may_confirm(room: Room, day: ActivityDay, *, by: User) -> Member | Representative:
    """As whom the person came; strangers, people of other rooms and other days are refused."""
    if day.on != timezone.localdate():
        raise Refused(f"今天不是活动日，{written(day.on)}当天才能扫码签到。")
    person = own_place(by, room, day)
    if person is None:
        raise Refused(f"您的账号不是{room.name}的驻室委员或者代表，不能在这里签到。如有变动，请联系本室工作人员。")
    return person
