"""How one room does it: the region's pack, and what the room sets of its own where the pack lets it."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from members.access import may
from members.views.form_page import form_page
from rooms import operations, practice
from rooms.forms import StartForm
from rooms.models import PracticeDraft, Room, RoomPractice
from rooms.practice import comparing
from rooms.practice.standing import ROOM_MAY
from rooms.views.pack_page import chapters_of, page_of


@may("rooms.view_room", Room)
@require_GET
def room_practice(request, room):
    """Everybody of the room reads the pack by which it works."""
    standing = practice.standing_of(room)
    pack = practice.for_room(room)
    context = {"room": room, "standing": standing, **page_of(pack, request.GET.get("part", ""))}
    region = practice.current(room.unit.region)
    context["may_set"] = [ROOM_MAY[each] for each in region.resolved.get("room_may", ())]
    context["draft"] = PracticeDraft.objects.filter(room=room).defer("data").first()
    if standing.own:
        packs = (practice.of_key(key) for key in (standing.own.base_id, standing.own.practice_id))
        own = comparing.differences(*(pack.resolved for pack in packs))
        context["own"] = [one for one in own if one.table != "head" and not one.mark]
    coming = RoomPractice.objects.filter(room=room, starts_on__gt=timezone.localdate()).order_by("starts_on")
    context["coming"] = coming.first()
    context["coming_of_region"] = practice.next_followed(room.unit.region)
    return render(request, "rooms/room_practice.html", context)


@may("rooms.view_room", Room)
@require_GET
def explain_room_practice(request, room):
    pack = practice.for_room(room)
    context = {
        "pack": pack,
        "prose": chapters_of(practice.explain(pack)),
        "back": reverse("rooms:room_practice", args=[room.pk]),
    }
    return render(request, "rooms/practice_prose.html", context)


@may("rooms.set_room_practice", Room)
@require_POST
def begin_room_draft(request, room):
    draft = operations.begin_room_draft(room, by=request.user)
    return redirect("rooms:draft", draft.pk)


@may("rooms.set_room_practice", Room)
@require_POST
def end_room_practice(request, room):
    operations.end_room_practice(room, by=request.user)
    messages.success(request, f"{room.name}从今天起随区域的做法。已经开始的协商仍按开始时的做法办理。")
    return redirect("rooms:room_practice", room.pk)


def room_draft(user, pk):
    return PracticeDraft.objects.visible_to(user).for_page().filter(pk=pk, room__isnull=False).first()


@may("rooms.set_room_practice", room_draft)
@require_http_methods(["GET", "POST"])
def set_room_practice(request, draft):
    initial = {"seen": draft.version, "starts_on": timezone.localdate()}
    form = StartForm(request.POST or None, user=request.user, initial=initial)
    if form.is_valid() and form.carry_out(operations.set_room_practice, draft, by=request.user, **form.cleaned_data):
        day = f"{form.result.starts_on:%Y年%-m月%-d日}"
        messages.success(request, f"{form.result.room.name}自{day}起采用自己的设置。")
        return redirect("rooms:room_practice", form.result.room_id)
    text = "从这一天起，本室新开始的协商按自己的设置办理；已经开始的仍按开始时的做法办理。"
    back = reverse("rooms:draft", args=[draft.pk])
    return form_page(request, form, title="启用本室的设置", verb="启用", back=back, crumb=draft.room.name, text=text)
