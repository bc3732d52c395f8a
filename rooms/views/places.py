"""The map of rooms, and the outlines it is drawn of."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from members.access import may
from members.models import Region
from members.permissions import roles_that_allow
from members.views.form_page import form_page
from rooms import operations
from rooms.charts import room_map
from rooms.filters import RoomFilter
from rooms.forms import ShapesForm
from rooms.models import Room
from rooms.workflow.mapping import picture_of

SHAPES_TEXT = (
    "选择 GeoJSON 文件，每个区域写 code（区划代码）或者 name（名称）。原有的轮廓会被替换。"
    "没有轮廓也能看图：按联络室的位置画示意图。"
)


@may("rooms.view_room")
@require_GET
def room_map_page(request):
    found = RoomFilter(request.GET, Room.objects.visible_to(request.user), request=request)
    rooms = found.qs.select_related("unit__region__parent", "approver").order_by("unit__region__path", "pk")
    context = {
        "filter": found,
        "legend": room_map.legend(),
        **picture_of(list(rooms), region=request.GET.get("region", "")),
    }
    return render(request, "rooms/map.html", context)


@may("rooms.edit_map")
@require_http_methods(["GET", "POST"])
def import_shapes(request):
    form = ShapesForm(request.POST or None, request.FILES or None, user=request.user)
    paths = [role.place.path for role in roles_that_allow(request.user, "rooms.edit_map")]
    regions = Region.objects.active().within_any(paths)
    if form.is_valid() and form.carry_out(operations.import_shapes, form.content, regions=regions, **form.told()):
        kept, unknown = form.result.kept, form.result.unknown
        messages.success(request, f"已导入 {len(kept)} 个区域的轮廓。")
        if unknown:
            messages.warning(request, f"有 {len(unknown)} 个区域对不上，没有导入：{'、'.join(unknown[:10])}。")
        return redirect("rooms:map")
    words = {"title": "导入区域轮廓", "verb": "导入", "crumb": "联络室地图", "text": SHAPES_TEXT, "files": True}
    return form_page(request, form, back=reverse("rooms:map"), **words)
