"""总览: figures and pictures of a place or a unit in a span, what needs attention, the records behind a number."""

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from members.access import may
from reports.charts import WALL
from reports.facts import freshness
from reports.facts.dashboard import (
    TONES,
    above,
    activity_map,
    asked_for,
    attention_for,
    board_of,
    latest,
    of_unit_asked,
    spans,
    unit_board,
    window_of,
)
from reports.views.records import records_page

# How an address names a place with rooms.
PLACES = {"region", "room", "group", "place"}


@may("reports.view_dashboard")
@require_GET
def dashboard(request):
    """Of a place with rooms; a unit that only handles sees how it does."""
    asked = None if request.GET.get("unit") else asked_for(request.user, request.GET)
    if asked is None and not PLACES & request.GET.keys():
        return _of_unit(request)
    if asked is None:
        raise Http404
    context = {"board": board_of(asked, request.user), "asked": asked, **_choices(request.user, asked), **_freshness()}
    return render(request, "reports/dashboard/page.html", context)


def _choices(user, asked) -> dict:
    """What the two lists of the head offer, and the way back up."""
    up = [(each.name, f"region={each.code}") for each in above(user, asked.place)]
    here = [(each.name, each.query) for each in (asked.place, *asked.below)]
    return {
        "spans": spans(),
        "above": up,
        "choices": [*up, *here],
        "here": asked.place.query,
        "export": export_url(user, asked.query),
    }


def export_url(user, query: str) -> str:
    """The tables of the page as Excel, for whoever may have them; the name of one is added to it."""
    if not user.has_perm("consult.export_consultations"):
        return ""
    return f"{reverse('reports:export_list', args=['dashboard'])}?{query}&table="


def _of_unit(request):
    unit, window = of_unit_asked(request.user, request.GET), window_of(request.GET.get("span", ""))
    if unit is None or window is None:
        raise Http404
    context = {"board": unit_board(unit, window), "spans": spans(), "kept": [("unit", unit.pk)], **_freshness()}
    context["export"] = export_url(request.user, context["board"].query)
    return render(request, "reports/dashboard/unit.html", context)


def _freshness() -> dict:
    """When the facts were last counted, and whether acts wait to be counted."""
    counted_at, waits = freshness()
    return {"counted_at": counted_at, "is_behind": waits}


def _map(asked) -> dict:
    """One room needs no map."""
    return {"picture": None if asked.place.room else activity_map(asked), "tones": TONES}


@may("reports.view_dashboard")
@require_GET
def attention(request):
    """What waits or is silent now: read from the records of today, once the page stands."""
    asked = asked_for(request.user, request.GET)
    if asked is None:
        raise Http404
    context = {"found": attention_for(request.user, asked), "asked": asked, **_map(asked)}
    context["export"] = export_url(request.user, asked.query)
    return render(request, "reports/dashboard/attention.html" + ("#sheets" if request.htmx else ""), context)


@may("reports.view_wall")
@require_GET
def wall(request):
    """The screen on the wall: refreshes by itself, and shows nobody's name."""
    asked = asked_for(request.user, {})
    if asked is None:
        raise Http404
    context = {"board": board_of(asked, request.user, look=WALL), "asked": asked, "now": timezone.localtime()}
    context |= {"latest": latest(asked), "attention": attention_for(request.user, asked), **_map(asked), **_freshness()}
    return render(request, "reports/dashboard/wall.html" + ("#picture" if request.htmx else ""), context)


@may("reports.view_dashboard")
@require_GET
def records(request, measure):
    """What one number was counted from."""
    return records_page(request, "reports/dashboard/records.html")
