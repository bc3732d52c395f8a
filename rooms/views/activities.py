"""Activities: the list with its figures, one activity, and the quick form."""

from datetime import timedelta
from functools import partial

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from members import operations as member_operations
from members.access import may
from members.models.keys import key_in
from members.permissions import ROOM_TEAM
from members.queries import history_of, page_after
from members.views.finding import answer
from members.views.form_page import form_page
from rooms import operations, queries
from rooms.enums import ActivityContext, ActivityKind
from rooms.filters import ActivityFilter
from rooms.forms.activities import ONLY_FOR, ActivityForm, EditActivityForm, RemoveForm, initial_of
from rooms.models import Activity, Appointment, Room

# A year back and a bit: what is written down later than that has its date typed with care.
LOOK_BACK = timedelta(days=400)
PAGE_SIZE = 50
VIEWS = [("", "全部"), *((context.value, context.label) for context in ActivityContext)]


@may("rooms.view_activity")
@require_GET
def activities(request):
    """What rooms did, newest first; the figures on top are of the rows that the filters find."""
    rows = Activity.objects.visible_to(request.user).standing()
    found = ActivityFilter(request.GET, rows, request=request)
    shown = partial(queries.for_activity_list, user=request.user)
    page = page_after(found.qs, request.GET, order=found.order, size=PAGE_SIZE, shown=shown)
    context = {
        "filter": found,
        "page": page,
        "figures": [(each, _leads_to(request, each)) for each in queries.figures(found.qs)],
        "views": VIEWS,
        "own_rooms": own_rooms(request.user),
    }
    return render(request, "rooms/activity_list.html" + ("#rows" if request.htmx else ""), context)


def _leads_to(request, figure) -> str:
    """The records of a figure: the same list narrowed to its kind, or the list of 信息 and 建议."""
    kept = request.GET.copy()
    for name in ("after", "before", "sort", "voices", "response", "q"):
        if figure.is_voice or name in ("after", "before"):
            kept.pop(name, None)
    kept["kind"] = figure.kind
    return f"{reverse('rooms:voices' if figure.is_voice else 'rooms:activities')}?{kept.urlencode()}"


def own_rooms(user) -> list:
    """Where the person may write something down."""
    rooms = Room.objects.open().filter(unit__in=user.units_as(*ROOM_TEAM))
    return list(rooms.select_related("unit").order_by("unit__pinyin")[:20])


@may("rooms.view_activity")
@require_GET
def find_members(request):
    """Members of the rooms that the person sees, for the filter of the lists."""
    return answer(request, queries.members_seen(request.user), lambda row: row.sector)


@may("rooms.view_activity", Activity)
@require_GET
def activity(request, activity):
    reads = request.user.has_perm("rooms.view_activity_record", activity)
    context = {
        "activity": activity,
        "reads": reads,
        "is_open": reads or not (activity.is_confidential or activity.removed_at),
        "people": activity.people.select_related("member", "representative", "user"),
        "voices": activity.voices.filter(removed_at__isnull=True).select_related("member"),
        "goods": activity.goods.all(),
        "files": activity.attachments.standing(),
        "events": history_of(activity) if reads else (),
        "has_visitor": activity.kind in ONLY_FOR["visitor"],
    }
    return render(request, "rooms/activity_page.html", context)


@may("rooms.record_activity")
@require_GET
def choose_room(request):
    """登记活动 from anywhere: straight to the form for whoever belongs to one room."""
    rooms = own_rooms(request.user)
    if len(rooms) == 1:
        return redirect("rooms:new_activity", rooms[0].pk)
    return render(request, "rooms/activity_rooms.html", {"rooms": rooms})


@may("rooms.record_activity", Room)
@require_http_methods(["GET", "POST"])
def new_activity(request, room):
    form = new_form(request, room)
    if form.is_valid() and form.carry_out(operations.record_activity, room, by=request.user, **form.values()):
        tell_written(request, form.result)
        return redirect("rooms:activity", form.result.pk)
    return show_form(request, form)


def new_form(request, room) -> ActivityForm:
    """The form as it opens: the kind of the link, the context of the day, and the member who writes."""
    today = timezone.localdate()
    kind, context = request.GET.get("kind", ""), request.GET.get("context", "")
    day = queries.activity_day_near(room, today)
    by_day = ActivityContext.ACTIVITY_DAY if day is not None and day.on == today else ActivityContext.ORDINARY
    initial = {
        "kind": kind if kind in ActivityKind.values else ActivityKind.RECEPTION,
        "context": context if context in ActivityContext.values else by_day,
        "on": today,
        "amount": 1,
        "response": "on_the_spot",
        "people": queries.own_part(request.user, queries.team_on(room, today)),
    }
    initial |= from_link(request, room)
    return ActivityForm(request.POST or None, room=room, user=request.user, initial=initial)


def from_link(request, room) -> dict:
    """What the page of an activity day or a kept appointment brings along."""
    day = _named(request.GET, "day", lambda key: queries.day_of_room(room, key))
    visit = appointment_of(request.user, room, request.GET)
    found = {"on": day.on} if day and day.on < timezone.localdate() else {}
    return found | {"on": visit.day.on, "visitor": visit.visitor, "what": visit.matter} if visit else found


def appointment_of(user, room, params) -> Appointment | None:
    """The appointment that the link or the form names, for whoever keeps the appointments of the room."""
    if not user.has_perm("rooms.edit_appointment", room):
        return None
    rows = Appointment.objects.visible_to(user).for_page().filter(day__room=room, activity__isnull=True)
    return _named(params, "appointment", lambda key: rows.filter(pk=key).first())


def _named(params, name: str, find):
    key = key_in(params.get(name))
    return None if key is None else find(key)


def draft_key(room) -> str:
    return f"rooms:new_activity:{room.pk}"


def tell_written(request, activity) -> None:
    member_operations.forget_draft(request.user, draft_key(activity.room))
    visit = appointment_of(request.user, activity.room, request.POST)
    if visit and activity.on >= visit.day.on:
        operations.keep_with(visit, activity, by=request.user)
    kind = activity.get_kind_display()
    messages.success(request, f"已登记{kind} {activity.counted}，计入{activity.get_context_display()}。")


def show_form(request, form, **more):
    room = form.room
    days = queries.days_since(room, timezone.localdate() - LOOK_BACK)
    context = {
        "form": form,
        "room": room,
        "draft_key": draft_key(room),
        "days": " ".join(f"{day:%Y-%m-%d}" for day in days),
        "case": request.GET.get("case"),
        "appointment": appointment_of(request.user, room, request.POST or request.GET),
        "only_for": {name: " ".join(kinds) for name, kinds in ONLY_FOR.items()},
        **more,
    }
    return render(request, "rooms/activity_form.html", context, status=422 if form.is_bound else 200)


@may("rooms.edit_activity", Activity)
@require_http_methods(["GET", "POST"])
def edit_activity(request, activity):
    key = f"rooms:edit_activity:{activity.pk}"
    form = EditActivityForm(request.POST or None, activity=activity, user=request.user, initial=initial_of(activity))
    if form.is_valid() and form.carry_out(operations.edit_activity, activity, by=request.user, **form.values()):
        member_operations.forget_draft(request.user, key)
        messages.success(request, f"已保存{form.result}。")
        return redirect("rooms:activity", activity.pk)
    return show_form(request, form, activity=activity, draft_key=key)


@may("rooms.remove_activity", Activity)
@require_http_methods(["GET", "POST"])
def remove_activity(request, activity):
    form = RemoveForm(request.POST or None, user=request.user)
    if form.is_valid() and form.carry_out(
        operations.remove_activity, activity, by=request.user, reason=form.cleaned_data["reason"]
    ):
        messages.success(request, f"已移出{activity}，不再计入统计；记录和原因都留着。")
        return redirect("rooms:activities")
    text = "移出以后不计入统计，带来的信息、建议也不再计数；记录保留，不能恢复。"
    back = reverse("rooms:activity", args=[activity.pk])
    return form_page(request, form, title=f"移出：{activity}", verb="移出", back=back, crumb=str(activity), text=text)
