"""年度画册: those of the person's units, choosing photos for one, one album and its file."""

from itertools import groupby

from django.contrib import messages
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from members.access import may
from members.models.keys import key_in, keys_in
from members.permissions.bulletins import ALBUM_MAKERS
from members.queries import page_after
from reports.forms.albums import AlbumForm
from reports.models import Album
from reports.operations import albums as verbs
from reports.queries import albums as queries

VIEW, MAKE = "reports.view_album", "reports.make_album"
MOST_YEARS = 6


@may(VIEW)
@require_GET
def albums(request):
    page = page_after(Album.objects.visible_to(request.user).for_page(), request.GET)
    return render(request, "reports/albums/list.html", {"page": page, "can_make": request.user.has_perm(MAKE)})


@may(VIEW, Album)
@require_GET
def album(request, album):
    template = "reports/albums/page.html" + ("#state" if request.htmx else "")
    return render(request, template, {"album": album, "can_make": request.user.has_perm(MAKE, album)})


@may(MAKE)
@require_http_methods(["GET", "POST"])
def new_album(request):
    """The photos of a year by month; what is ticked is bound in this order."""
    units = {unit.pk: unit for unit in queries.units_of(request.user, ALBUM_MAKERS)}
    unit = units.get(key_in(request.GET.get("unit", "")), next(iter(units.values())))
    years = range(timezone.localdate().year, timezone.localdate().year - MOST_YEARS, -1)
    year = next((each for each in years if request.GET.get("year") == str(each)), years[0])
    form = AlbumForm(request.POST or None, user=request.user, initial={"title": f"{unit.short_name}协商工作画册"[:40]})
    ticked = keys_in(request.POST.getlist("photos"))
    if form.is_valid():
        told = {"year": year, "title": form.cleaned_data["title"], "per_page": int(form.cleaned_data["per_page"])}
        if form.carry_out(verbs.order_album, unit, by=request.user, photos=ticked, **told):
            messages.info(request, "正在制作画册，可以离开，做好以后通知您。")
            return redirect(form.result)
    offered = queries.offered(request.user, unit, year)
    months = [(month, list(group)) for month, group in groupby(offered, key=lambda each: each.month)]
    context = {"form": form, "unit": unit, "units": list(units.values()), "year": year, "years": years}
    context |= {"months": months, "count": len(offered), "ticked": set(ticked), "most": queries.MOST_CHOSEN}
    return render(request, "reports/albums/new.html", context, status=422 if form.is_bound else 200)


@may(VIEW, Album)
@require_GET
def album_file(request, album):
    if not album.file or not default_storage.exists(album.file.name):
        raise Http404
    response = FileResponse(album.file.open("rb"), content_type="application/pdf")
    as_attachment = "download" in request.GET
    name = f"{album.title}.pdf"
    response["Content-Disposition"] = content_disposition_header(as_attachment=as_attachment, filename=name)
    return response


@may(MAKE, Album)
@require_POST
def retry_album(request, album):
    verbs.try_again(album, by=request.user)
    messages.info(request, "已重新开始制作。")
    return redirect(album)
