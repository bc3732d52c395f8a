"""People of rooms are reminded of an activity day some days ahead, once for each date; those on duty of their day.

The staff of a room that recorded nothing is asked once, some days after.
"""

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from members.enums import NoticeKind
from members.models import Role, User
from members.operations import notify
from members.permissions import ROOM_STAFF
from members.workflow import lock
from rooms import calendar
from rooms.enums import AppointmentState
from rooms.models import ActivityDay, ReceptionDay, RoomDay
from rooms.operations.day_notices import on_words, page_of, people_of_day
from rooms.operations.receptions import page_of_day
from rooms.queries import missing_rooms, rooms_of

# Who begins to use the system is not asked for the days of the months before.
ASKED_WITHIN = timedelta(days=31)


def remind_of_days() -> int:
    """Tell of every day that is near and was not told of yet; return how many days those are."""
    today = timezone.localdate()
    near = ActivityDay.objects.standing().filter(
        on__range=(today, today + timedelta(days=settings.DAY_REMINDERS["activity_day"]))
    )
    return sum(_remind(day) for day in near.order_by("on", "pk"))


@transaction.atomic
def _remind(day: ActivityDay) -> bool:
    day = lock(day, related=("region",))
    if day.reminded_for == day.on:
        return False
    day.reminded_for = day.on
    day.save(update_fields=["reminded_for"])
    plans = {page_of(own.room_id, day): own for own in RoomDay.objects.filter(day=day).exclude(plan="")}
    told: dict[str, dict[int, User]] = {}
    for user, page in people_of_day(day):
        told.setdefault(page, {})[user.pk] = user
    for page, people in told.items():
        notify(people.values(), _sentence(day, plans.get(page)), url=page, kind=NoticeKind.DEADLINE)
    return True


def ask_for_records() -> int:
    """Ask the rooms that recorded nothing for a day that is over, in office hours; return how many days those are."""
    overrides, today = calendar.overrides(), timezone.localdate()
    if not calendar.is_office_time(timezone.now(), overrides=overrides):
        return 0
    last = calendar.add_workdays(today, -settings.DAY_REMINDERS["record"], overrides=overrides)
    days = ActivityDay.objects.standing().filter(asked_at__isnull=True, on__range=(today - ASKED_WITHIN, last))
    return sum(_ask(day) for day in days.order_by("on", "pk"))


@transaction.atomic
def _ask(day: ActivityDay) -> bool:
    day = lock(day, related=("region",))
    if day.asked_at:
        return False
    day.asked_at = timezone.now()
    day.save(update_fields=["asked_at"])
    silent = missing_rooms(day, rooms_of(day)).select_related("unit").order_by("pk").in_bulk()
    staff = Role.objects.on(timezone.localdate()).filter(unit__room__in=silent, code__in=ROOM_STAFF)
    told: dict[int, list[User]] = {}
    for role in staff.select_related("user", "unit__room").order_by("pk"):
        told.setdefault(role.unit.room.pk, []).append(role.user)
    for pk, people in told.items():
        said = f"{silent[pk].unit.short_name}还没有登记{on_words(day.on)}{day.name}的活动，请补登"
        notify(people, said, url=page_of(pk, day), kind=NoticeKind.DEADLINE)
    return bool(told)


def remind_of_duty() -> int:
    """Tell those on duty shortly before the day, with how many visitors announced themselves; return how many days."""
    today = timezone.localdate()
    near = ReceptionDay.objects.filter(
        reminded_at__isnull=True,
        people__isnull=False,
        on__range=(today, today + timedelta(days=settings.DAY_REMINDERS["duty"])),
    )
    return sum(_remind_duty(day) for day in near.distinct().order_by("on", "pk"))


@transaction.atomic
def _remind_duty(day: ReceptionDay) -> bool:
    day = lock(day, related=("room__unit",))
    if day.reminded_at:
        return False
    day.reminded_at = timezone.now()
    day.save(update_fields=["reminded_at"])
    people = [each.account for each in day.people.select_related("member__user", "user")]
    booked = day.appointments.filter(state=AppointmentState.BOOKED).count()
    coming = f"，有 {booked} 个来访预约" if booked else ""
    sentence = f"{on_words(day.on)}{day.half}{day.room.unit.short_name}{day.name}由您值班{coming}"
    notify([user for user in people if user], sentence, url=page_of_day(day), kind=NoticeKind.DEADLINE)
    return True


def _sentence(day: ActivityDay, own: RoomDay | None) -> str:
    start = f"{on_words(day.on)}是{day.name}"
    if own is None:
        return f"{start}，本室还没有登记安排"
    time = f"{own.starts_at:%H:%M}，" if own.starts_at else ""
    place = f"{own.place}，" if own.place else ""
    return f"{start}：{time}{place}{own.plan}"
