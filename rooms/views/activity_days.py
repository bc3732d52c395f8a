"""活动日 of a year, of one day over its rooms, and of one day in one room."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from members.access import may
from members.queries import page_after
from members.views.form_page import form_page
from rooms import calendar, operations, queries
from rooms.filters import DayRoomFilter
from rooms.forms import MoveDayForm, RoomDayForm
from rooms.models import ActivityDay, Room, RoomDay


@may("rooms.view_activity_days")
@require_GET
def activity_days(request):
    """The days of a year, with what came of each in the rooms that the person sees."""
    days = ActivityDay.objects.visible_to(request.user).standing()
    years = sorted({*days.values_list("nominal_on__year", flat=True).order_by().distinct(), timezone.localdate().year})
    asked = request.GET.get("year", "")
    year = int(asked) if asked in map(str, years) else timezone.localdate().year
    found = days.filter(nominal_on__year=year).for_page().order_by("on", "region__path", "pk")
    rows = queries.rows_of_days(found, queries.rooms_seen(request.user))
    context = {
        "rows": rows,
        "year": year,
        "years": years,
        "places": len({row.day.region_id for row in rows}),
        "unpublished": year not in calendar.PUBLISHED_YEARS and calendar.UNPUBLISHED,
        "today": timezone.localdate(),
    }
    return render(request, "rooms/activity_days.html", context)


@may("rooms.view_activity_days", ActivityDay)
@require_GET
def activity_day(request, day):
    """One day over the rooms that have it: who planned, who recorded, who did not."""
    seen = queries.rooms_of_day_seen(request.user, day)
    found = DayRoomFilter(request.GET, queries.with_day(seen, day), request=request)
    page = page_after(found.qs, request.GET, order=("pinyin", "pk"))
    [row] = queries.rows_of_days([day], seen)
    context = {"day": day, "row": row, "filter": found, "page": page}
    return render(request, "rooms/activity_day.html" + ("#rows" if request.htmx else ""), context)


@may("rooms.move_activity_day", ActivityDay)
@require_http_methods(["GET", "POST"])
def move_activity_day(request, day):
    form = MoveDayForm(request.POST or None, user=request.user, initial={"on": day.on, "version": day.version})
    if form.is_valid() and form.carry_out(operations.move_day, day, by=request.user, **form.cleaned_data):
        moved = form.result
        messages.success(request, f"已把{moved.name}调整到{moved.on:%Y年%-m月%-d日}，并通知各联络室。")
        return redirect("rooms:activity_day", moved.pk)
    text = f"{day.words}。现在是 {calendar.day_words(day.on)}。手工调整以后，节假日安排再有变化也不会改动它。"
    back = reverse("rooms:activity_day", args=[day.pk])
    return form_page(request, form, title=f"调整{day}", verb="调整", back=back, crumb=day.name, text=text)


@may("rooms.view_room_day", Room)
@require_GET
def room_day(request, room, day):
    """One day in one room: the plan, who came, and what came of it."""
    day = day_of(room, day)
    own = RoomDay.objects.filter(room=room, day=day).first()
    context = {
        "room": room,
        "day": day,
        "own": own,
        **sheet_context(room, day),
        "activities": queries.activities_of(room, day),
        "yields": queries.yields_of([day], [room.pk])[day.pk],
    }
    return render(request, "rooms/room_day.html", context)


@may("rooms.plan_room_day", Room)
@require_http_methods(["GET", "POST"])
def plan_room_day(request, room, day):
    day = day_of(room, day)
    row = RoomDay.objects.filter(room=room, day=day).first() or RoomDay(version=0)
    initial = {name: getattr(row, name) for name in ("plan", "place", "starts_at", "version")}
    form = RoomDayForm(request.POST or None, user=request.user, initial=initial)
    if form.is_valid() and form.carry_out(operations.plan_day, room, day, by=request.user, **form.cleaned_data):
        messages.success(request, f"已登记{day}的安排。")
        return redirect("rooms:room_day", room.pk, day.pk)
    back = reverse("rooms:room_day", args=[room.pk, day.pk])
    key = f"rooms:plan_room_day:{room.pk}:{day.pk}"
    return form_page(request, form, title=f"{day}的安排", verb="登记", back=back, crumb=room.name, key=key)


def sheet_context(room, day) -> dict:
    sheet = queries.sheet_of(room, day)
    return {"sheet": sheet, "came": queries.came_to(sheet), "today": timezone.localdate()}


def day_of(room, key) -> ActivityDay:
    day = queries.day_of_room(room, key)
    if day is None:
        raise Http404
    return day
