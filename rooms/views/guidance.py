"""工作指导组: which regions and rooms each looks after, and whom to call."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from members.access import may
from members.enums import RegionKind, UnitKind
from members.models import Region, Unit
from members.queries import city_paths
from members.views.form_page import form_page
from rooms import operations
from rooms.forms import GuidanceForm
from rooms.models import Room
from rooms.queries.registers import by_post


def group_of(user, pk) -> Unit | None:
    """A guidance group of a city in which the person holds a role."""
    return groups_of(user).filter(pk=pk).select_related("region").first()


def groups_of(user):
    return Unit.objects.active().within_any(city_paths(user)).filter(kind=UnitKind.GUIDANCE)


@may("rooms.view_guidance", group_of)
@require_GET
def guidance_group(request, unit):
    rooms = Room.objects.visible_to(request.user).filter(guidance=unit).select_related("unit__region__parent")
    context = {
        "unit": unit,
        "sees_contacts": request.user.has_perm("rooms.view_contacts"),
        "areas": unit.guidance_areas.select_related("region"),
        "people": by_post(unit.contacts.on(timezone.localdate())),
        "rooms": rooms.order_by("unit__region__path", "pk"),
    }
    return render(request, "rooms/guidance_group.html", context)


@may("rooms.edit_guidance", group_of)
@require_http_methods(["GET", "POST"])
def set_guidance(request, unit):
    regions = Region.objects.active().filter(path__startswith=unit.region.path).exclude(kind=RegionKind.VILLAGE)
    initial = {"regions": list(unit.guidance_areas.values_list("region", flat=True))}
    form = GuidanceForm(request.POST or None, user=request.user, regions=regions, initial=initial)
    if form.is_valid() and form.carry_out(operations.set_guidance, unit, by=request.user, **form.cleaned_data):
        messages.success(request, f"已指定{unit}的区域，{len(form.result)} 个联络室的指导组随之改变。")
        return redirect("rooms:guidance_group", unit.pk)
    text = "这些区域里的联络室随之归这个指导组；单独指定过指导组的联络室不变。一个区域只归一个指导组。"
    back = reverse("rooms:guidance_group", args=[unit.pk])
    return form_page(request, form, title="指定区域", verb="保存", back=back, crumb=unit.name, text=text)
