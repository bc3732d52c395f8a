"""归档卷: those of one room, those of all rooms in a year, their files, and ordering one."""

from django.contrib import messages
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET, require_http_methods

from members.access import allow, may
from members.forms.people import AskForm
from members.queries import page_after
from members.views.form_page import form_page
from reports.filters import VolumeFilter
from reports.forms import VolumeForm
from reports.models import Volume
from reports.operations import volumes as verbs
from reports.queries import volumes as queries
from rooms.models import Room

VIEW, ORDER, WHOLE = "reports.view_volume", "reports.order_volume", "reports.view_whole_volume"


@may(VIEW)
@require_GET
def volumes(request):
    """Every room with its volume of the year."""
    rooms = queries.readable_rooms(request.user)
    found = VolumeFilter(request.GET, rooms, request=request)
    page = page_after(found.qs, request.GET, order=("pinyin", "pk"))
    made = queries.newest(room.volume_pk for room in page.rows)
    for room in page.rows:
        room.volume = made.get(room.volume_pk)
    counted = queries.with_volumes(rooms, found.year)
    context = {"filter": found, "page": page, "year": found.year, "count": counted.count()}
    context["made"] = counted.filter(is_made=True).count()
    return render(request, "reports/volume_list.html" + ("#rows" if request.htmx else ""), context)


@may(VIEW)
@require_http_methods(["GET", "POST"])
def pack_volumes(request, year):
    """Ask, then order: all volumes of a year that the person may read, as one file."""
    if not queries.FIRST_YEAR <= year <= timezone.localdate().year:
        raise Http404
    form = AskForm(request.POST if request.method == "POST" else None, user=request.user)
    if form.is_valid() and form.carry_out(verbs.order_pack, by=request.user, year=year):
        messages.info(request, "正在后台打包，完成后会通知您，也可以在这里等。")
        return redirect("members:job", form.result.pk)
    counted = queries.with_volumes(queries.readable_rooms(request.user), year)
    made, rooms = counted.filter(is_made=True).count(), counted.count()
    text = f"把 {rooms} 个联络室中已经做好的 {made} 卷 {year} 年度归档卷装成一个压缩包，每室取最新一版。"
    text += "没有归档卷的联络室和卷内缺少的材料，都列在压缩包内的“说明.txt”里。在后台打包，做好以后通知您。"
    back = f"{reverse('reports:volumes')}?year={year}"
    title = f"打包下载 {year} 年度归档卷"
    return form_page(request, form, title=title, verb="开始打包", back=back, crumb="年度归档卷", text=text)


@may(VIEW, Room)
@require_GET
def room_volumes(request, room):
    context = {
        "room": room,
        "years": queries.years_of(room),
        "sees_whole": request.user.has_perm(WHOLE, room),
        "can_order": request.user.has_perm(ORDER, room),
    }
    return render(request, "reports/room_volumes.html" + ("#years" if request.htmx else ""), context)


@may(ORDER, Room)
@require_http_methods(["GET", "POST"])
def order_volume(request, room, year):
    """Ask, then order: the first volume of a year at once, another one with the reason."""
    if not 2000 <= year <= timezone.localdate().year:
        raise Http404
    has_one = room.volumes.made().filter(year=year).exists()
    sent = request.POST if request.method == "POST" else None
    form = (VolumeForm if has_one else AskForm)(sent, user=request.user)
    if form.is_valid() and form.carry_out(verbs.order_volume, room, by=request.user, year=year, **form.cleaned_data):
        messages.info(request, f"正在组织 {year} 年度归档卷，可以离开，做好以后通知您。")
        return redirect("reports:room_volumes", room.pk)
    text = f"把{room.name} {year} 年度的案卷、活动和登记装订成一份 PDF，带目录、书签和页号。缺少的材料列在备考表里。"
    if year == timezone.localdate().year:
        text += "年度还没有结束，卷内是到今天为止的材料。"
    back = reverse("reports:room_volumes", args=[room.pk])
    title = f"组织 {year} 年度归档卷"
    return form_page(request, form, title=title, verb="开始组卷", back=back, crumb="年度归档卷", text=text)


@may(VIEW, Volume)
@require_GET
def volume(request, volume):
    """What is in a volume, and what is missing from it."""
    sees_whole = request.user.has_perm(WHOLE, volume)
    contents = volume.contents if sees_whole else volume.copy_contents
    context = {"volume": volume, "room": volume.room, "sees_whole": sees_whole, "contents": contents}
    context["missing"] = volume.missing if sees_whole else volume.copy_missing
    context["code"] = volume.verify_code if sees_whole else volume.copy_verify_code
    context["sha256"] = volume.sha256 if sees_whole else volume.copy_sha256
    return render(request, "reports/volume.html", context)


@may(VIEW, Volume)
@require_GET
def volume_file(request, volume, which):
    """The whole volume for the room, the copy for everybody who may read it."""
    if which not in ("whole", "copy"):
        raise Http404
    if which == "whole":
        allow(request.user, WHOLE, volume)
    file = volume.file if which == "whole" else volume.copy_file
    if not file or not default_storage.exists(file.name):
        raise Http404
    response = FileResponse(file.open("rb"), content_type="application/pdf")
    name = f"{volume}{'' if which == 'whole' else '（查阅副本）'}.pdf"
    as_attachment = "download" in request.GET
    response["Content-Disposition"] = content_disposition_header(as_attachment=as_attachment, filename=name)
    return response


@may(ORDER, Volume)
@require_http_methods(["POST"])
def retry_volume(request, volume):
    get_object_or_404(Volume, pk=volume.pk, made_at__isnull=True)
    verbs.order_volume(volume.room, by=request.user, year=volume.year)
    messages.info(request, "已重新开始组卷。")
    return redirect("reports:room_volumes", volume.room_id)
