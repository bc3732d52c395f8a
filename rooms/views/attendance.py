"""签到 on an activity day: by tap on the room's sheet, or by the code on its wall."""

from django.conf import settings
from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from members.access import may, signed_in
from members.workflow import Refused
from rooms import operations, queries
from rooms.enums import DayAttendance
from rooms.models import Room
from rooms.views.activity_days import day_of, sheet_context


@may("rooms.mark_attendance", Room)
@require_POST
def mark_attendance(request, room, day):
    """One tap: 到场, 请假 or 未到 of one person."""
    day = day_of(room, day)
    people = {mate.key: mate.person for mate in queries.called_to(room, day)}
    person, attendance = people.get(request.POST.get("person")), request.POST.get("attendance")
    if person is None or attendance not in DayAttendance.values:
        raise Refused("这个人当天不在本室的名单里，请刷新页面再登记。")
    operations.mark(room, day, person=person, attendance=attendance, by=request.user)
    if request.htmx:
        context = {"room": room, "day": day, **sheet_context(room, day)}
        return render(request, "rooms/day_sheet.html", context)
    return redirect(f"{reverse('rooms:room_day', args=[room.pk, day.pk])}#attendance")


@may("rooms.mark_attendance", Room)
@require_GET
def day_code(request, room, day):
    """The code on the room's screen, soon renewed; on paper it holds until midnight of the day."""
    day = day_of(room, day)
    on_paper = "paper" in request.GET
    code = (operations.code_on_paper if on_paper else operations.code_on_screen)(room, day)
    context = {
        "room": room,
        "day": day,
        "on_paper": on_paper,
        "address": request.build_absolute_uri(reverse("rooms:attend", args=[code])),
        "minutes": settings.DAY_CODE_MINUTES,
        **sheet_context(room, day),
    }
    return render(request, "rooms/day_code.html" + ("#code" if request.htmx else ""), context)


@signed_in
@require_http_methods(["GET", "POST"])
def attend(request, code):
    """Where the code leads: one button, for whoever belongs to the room."""
    try:
        room, day = operations.read_code(code)
        if request.method == "POST":
            operations.confirm_presence(room, day, by=request.user)
            messages.success(request, f"已签到：{room.name}，{day}。")
            return redirect("rooms:room_day", room.pk, day.pk)
        person = operations.who_may_confirm(room, day, by=request.user)
    except Refused as refused:
        return render(request, "rooms/attend.html", {"sentence": str(refused)}, status=403)
    return render(request, "rooms/attend.html", {"room": room, "day": day, "person": person})
