"""对照清单 (八有 …): one room item by item, and all rooms as a matrix."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from members.access import may
from members.views.form_page import form_page
from rooms import operations
from rooms.forms import ChecklistForm
from rooms.models import Room
from rooms.workflow import lists
from rooms.workflow.standing import standing_of


@may("rooms.view_room", Room)
@require_GET
def checklist(request, room):
    context = {"room": room, "standing": standing_of(room), "lists": lists.of_room(room)}
    return render(request, "rooms/checklist.html", context)


@may("rooms.edit_checklist", Room)
@require_http_methods(["GET", "POST"])
def record_item(request, room, code, item):
    standing = standing_of(room)
    found = next((each for list_code, each in standing.items if (list_code, each["code"]) == (code, item)), None)
    if found is None:
        raise Http404
    initial = {"on": timezone.localdate(), "is_there": request.GET.get("now", "yes")}
    form = ChecklistForm(request.POST or None, user=request.user, initial=initial, evidence=found.get("evidence", ""))
    told = {"checklist": code, "item": found}
    if form.is_valid() and form.carry_out(operations.record_item, room, by=request.user, **told, **form.cleaned_data):
        messages.success(request, f"已登记“{found['name']}”：{'具备' if form.result.is_there else '缺'}。")
        return redirect("rooms:checklist", room.pk)
    words = {"title": f"登记：{found['name']}", "verb": "登记", "crumb": room.name, "text": found.get("help", "")}
    return form_page(request, form, back=reverse("rooms:checklist", args=[room.pk]), **words)


@may("rooms.view_rules")
@require_GET
def checklists(request):
    """Which rooms lack which item: by township, each cell leads to the room's list."""
    shown = lists.matrix(request.user, region=request.GET.get("region", ""), only=request.GET.get("only", ""))
    return render(request, "rooms/checklists.html", shown)
