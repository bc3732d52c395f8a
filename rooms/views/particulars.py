"""What a room has besides its team: place and hours, money, services, being a model for others."""

from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from members import operations as member_operations
from members.access import may
from rooms import operations
from rooms.forms import (
    BudgetForm,
    DemonstrationForm,
    EditServiceForm,
    EndForm,
    ParticularsForm,
    ReasonForm,
    ServiceForm,
)
from rooms.models import Demonstration, Room, RoomBudget, RoomService
from rooms.models.hours import parsed
from rooms.views.room_page import ask, done
from rooms.workflow import opening
from rooms.workflow.mapping import picking, small_picture
from rooms.workflow.standing import standing_of

FIELDS = ("hall", "address", "phone", "opening_hours", "longitude", "latitude", "version")


def shown_of(user, room) -> dict:
    """What the page of a room shows beside its team."""
    today = timezone.localdate()
    return {
        "standing": standing_of(room),
        "hours": parsed(room.opening_hours),
        "picture": small_picture(room),
        "decisions": list(room.decisions.select_related("by").prefetch_related("attachments")[:20]),
        "holds": opening.holds(room) if room.state == "approved" else [],
        "services": list(room.services.on(today)),
        "demonstrations": list(room.demonstrations.all()),
        "budgets": list(room.budgets.all()[:12]) if user.has_perm("rooms.view_budget", room) else None,
    }


@may("rooms.edit_particulars", Room)
@require_http_methods(["GET", "POST"])
def edit_particulars(request, room):
    initial, key = {name: getattr(room, name) for name in FIELDS}, f"rooms:edit_particulars:{room.pk}"
    form = ParticularsForm(request.POST or None, user=request.user, initial=initial)
    if form.is_valid() and form.carry_out(operations.edit_particulars, room, by=request.user, **form.cleaned_data):
        member_operations.forget_draft(request.user, key)
        return done(request, room, "已保存地址、电话和开放时间。")
    context = {"room": room, "form": form, "key": key, "picture": picking(room)}
    return render(request, "rooms/particulars_form.html", context, status=422 if form.is_bound else 200)


@may("rooms.edit_budget", Room)
@require_http_methods(["GET", "POST"])
def new_budget(request, room):
    initial = {"year": timezone.localdate().year, "spent": 0}
    form = BudgetForm(request.POST or None, user=request.user, initial=initial)
    if form.is_valid() and form.carry_out(operations.add_budget, room, by=request.user, **form.cleaned_data):
        return done(request, room, f"已登记{form.result}的经费。")
    return ask(request, room, form, title="登记经费", verb="登记")


@may("rooms.edit_budget", RoomBudget)
@require_http_methods(["GET", "POST"])
def edit_budget(request, row):
    initial = {name: getattr(row, name) for name in ("year", "source", "amount", "spent", "note", "version")}
    form = BudgetForm(request.POST or None, user=request.user, initial=initial)
    if form.is_valid() and form.carry_out(operations.edit_budget, row, by=request.user, **form.cleaned_data):
        return done(request, row.room, f"已保存{form.result}的经费。")
    return ask(request, row.room, form, title=f"修改经费：{row}", verb="保存")


@may("rooms.edit_particulars", Room)
@require_http_methods(["GET", "POST"])
def new_service(request, room):
    form = ServiceForm(request.POST or None, user=request.user, initial={"starts_on": timezone.localdate()})
    if form.is_valid() and form.carry_out(operations.add_service, room, by=request.user, **form.cleaned_data):
        return done(request, room, f"已登记特色服务“{form.result}”。")
    return ask(request, room, form, title="登记特色服务", verb="登记")


@may("rooms.edit_particulars", RoomService)
@require_http_methods(["GET", "POST"])
def edit_service(request, row):
    initial = {name: getattr(row, name) for name in ("name", "hours", "who", "note", "version")}
    form = EditServiceForm(request.POST or None, user=request.user, initial=initial)
    if form.is_valid() and form.carry_out(operations.edit_service, row, by=request.user, **form.cleaned_data):
        return done(request, row.room, f"已保存特色服务“{form.result}”。")
    return ask(request, row.room, form, title=f"修改特色服务：{row}", verb="保存")


@may("rooms.edit_particulars", RoomService)
@require_http_methods(["GET", "POST"])
def end_service(request, row):
    form = EndForm(request.POST or None, user=request.user, initial={"last_on": timezone.localdate()})
    if form.is_valid() and form.carry_out(operations.end_service, row, by=request.user, **form.cleaned_data):
        return done(request, row.room, f"特色服务“{row}”停办。")
    return ask(request, row.room, form, title=f"停办特色服务：{row}", verb="停办")


@may("rooms.name_demonstration", Room)
@require_http_methods(["GET", "POST"])
def name_demonstration(request, room):
    form = DemonstrationForm(request.POST or None, user=request.user, initial={"year": timezone.localdate().year})
    if form.is_valid() and form.carry_out(operations.name_demonstration, room, by=request.user, **form.cleaned_data):
        return done(request, room, f"{room}已列为{form.result}。")
    return ask(request, room, form, title="列为示范点", verb="列为示范点")


@may("rooms.name_demonstration", Demonstration)
@require_http_methods(["GET", "POST"])
def remove_demonstration(request, row):
    form = ReasonForm(request.POST or None, user=request.user)
    if form.is_valid() and form.carry_out(operations.remove_demonstration, row, by=request.user, **form.cleaned_data):
        return done(request, row.room, f"已取消{row}。")
    return ask(request, row.room, form, title=f"取消{row}", verb="取消示范点")
