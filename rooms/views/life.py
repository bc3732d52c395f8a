"""The life of a room: application, decision, opening. The end is in consult, which knows the running cases."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from members import operations as member_operations
from members.access import may
from members.enums import RegionKind, RoleCode
from members.models import Region, Unit
from members.permissions import roles_that_allow
from members.views.form_page import form_page
from rooms import operations
from rooms.forms import ApplyForm, DecideForm, MoveForm, OpenForm, ReapplyForm
from rooms.models import Room
from rooms.views.room_page import ask, done
from rooms.workflow import opening


@may("rooms.apply_room")
@require_http_methods(["GET", "POST"])
def apply_room(request):
    key, initial = "rooms:apply_room", {"on": timezone.localdate()}
    form = ApplyForm(request.POST or None, user=request.user, initial=initial, **_places(request.user))
    if form.is_valid() and form.carry_out(operations.apply_room, by=request.user, **form.cleaned_data):
        member_operations.forget_draft(request.user, key)
        messages.success(request, f"已申请设立{form.result}，由领导小组办公室审定。")
        return redirect("rooms:room", form.result.pk)
    words = {"title": "申请设立联络室", "verb": "提出申请", "back": reverse("rooms:rooms"), "crumb": "联络室"}
    return form_page(request, form, key=key, **words)


@may("rooms.apply_room", Room)
@require_http_methods(["GET", "POST"])
def reapply_room(request, room):
    last = room.decisions.filter(act="applied").first()
    initial = {"on": timezone.localdate()}
    initial |= {name: getattr(last, name) for name in ("reason", "conditions")} if last else {}
    form = ReapplyForm(request.POST or None, user=request.user, initial=initial)
    if form.is_valid() and form.carry_out(operations.reapply_room, room, by=request.user, **form.cleaned_data):
        return done(request, room, f"已再次申请设立{room}。")
    return ask(request, room, form, title="再次申请", verb="提出申请")


@may("rooms.approve_room", Room)
@require_http_methods(["GET", "POST"])
def decide_room(request, room):
    form = DecideForm(request.POST or None, user=request.user, initial={"on": timezone.localdate()})
    if form.is_valid():
        data = dict(form.cleaned_data)
        verb = operations.approve_room
        if data.pop("verdict") == "return":
            verb, data = operations.return_room, {name: data[name] for name in ("on", "reason")}
        if form.carry_out(verb, room, by=request.user, **data):
            return done(request, room, f"{room}：{form.result.get_state_display()}。")
    application = room.decisions.filter(act="applied").select_related("by").first()
    context = {"room": room, "form": form, "application": application}
    return render(request, "rooms/room_decide.html", context, status=422 if form.is_bound else 200)


@may("rooms.open_room", Room)
@require_http_methods(["GET", "POST"])
def open_room(request, room):
    form = OpenForm(request.POST or None, user=request.user, initial={"on": timezone.localdate()})
    if form.is_valid() and form.carry_out(operations.open_room, room, by=request.user, **form.cleaned_data):
        return done(request, room, f"{room}已挂牌，{form.cleaned_data['on']:%Y年%-m月%-d日}。")
    holds = opening.holds(room)
    context = {
        "room": room,
        "form": form,
        "blocking": [hold for hold in holds if hold.is_blocking],
        "asked": [hold for hold in holds if not hold.is_blocking],
    }
    return render(request, "rooms/room_open.html", context, status=422 if form.is_bound else 200)


@may("rooms.move_room", Room)
@require_http_methods(["GET", "POST"])
def move_room(request, room):
    path = f"/{room.unit.region.city_code}/"
    places = {
        "regions": Region.objects.within_any([path]).exclude(kind=RegionKind.CITY),
        "bodies": Unit.objects.within_any([path]),
    }
    form = MoveForm(request.POST or None, user=request.user, initial={"on": timezone.localdate()}, **places)
    if form.is_valid() and form.carry_out(operations.move_room, room, by=request.user, **form.cleaned_data):
        return done(request, room, f"{room}已调整到{form.result.unit.region}。")
    return ask(request, room, form, title=f"{room}调整隶属", verb="调整隶属")


def _places(user) -> dict:
    """Where the person may ask for rooms: below the own body, or in the whole city for the leading office."""
    roles = roles_that_allow(user, "rooms.apply_room")
    paths = [role.place.path for role in roles]
    bodies = Unit.objects.within_any([role.place.path for role in roles if role.code == RoleCode.LEADING_OFFICE])
    bodies |= Unit.objects.filter(pk__in=[role.unit_id for role in roles])
    return {"regions": Region.objects.within_any(paths), "bodies": bodies}
