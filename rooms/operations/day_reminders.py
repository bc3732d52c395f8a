"""People of rooms are reminded of an activity day some days ahead, once for each date; those on duty of their day."""

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from members.models import User
from members.operations import notify
from members.workflow import lock
from rooms.enums import AppointmentState
from rooms.models import ActivityDay, ReceptionDay, RoomDay
from rooms.operations.day_notices import on_words, page_of, people_of_day
from rooms.operations.receptions import page_of_day


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
        notify(people.values(), _sentence(day, plans.get(page)), url=page)
    return True


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
    notify([user for user in people if user], sentence, url=page_of_day(day))
    return True


def _sentence(day: ActivityDay, own: RoomDay | None) -> str:
    start = f"{on_words(day.on)}是{day.name}"
    if own is None:
        return f"{start}，本室还没有登记安排"
    time = f"{own.starts_at:%H:%M}，" if own.starts_at else ""
    place = f"{own.place}，" if own.place else ""
    return f"{start}：{time}{place}{own.plan}"
