"""Regions and units, kept by the system administrator."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from members import operations
from members.access import may
from members.enums import UnitKind
from members.filters import UnitFilter
from members.forms.places import EditRegionForm, EditUnitForm, RegionForm, UnitForm
from members.models import Region, Unit
from members.models.keys import key_in
from members.queries import page_after, region_tree
from members.views.form_page import form_page


@may("members.edit_places")
@require_GET
def regions(request):
    """The tree; ?q= finds a region by name or pinyin and shows what lies above it."""
    words = request.GET.get("q", "")[:60].strip()
    tree = region_tree(Region.objects.visible_to(request.user), words)
    return render(request, "members/region_tree.html", {"tree": tree, "words": words})


@may("members.edit_places")
@require_http_methods(["GET", "POST"])
def new_region(request):
    mine = Region.objects.visible_to(request.user)
    initial = {"parent": key_in(request.GET.get("parent"))}
    form = RegionForm(request.POST or None, regions=mine, user=request.user, initial=initial)
    if form.is_valid() and form.carry_out(operations.add_region, by=request.user, **form.cleaned_data):
        messages.success(request, f"已新建区域{form.result}。")
        return redirect("members:regions")
    return form_page(
        request, form, title="新建区域", verb="新建区域", crumb="行政区域", back=reverse("members:regions")
    )


@may("members.edit_places", Region)
@require_http_methods(["GET", "POST"])
def edit_region(request, region):
    initial = {"name": region.name, "is_active": region.is_active}
    form = EditRegionForm(request.POST or None, user=request.user, initial=initial)
    if form.is_valid() and form.carry_out(operations.edit_region, region, by=request.user, **form.cleaned_data):
        messages.success(request, f"已保存区域{form.result}。")
        return redirect("members:regions")
    text = f"{region.get_kind_display()}，区划代码 {region.code}。代码和上级不能改；不再使用的区域停用，已有记录不变。"
    return form_page(
        request, form, title=f"修改{region}", verb="保存", crumb="行政区域", back=reverse("members:regions"), text=text
    )


@may("members.edit_places")
@require_GET
def units(request):
    """Units other than rooms, which have their own list."""
    mine = Unit.objects.visible_to(request.user).exclude(kind=UnitKind.ROOM)
    found = UnitFilter(request.GET, mine, request=request)
    page = page_after(found.qs.for_page(), request.GET, order=("pinyin", "pk"))
    template = "members/unit_list.html" + ("#rows" if request.htmx else "")
    return render(request, template, {"filter": found, "page": page})


@may("members.edit_places")
@require_http_methods(["GET", "POST"])
def new_unit(request):
    mine = {"regions": Region.objects.visible_to(request.user), "units": Unit.objects.visible_to(request.user)}
    form = UnitForm(request.POST or None, user=request.user, **mine)
    if form.is_valid() and form.carry_out(operations.add_unit, by=request.user, **texts(form)):
        messages.success(request, f"已新建单位{form.result}。")
        return redirect("members:units")
    text = "联络室在“联络室”页新建。"
    return form_page(
        request, form, title="新建单位", verb="新建单位", crumb="单位", back=reverse("members:units"), text=text
    )


@may("members.edit_places", Unit)
@require_http_methods(["GET", "POST"])
def edit_unit(request, unit):
    mine = {"regions": Region.objects.visible_to(request.user), "units": Unit.objects.visible_to(request.user)}
    initial = {
        name: getattr(unit, name)
        for name in ("name", "short_name", "parent", "phone", "letters", "is_active", "version")
    }
    form = EditUnitForm(request.POST or None, user=request.user, initial=initial, **mine)
    if form.is_valid() and form.carry_out(operations.edit_unit, unit, by=request.user, **form.cleaned_data):
        messages.success(request, f"已保存单位{form.result}。")
        return redirect("members:units")
    text = f"{unit.get_kind_display()}，{unit.region}。角色和协商都归在这里，类别和所在区域不能修改。"
    return form_page(
        request, form, title=f"修改{unit}", verb="保存", crumb="单位", back=reverse("members:units"), text=text
    )


def texts(form) -> dict:
    """What a form that writes a new row says, without the version of the old one."""
    return {name: value for name, value in form.cleaned_data.items() if name != "version"}
