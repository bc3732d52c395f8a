"""联络员、指导员、协调员、宣传员: the rooms with their four, one room's own, entries."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from members.access import may
from members.models import Unit
from members.models.keys import key_in
from members.queries import page_after, people_near
from members.views.finding import answer
from members.views.form_page import form_page
from rooms.filters import DutyFilter
from rooms.forms import EndForm
from rooms.forms.registers import EditDutyForm, NewDutyForm
from rooms.models import Room, StaffDuty
from rooms.operations import duties as verbs
from rooms.queries import registers as queries

EDIT = "rooms.edit_duties"


@may("rooms.view_duties")
@require_GET
def duties(request):
    """Every room with who has its duties, those that nobody has marked."""
    rooms = Room.objects.open().visible_to(request.user)
    found = DutyFilter(request.GET, queries.rooms_with_duties(rooms), request=request)
    page = page_after(found.qs, request.GET, order=("pinyin", "pk"), shown=None)
    queries.with_duties(page.rows)
    context = {"filter": found, "page": page, "gaps": queries.duty_gaps(rooms)}
    return render(request, "rooms/duty_list.html" + ("#rows" if request.htmx else ""), context)


@may("rooms.view_duties", Room)
@require_GET
def room_duties(request, room):
    phones = request.user.has_perm("rooms.view_duty_phones", room)
    context = {"room": room, "sees_phones": phones, **queries.duties_of(room.unit)}
    return render(request, "rooms/room_duties.html", context)


@may(EDIT)
@require_http_methods(["GET", "POST"])
def new_duty(request):
    units = queries.duty_units(request.user)
    initial = {
        "unit": units.filter(pk=key_in(request.GET.get("unit"))).first(),
        "kind": request.GET.get("kind", ""),
        "starts_on": timezone.localdate(),
    }
    form = NewDutyForm(
        request.POST or None, units=units, people=people_near(request.user), user=request.user, initial=initial
    )
    if form.is_valid():
        values = dict(form.cleaned_data)
        if form.carry_out(verbs.add_duty, values.pop("unit"), by=request.user, **values):
            return _done(request, form.result, f"已登记{form.result.get_kind_display()}{form.result}。")
    back = _page_of(initial["unit"])
    return form_page(request, form, title="登记工作人员职责", verb="登记", back=back, crumb="工作人员职责")


@may(EDIT, StaffDuty)
@require_http_methods(["GET", "POST"])
def edit_duty(request, duty):
    initial = {
        name: getattr(duty, name) for name in ("kind", "name", "title", "phone", "tasks", "starts_on", "version")
    }
    form = EditDutyForm(request.POST or None, user=request.user, initial=initial)
    if form.is_valid() and form.carry_out(verbs.edit_duty, duty, by=request.user, **form.cleaned_data):
        return _done(request, duty, f"已保存{form.result}的职责。")
    return form_page(
        request, form, title=f"修改职责：{duty}", verb="保存", back=_page_of(duty.unit), crumb="工作人员职责"
    )


@may(EDIT, StaffDuty)
@require_http_methods(["GET", "POST"])
def end_duty(request, duty):
    form = EndForm(request.POST or None, user=request.user, initial={"last_on": timezone.localdate()})
    if form.is_valid() and form.carry_out(verbs.end_duty, duty, by=request.user, **form.cleaned_data):
        return _done(request, duty, f"{duty}不再担任{duty.get_kind_display()}。")
    title = f"不再担任{duty.get_kind_display()}：{duty}"
    return form_page(request, form, title=title, verb="结束担任", back=_page_of(duty.unit), crumb="工作人员职责")


@may(EDIT)
@require_GET
def find_duty_units(request):
    return answer(request, queries.duty_units(request.user), lambda row: row.region.name)


def _page_of(unit: Unit | None) -> str:
    room = getattr(unit, "room", None)
    return reverse("rooms:room_duties", args=[room.pk]) if room else reverse("rooms:duties")


def _done(request, duty, sentence):
    messages.success(request, sentence)
    return redirect(_page_of(duty.unit))
