"""预约: a visit that somebody announced, entered by the room, kept or not kept."""

from datetime import date, time

from django.db import transaction
from django.utils import timezone

from members import ledger
from members.models import User
from members.operations import notify
from members.operations.changes import overwrite
from members.workflow import Refused, lock
from rooms.enums import AppointmentState
from rooms.models import Activity, Appointment, Room
from rooms.operations.day_notices import on_words
from rooms.operations.receptions import page_of_day, reception_day
from rooms.workflow import APPOINTMENT, advance

TOLD = {
    AppointmentState.CAME: "登记预约已到访",
    AppointmentState.MISSED: "登记预约没有来",
    AppointmentState.CANCELED: "取消预约",
}


@transaction.atomic
def book(
    room: Room, *, name: str, on: date, half: str, at: time | None, visitor: str, phone: str, matter: str, by: User
) -> Appointment:
    """Whoever is on duty that day hears that somebody comes, and not who."""
    if on < timezone.localdate():
        raise Refused("这一天已经过去，不能再预约。")
    day = reception_day(room, name=name, on=on, half=half)
    row = Appointment.objects.create(day=day, at=at, visitor=visitor, phone=phone, matter=matter, created_by=by)
    _record(
        row, by, f"登记{day}的来访预约", changes={"visitor": ("来访人", "", visitor), "matter": ("事项", "", matter)}
    )
    accounts = [each.account for each in day.people.select_related("member__user", "user")]
    when = f"{at:%H:%M}" if at else day.half
    notify(
        [user for user in accounts if user and user != by],
        f"{on_words(on)}{when}有人预约来{room.unit.short_name}，由您接待",
        url=page_of_day(day),
    )
    return row


@transaction.atomic
def edit_appointment(row: Appointment, *, by: User, **values) -> Appointment:
    now = lock(row)
    if now.state != AppointmentState.BOOKED:
        raise Refused(f"这个预约{now.get_state_display()}，不能再修改。")
    row, changes = overwrite(row, values)
    if changes:
        _record(row, by, f"修改{row.day}的来访预约", changes=changes)
    return row


@transaction.atomic
def close_appointment(row: Appointment, *, to: str, by: User, reason: str = "") -> Appointment:
    """来了, 没有来, or cancelled; nobody has come or stayed away before the day."""
    row = lock(row, related=("day__room__unit__region",))
    if to != AppointmentState.CANCELED and row.day.on > timezone.localdate():
        raise Refused(f"{on_words(row.day.on)}还没有到，到了再登记有没有来。")
    advance(row, APPOINTMENT, to, by=by, closed_at=timezone.now())
    _record(row, by, f"{TOLD[to]}：{row.day}", note=reason)
    return row


@transaction.atomic
def keep_with(row: Appointment, activity: Activity, *, by: User) -> Appointment:
    """The reception that came of the visit: both stand together from now on."""
    row = lock(row, related=("day__room__unit__region",))
    if row.activity_id or activity.room_id != row.day.room_id:
        return row
    row.activity = activity
    row.save(update_fields=["activity"])
    if row.state in (AppointmentState.BOOKED, AppointmentState.MISSED):
        close_appointment(row, to=AppointmentState.CAME, by=by)
    return row


def _record(row: Appointment, by: User, sentence: str, **details) -> None:
    ledger.record(row, "rooms.edit_appointment", by=by, unit=row.day.room.unit, sentence=sentence, **details)
