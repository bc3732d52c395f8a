"""The packs: which there are, one as a page, two side by side, and which region follows what from when on."""

import re

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from members.access import may
from members.models import Region
from members.permissions import roles_that_allow
from rooms import operations, practice, queries
from rooms.forms import AdoptForm
from rooms.models import PracticeDraft, PracticeVersion
from rooms.practice import comparing
from rooms.practice.flow import flow_of
from rooms.views.pack_page import chapters_of, page_of


@may("rooms.view_practice")
@require_GET
def practices(request):
    """Shipped files, loaded versions, drafts, and who follows what since when."""
    versions = list(PracticeVersion.objects.of_places().lean().with_place().select_related("loaded_by"))
    drafts = PracticeDraft.objects.visible_to(request.user).filter(room=None).for_page().defer("data")
    context = {
        "versions": versions,
        "shipped": practice.not_loaded(versions),
        "followings": queries.followings(places(request.user, "rooms.view_practice")),
        "drafts": drafts,
        "rooms": queries.own_settings(places(request.user, "rooms.view_practice")),
    }
    return render(request, "rooms/practice_list.html", context)


@may("rooms.view_practice", PracticeVersion)
@require_GET
def show_practice(request, version):
    pack = practice.of(version)
    rows = queries.followings(places(request.user, "rooms.view_practice"))
    context = {"version": version, **page_of(pack, request.GET.get("part", ""))}
    context["followed_by"] = [row for row in rows if row.practice_id == version.pk and row.standing != "past"]
    return render(request, "rooms/practice_page.html", context)


@may("rooms.view_practice", PracticeVersion)
@require_GET
def explain_practice(request, version):
    pack = practice.of(version)
    context = {
        "pack": pack,
        "prose": chapters_of(practice.explain(pack)),
        "back": reverse("rooms:practice", args=[version.pk]),
    }
    return render(request, "rooms/practice_prose.html", context)


@may("rooms.view_practice", PracticeVersion)
@require_GET
def export_practice(request, version):
    response = HttpResponse(version.text, content_type="application/toml; charset=utf-8")
    # A version may be called 2026/1, which is a folder to some.
    name = re.sub(r"[^\w.-]+", "-", f"{version.code}-{version.version}") + ".toml"
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name)
    return response


@may("rooms.view_practice")
@require_GET
def compare_practices(request):
    offers = practice.offers(PracticeVersion.objects.visible_to(request.user).of_places().lean().with_place())
    a, b = (practice.chosen(offers, request.GET.get(side)) for side in ("a", "b"))
    context = {"offers": offers, "a": a, "b": b}
    if a and b:
        context |= compared(a.pack, b.pack)
    return render(request, "rooms/practice_compare.html", context)


@may("rooms.adopt_practice", PracticeVersion)
@require_http_methods(["GET", "POST"])
def adopt_practice(request, version):
    """Region and day first; then what differs from what is followed now; then it is confirmed."""
    regions = Region.objects.active().within_any(places(request.user, "rooms.adopt_practice"))
    asked = "region" in request.GET
    form = AdoptForm(request.POST or (request.GET if asked else None), regions=regions, user=request.user)
    context = {"version": version, "form": form}
    if form.is_valid():
        region, starts_on, seen = (form.cleaned_data[name] for name in ("region", "starts_on", "seen"))
        day = {"starts_on": starts_on, "seen": seen, "by": request.user}
        if request.method == "POST" and form.carry_out(operations.adopt_practice, region, version=version, **day):
            messages.success(
                request,
                f"{region.name}自{starts_on:%Y年%-m月%-d日}起采用《{version.name}》{version.version} 版。",
            )
            return redirect("rooms:practices")
        context |= before_adoption(version, region=region, starts_on=starts_on)
    status = 422 if request.method == "POST" else 200
    return render(request, "rooms/practice_adopt.html", context, status=status)


@may("rooms.view_practice")
@require_GET
def show_shipped(request, code):
    """A pack that ships and is not loaded yet: to look at before."""
    if code not in practice.shipped():
        raise Http404
    context = page_of(practice.load(code), request.GET.get("part", ""))
    return render(request, "rooms/practice_page.html", context)


@may("rooms.edit_practice")
@require_POST
def load_shipped(request, code):
    version = operations.load_shipped(code, by=request.user)
    messages.success(request, f"已载入《{version.name}》{version.version} 版。")
    return redirect("rooms:practice", version.pk)


def places(user, permission: str) -> list[str]:
    return [role.place.path for role in roles_that_allow(user, permission)]


def compared(a: practice.Practice, b: practice.Practice) -> dict:
    packs = a, b
    old, new = (practice.to_resolved(pack) for pack in packs)
    changed = frozenset(comparing.changed_stages(old, new))
    found = comparing.differences(old, new)
    flows = [flow_of(data, pack, changed=changed) for data, pack in ((old, packs[0]), (new, packs[1]))]
    return {"flows": flows, **told(found)}


def told(found) -> dict:
    """Differences for a page: by table, and apart from them those that are marks only."""
    marks = [one for one in found if one.mark]
    return {"groups": comparing.tables_of(found), "count": len(found) - len(marks), "marks": marks}


def before_adoption(version, *, region, starts_on) -> dict:
    """What the person must have seen: what is otherwise, and which rooms' own settings fall away."""
    now = practice.current_version(region, on=starts_on)
    outdated = [str(row.room) for row in queries.own_settings([region.path]) if row.base_id != version.pk]
    asked = {"region": region, "starts_on": starts_on}
    return {
        **asked,
        "now": now,
        "outdated": outdated,
        **(compared(practice.of(now), practice.of(version)) if now else {}),
    }
