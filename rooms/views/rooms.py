"""The rooms: list, page, opening and changing one."""

from datetime import timedelta

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from members import operations as member_operations
from members.access import may
from members.models import Region, Unit
from members.permissions import roles_that_allow
from members.queries import page_after
from members.views.finding import answer
from members.views.form_page import form_page
from rooms import operations, queries
from rooms.filters import RoomFilter
from rooms.forms import EditRoomForm, RoomForm
from rooms.models import Room
from rooms.practice.rosters import slots
from rooms.views.particulars import shown_of
from rooms.workflow.standing import standings

FIELDS = (
    "kind",
    "approver",
    "guidance",
    "number",
    "hall",
    "address",
    "phone",
    "opening_hours",
    "opened_on",
    "version",
)


# What the page of a room shows of its reception days.
RECEPTIONS_AHEAD, MOST_RECEPTIONS = timedelta(days=31), 3


@may("rooms.view_room")
@require_GET
def rooms(request):
    found = RoomFilter(request.GET, Room.objects.visible_to(request.user), request=request)
    page = page_after(queries.for_list(found.qs), request.GET, order=found.ordered_by)
    told = {each.room.pk: each for each in standings(page.rows)}
    for row in page.rows:
        row.standing = told[row.pk]
    template = "rooms/room_list.html" + ("#rows" if request.htmx else "")
    return render(request, template, {"filter": found, "page": page})


@may("rooms.view_room")
@require_GET
def find_rooms(request):
    rows = Room.objects.open().visible_to(request.user).select_related("unit", "approver")
    return answer(request, rows.order_by("unit__pinyin"), lambda row: row.approver.short_name)


@may("rooms.view_room", Room)
@require_GET
def room(request, room):
    today = timezone.localdate()
    receptions = slots(room, today, today + RECEPTIONS_AHEAD)[:MOST_RECEPTIONS]
    days = {"days_ahead": queries.days_ahead(room, today), "receptions": receptions}
    context = {"room": room, **days, **queries.team_of(room), **shown_of(request.user, room)}
    if request.user.has_perm("rooms.view_activity", room):
        context |= queries.of_room_page(room, request.user, today)
    return render(request, "rooms/room.html", context)


@may("rooms.add_room")
@require_http_methods(["GET", "POST"])
def new_room(request):
    form = RoomForm(request.POST or None, user=request.user, **_places(request.user, "rooms.add_room"))
    key = "rooms:new_room"
    if form.is_valid():
        values = {name: value for name, value in form.cleaned_data.items() if name != "version"}
        if form.carry_out(operations.add_room, by=request.user, **values):
            member_operations.forget_draft(request.user, key)
            messages.success(request, f"已登记联络室{form.result}。接着登记召集人、驻室委员和代表。")
            return redirect("rooms:room", form.result.pk)
    return form_page(
        request, form, title="登记已有的联络室", verb="登记", back=reverse("rooms:rooms"), crumb="联络室", key=key
    )


@may("rooms.edit_room", Room)
@require_http_methods(["GET", "POST"])
def edit_room(request, room):
    initial = {name: getattr(room, name) for name in FIELDS}
    initial |= {name: getattr(room.unit, name) for name in ("name", "short_name", "is_active")}
    places = _places(request.user, "rooms.edit_room")
    form = EditRoomForm(request.POST or None, user=request.user, initial=initial, **places)
    key = f"rooms:edit_room:{room.pk}"
    if form.is_valid() and form.carry_out(operations.edit_room, room, by=request.user, **form.cleaned_data):
        member_operations.forget_draft(request.user, key)
        messages.success(request, f"已保存联络室{room}。")
        return redirect("rooms:room", room.pk)
    text = f"所在区域：{room.unit.region}。本室的议题、纪要和统计都归在这个区域，不能修改。"
    back = reverse("rooms:room", args=[room.pk])
    return form_page(request, form, title="修改联络室", verb="保存", back=back, crumb=room.name, key=key, text=text)


def _places(user, permission) -> dict:
    """Where the person may open rooms, and the bodies there."""
    paths = [role.place.path for role in roles_that_allow(user, permission)]
    return {"regions": Region.objects.within_any(paths), "units": Unit.objects.within_any(paths)}
