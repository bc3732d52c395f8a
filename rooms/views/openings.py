"""期初数: what only totals survive of."""

from django.contrib import messages
from django.db.models import F
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from members.access import may
from members.enums import RegionKind
from members.models import Region
from members.models.places import under
from members.permissions import roles_that_allow
from members.queries import page_after
from members.views.form_page import form_page
from rooms import operations
from rooms.forms.openings import OpeningForm, RemoveOpeningForm
from rooms.models import OpeningFigure, Room


@may("rooms.view_openings")
@require_GET
def openings(request):
    """Of every place that the person sees: those of a city first, then those of its parts and of their rooms."""
    rows = OpeningFigure.objects.visible_to(request.user).standing().for_page().annotate(path=F("region__path"))
    page = page_after(rows, request.GET, order=("path", "pk"))
    return render(request, "rooms/opening_list.html", {"page": page})


@may("rooms.edit_openings")
@require_http_methods(["GET", "POST"])
def add_opening(request):
    paths = [role.place.path for role in roles_that_allow(request.user, "rooms.edit_openings")]
    regions = Region.objects.within_any(paths).active().exclude(kind=RegionKind.VILLAGE)
    # Another role may show rooms of another city.
    rooms = Room.objects.filter(under(paths, "unit__region__path")).select_related("unit__region")
    form = OpeningForm(request.POST or None, user=request.user, regions=regions, rooms=rooms)
    wanted = {"attachments": form.cleaned_data["scans"], **form.details()} if form.is_valid() else {}
    if wanted and form.carry_out(operations.add_opening, form.place(), by=request.user, **wanted):
        messages.success(request, f"已登记{form.result}。")
        return redirect("rooms:openings")
    text = "只有总数、没有逐条记录的，登记期初数：统计时与系统里的记录分开列出，相加为累计数。"
    back = reverse("rooms:openings")
    return form_page(request, form, title="登记期初数", verb="登记", back=back, crumb="期初数", text=text)


@may("rooms.edit_openings", OpeningFigure)
@require_http_methods(["GET", "POST"])
def remove_opening(request, figure):
    form = RemoveOpeningForm(request.POST or None, user=request.user)
    if form.is_valid() and form.carry_out(operations.remove_opening, figure, by=request.user, **form.cleaned_data):
        messages.success(request, f"已移出{figure}，不再计入累计数。")
        return redirect("rooms:openings")
    back, text = reverse("rooms:openings"), f"{figure}移出以后不再计入累计数；台账里仍可查到。"
    return form_page(request, form, title="移出期初数", verb="移出", back=back, crumb="期初数", text=text)
