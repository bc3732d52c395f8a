"""派驻安排: members without a room beside the rooms that lack members, and postings of many at once."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from members.access import may
from members.enums import RegionKind
from members.models import Member, Region
from members.models.keys import key_in, keys_in
from members.models.places import under
from members.permissions import roles_that_allow
from members.queries import page_after
from members.views.form_page import form_page
from rooms import operations, queries
from rooms.filters.assigning import AssignFilter
from rooms.forms.assigning import MovePostingsForm, PostManyForm, UnpostedForm, chosen_postings
from rooms.models import Room

RIGHT = "rooms.assign_members"
# Rooms on the screen; the township narrows them down.
MOST_ROOMS = 60


@may(RIGHT)
@require_GET
def assign(request):
    """Left who has no room, right the rooms with their need; for a chosen member the rooms by how near they are."""
    found = AssignFilter(request.GET, _members(request.user), request=request)
    page = page_after(found.qs, request.GET, order=("pinyin", "pk"), shown=_shown)
    townships = Region.objects.within_any(_paths(request.user)).filter(kind=RegionKind.TOWNSHIP).order_by("path")
    rooms, chosen = _rooms(request), _chosen(request)
    needs = queries.needs(rooms)
    if chosen:
        rows = queries.options(chosen, needs)
    else:
        rows = sorted(needs, key=lambda need: (-need.missing, need.count, need.room.unit.pinyin))
    context = {
        "filter": found,
        "page": page,
        "picked": chosen,
        "rows": rows[:MOST_ROOMS],
        "more_rooms": len(rows) - MOST_ROOMS,
        "townships": townships,
        "lacking": sum(1 for need in needs if need.missing),
    }
    return render(request, "rooms/assign.html", context)


def _paths(user) -> list[str]:
    return [role.place.path for role in roles_that_allow(user, RIGHT)]


def _members(user):
    return Member.objects.active().within_any(_paths(user))


def _shown(rows):
    rows = Member.objects.filter(pk__in=rows.values("pk")).select_related("home", "work")
    return rows.prefetch_related("postings__room__unit")


def _rooms(request):
    """Open rooms, of one township where the address names it."""
    rooms = _all_rooms(request.user)
    township = Region.objects.filter(pk=key_in(request.GET.get("township"))).first()
    return rooms.filter(unit__region__path__startswith=township.path) if township else rooms


def _chosen(request) -> Member | None:
    return next(iter(_picked(request.user, [request.GET.get("chosen", "")])), None)


def _picked(user, keys) -> list[Member]:
    rows = _members(user).filter(pk__in=keys_in(keys)).select_related("home", "work", "region").order_by("pinyin", "pk")
    return list(rows[: operations.MOST_AT_ONCE])


@may(RIGHT)
@require_http_methods(["GET", "POST"])
def preview_postings(request):
    """What would be posted where; nothing is written until it is confirmed, and then all of it or nothing."""
    pairs = _pairs(request) if request.method == "POST" else _proposed(request)
    form = PostManyForm(request.POST or None, user=request.user)
    wanted = [(member, need.room) for member, need, _ in pairs if need]
    if form.is_valid() and form.carry_out(operations.post_many, wanted, by=request.user, **form.cleaned_data):
        messages.success(request, f"已派驻 {len(form.result)} 人。")
        return redirect("rooms:assign")
    context = {
        "form": form,
        "rows": [(member, need, option) for member, need, option in pairs if need],
        "without": [member for member, need, _ in pairs if need is None],
        "is_suggested": "fill" in request.GET,
        "back": reverse("rooms:assign"),
    }
    return render(request, "rooms/assign_preview.html", context, status=422 if form.is_bound else 200)


def _proposed(request) -> list:
    """Ticked members to the ticked room, or a room for each of them."""
    members = _picked(request.user, request.GET.getlist("member"))
    if "fill" in request.GET:
        if not members:
            found = AssignFilter(request.GET, _members(request.user), request=request)
            members = list(found.qs.select_related("home", "work")[: queries.MOST_SUGGESTED])
        pairs = queries.suggested(members, queries.needs(_rooms(request)))
        return [_row(member, need) for member, need in pairs]
    room = _all_rooms(request.user).filter(pk=key_in(request.GET.get("room"))).first()
    need = queries.needs([room])[0] if room else None
    return [_row(member, need) for member in members]


def _pairs(request) -> list:
    """The rows of the preview that are still ticked."""
    keys = [pair.split(":") for pair in request.POST.getlist("pair") if pair.count(":") == 1]
    members = {str(member.pk): member for member in _picked(request.user, [member for member, _ in keys])}
    chosen = keys_in(room for _, room in keys)
    needs = {str(need.room.pk): need for need in queries.needs(_all_rooms(request.user).filter(pk__in=chosen))}
    return [_row(members[member], needs[room]) for member, room in keys if member in members and room in needs]


def _all_rooms(user):
    """Where the person posts members: another role may show rooms of another city."""
    return Room.objects.open().filter(under(_paths(user), "unit__region__path")).select_related("unit__region")


def _row(member, need) -> tuple:
    """A member, where to, and how that would be; the room takes the member in, so that the next row counts it."""
    if need is None:
        return member, None, None
    [option] = queries.options(member, [need])
    need.place(member)
    return member, need, option


@may(RIGHT, Room)
@require_http_methods(["GET", "POST"])
def room_postings(request, room):
    """End several postings of a room, or move them to another one, with a day and a reason."""
    form = MovePostingsForm(request.POST or None, room=room, rooms=_all_rooms(request.user), user=request.user)
    chosen = list(chosen_postings(room, request.POST.getlist("posting")))
    if form.is_valid() and form.carry_out(_move, chosen, by=request.user, **form.cleaned_data):
        messages.success(request, f"已办理 {form.result} 人。")
        return redirect("rooms:room", room.pk)
    rows = queries.posted_on(room, timezone.localdate()).filter(ends_on__isnull=True)
    context = {"room": room, "form": form, "rows": rows, "ticked": {posting.pk for posting in chosen}}
    return render(request, "rooms/postings.html", context, status=422 if form.is_bound else 200)


def _move(chosen, *, by, act, to, day, reason) -> int:
    if act == "move":
        return operations.transfer_many(chosen, to=to, by=by, starts_on=day, reason=reason)
    return operations.end_many(chosen, by=by, last_on=day, reason=reason)


@may(RIGHT, Member)
@require_http_methods(["GET", "POST"])
def unposted_reason(request, member):
    initial = {"unposted_reason": member.unposted_reason, "version": member.version}
    form = UnpostedForm(request.POST or None, user=request.user, initial=initial)
    if form.is_valid():
        told = {"reason": form.cleaned_data["unposted_reason"], "version": form.cleaned_data["version"]}
        if form.carry_out(operations.say_why_unposted, member, by=request.user, **told):
            messages.success(request, f"已写明{member}没有派驻的原因。")
            return redirect("rooms:assign")
    back = reverse("rooms:assign")
    return form_page(request, form, title=f"未派驻原因：{member}", verb="保存", crumb="派驻安排", back=back)
