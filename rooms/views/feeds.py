"""日历订阅: one's own address and that of a room, made anew or ended; it is shown when it is made and never again."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from members.access import may
from members.templatetags.page import url_of
from rooms import operations
from rooms.models import CalendarFeed, Room


@may("rooms.own_feed")
@require_http_methods(["GET", "POST"])
def own_feed(request):
    return _feed(request, None)


@may("rooms.room_feed", Room)
@require_http_methods(["GET", "POST"])
def room_feed(request, room):
    return _feed(request, room)


def _feed(request, room):
    here = reverse("rooms:room_feed", args=[room.pk]) if room else reverse("rooms:own_feed")
    if request.method == "POST" and request.POST.get("act") == "revoke":
        operations.revoke_feed(by=request.user, room=room)
        messages.success(request, "已停用。原来的地址不再提供内容，手机日历里的日程随之清空。")
        return redirect(here)
    address = ""
    if request.method == "POST":
        address = _address(request, operations.make_feed(by=request.user, room=room))
    owner = {"room": room} if room else {"user": request.user}
    feed = CalendarFeed.objects.open().filter(**owner).select_related("made_by").first()
    return render(request, "rooms/feed.html", {"room": room, "feed": feed, "address": address})


def _address(request, token: str) -> str:
    page = url_of("reports:feed", token)
    return request.build_absolute_uri(page) if page else ""
