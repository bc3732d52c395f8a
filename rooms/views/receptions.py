"""接待日 of a room: the month with who is on duty and who comes, and the forms behind it."""

from datetime import date, timedelta

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from members.access import may
from members.views.form_page import form_page
from rooms import calendar, operations
from rooms.enums import AppointmentState
from rooms.forms.receptions import (
    AppointmentForm,
    CancelForm,
    DutyForm,
    EditAppointmentForm,
    MonthForm,
    ReceptionDayForm,
)
from rooms.models import Appointment, Room
from rooms.operations.receptions import page_of_day
from rooms.practice.rosters import slots

# How far ahead duty is arranged and visits are announced.
AHEAD = timedelta(days=92)
FIELDS = ("at", "visitor", "phone", "matter", "version")


@may("rooms.view_roster", Room)
@require_GET
def roster(request, room):
    """One month: each reception day with who is on duty, and its appointments for those who may see them."""
    first = _month(request.GET)
    following = calendar.add_months(first, 1)
    days = slots(room, first, following - timedelta(days=1))
    rows = Appointment.objects.visible_to(request.user).for_page().filter(day__room=room)
    booked = {}
    for row in rows.filter(day__on__gte=first, day__on__lt=following):
        booked.setdefault(row.day_id, []).append(row)
    context = {
        "room": room,
        "month": first,
        "previous": calendar.add_months(first, -1),
        "following": following,
        "days": days,
        **_in_order([(slot, booked.get(slot.day.pk, ()) if slot.day else ()) for slot in days]),
    }
    return render(request, "rooms/roster.html", context)


def _in_order(days) -> dict:
    """What is still to come stands first; days gone by on which nothing was are one line."""
    today = timezone.localdate()
    gone = [(slot, booked) for slot, booked in days if slot.on < today]
    idle = [slot for slot, booked in gone if not booked and not (slot.day and slot.day.people.all())]
    return {
        "today": today,
        "ahead": [(slot, booked) for slot, booked in days if slot.on >= today],
        "past": [(slot, booked) for slot, booked in gone if slot not in idle],
        "idle": idle,
    }


@may("rooms.edit_roster", Room)
@require_http_methods(["GET", "POST"])
def add_reception_day(request, room):
    form = ReceptionDayForm(request.POST or None, user=request.user)
    if form.is_valid() and form.carry_out(operations.add_reception_day, room, by=request.user, **form.cleaned_data):
        messages.success(request, f"已增加{form.result}。接着安排谁值班。")
        return redirect(page_of_day(form.result))
    text = "做法里定好的接待日不用登记，这里增加的是另外安排的日子。"
    return _ask(request, room, form, title="增加接待日", verb="增加", text=text)


@may("rooms.edit_roster", Room)
@require_http_methods(["GET", "POST"])
def set_duty(request, room):
    days = _coming(room)
    chosen = next((slot for slot in days if slot.key == request.GET.get("slot")), None)
    people = [_key(each) for each in chosen.day.people.all()] if chosen and chosen.day else []
    initial = {"slot": chosen and chosen.key, "people": people}
    form = DutyForm(request.POST or None, room=room, slots=days, user=request.user, initial=initial)
    if form.is_valid():
        what = {**form.where(), "people": form.people_chosen(), "reason": form.cleaned_data["reason"]}
        if form.carry_out(operations.set_duty, room, by=request.user, **what):
            messages.success(request, f"已安排{form.result}的值班。")
            return redirect(page_of_day(form.result))
    return _ask(request, room, form, title="安排值班", verb="安排")


@may("rooms.edit_appointment", Room)
@require_http_methods(["GET", "POST"])
def new_appointment(request, room):
    initial = {"slot": request.GET.get("slot")}
    form = AppointmentForm(request.POST or None, slots=_coming(room), user=request.user, initial=initial)
    if form.is_valid():
        what = {name: form.cleaned_data[name] for name in FIELDS if name != "version"}
        if form.carry_out(operations.book, room, by=request.user, **form.where(), **what):
            messages.success(request, f"已登记{form.result.day}的来访预约。")
            return redirect(page_of_day(form.result.day))
    text = "来访人的姓名、电话和事项只有本室工作人员、召集人和当天值班的人能看到。"
    return _ask(request, room, form, title="登记来访预约", verb="登记", text=text)


@may("rooms.edit_appointment", Appointment)
@require_http_methods(["GET", "POST"])
def edit_appointment(request, row):
    initial = {name: getattr(row, name) for name in FIELDS}
    form = EditAppointmentForm(request.POST or None, user=request.user, initial=initial)
    if form.is_valid() and form.carry_out(operations.edit_appointment, row, by=request.user, **form.cleaned_data):
        messages.success(request, "已保存这个预约。")
        return redirect(page_of_day(row.day))
    return _ask(request, row.day.room, form, title=f"修改{row.day}的预约", verb="保存", back=page_of_day(row.day))


@may("rooms.edit_appointment", Appointment)
@require_POST
def close_appointment(request, row):
    """来了 or 没有来; a kept appointment leads on to the reception entry."""
    came = request.POST.get("came") == "yes"
    to = AppointmentState.CAME if came else AppointmentState.MISSED
    operations.close_appointment(row, to=to, by=request.user)
    messages.success(request, "已登记到访，接着登记接访。" if came else "已登记没有来。")
    return redirect(page_of_day(row.day))


@may("rooms.edit_appointment", Appointment)
@require_http_methods(["GET", "POST"])
def cancel_appointment(request, row):
    form = CancelForm(request.POST or None, user=request.user)
    what = {"to": AppointmentState.CANCELED, "by": request.user}
    if form.is_valid() and form.carry_out(operations.close_appointment, row, **what, **form.cleaned_data):
        messages.success(request, "已取消这个预约。")
        return redirect(page_of_day(row.day))
    return _ask(request, row.day.room, form, title=f"取消{row.day}的预约", verb="取消预约", back=page_of_day(row.day))


def _month(params) -> date:
    form = MonthForm(params)
    first = date.fromisoformat(f"{form.cleaned_data['month']}-01") if form.is_valid() else None
    # The page leads on to the month before and the one after, which the calendar must know too.
    if first and calendar.FIRST.year < first.year < calendar.LAST.year:
        return first
    return timezone.localdate().replace(day=1)


def _coming(room) -> list:
    today = timezone.localdate()
    return slots(room, today, today + AHEAD)


def _key(each) -> str:
    return f"m{each.member_id}" if each.member_id else f"u{each.user_id}"


def _ask(request, room, form, *, back="", **words):
    return form_page(request, form, back=back or reverse("rooms:roster", args=[room.pk]), crumb=room.name, **words)
