"""The page on which the public gives clues, and the one that tells what became of one. Nobody's clue is shown here."""

from datetime import timedelta

from django.conf import settings
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from members.access import client_address, may, public
from members.models.keys import code_in, grouped
from members.operations import count_visit
from proposals.forms.clues import PublicClueForm
from proposals.operations import clues as verbs
from proposals.queries.clues import by_code, city_office, public_calls
from rooms.models import Room

MOST_GIVEN, MOST_ASKED = 5, 60
WINDOW = timedelta(hours=1)


@public
@require_http_methods(["GET", "POST"])
def public_clues(request, city):
    """What the office of a city asks for, and the form; `room` names the room whose page led here."""
    office = city_office(city)
    if office is None:
        raise Http404
    calls = public_calls(office)
    only = calls[0] if len(calls) == 1 else None
    form = PublicClueForm(request.POST or None, calls=calls, initial={"call": only})
    context = {"office": office, "calls": calls, "form": form, "room": _room(request, office)}
    if form.is_valid():
        if _too_often(request, "clue", MOST_GIVEN):
            return render(request, "proposals/public_clues.html", {**context, "busy": True}, status=429)
        if form.cleaned_data.pop("website"):
            # A machine is thanked like everybody, and nothing is kept.
            return redirect("proposals:public_clues", city)
        given = {**form.cleaned_data, "room": context["room"]}
        if form.carry_out(verbs.give_publicly, office, **given):
            return redirect("proposals:public_clue", form.result.code)
    return render(request, "proposals/public_clues.html", context, status=422 if form.is_bound else 200)


def _room(request, office) -> Room | None:
    key = request.GET.get("room", "")
    if not key.isdecimal() or len(key) > 9:
        return None
    rooms = Room.objects.open().filter(pk=int(key), unit__region__path__startswith=office.region.path)
    return rooms.select_related("unit").first()


@may("proposals.give_clue", Room)
@require_GET
def suggest_code(request, room):
    """What the room hangs up: the code of the form on which the public gives clues, which names this room."""
    city = room.unit.region.city_code
    if city_office(city) is None:
        raise Http404
    address = f"{settings.SITE_URL}{reverse('proposals:public_clues', args=[city])}?room={room.pk}"
    return render(request, "proposals/suggest_code.html", {"room": room, "address": address})


@public
@require_GET
def public_clue(request, code):
    """What became of a clue, for whoever holds its code: state and answer, and its title once somebody has read it.

    What a stranger wrote is not shown to others on a page of the office before it was screened.
    """
    if _too_often(request, "clue-code", MOST_ASKED):
        return render(request, "proposals/public_clue.html", {"busy": True}, status=429)
    code = code_in(code)
    clue = by_code(code)
    context = {"clue": clue, "code": grouped(code)}
    return render(request, "proposals/public_clue.html", context, status=200 if clue else 404)


@public
@require_GET
def ask_clue(request):
    """For whoever wrote the code down and not the address."""
    if code := code_in(request.GET.get("code")):
        return redirect("proposals:public_clue", code)
    return render(request, "proposals/public_clue.html", {"asks": True, "asked": "code" in request.GET})


def _too_often(request, page: str, most: int) -> bool:
    return count_visit(page, address=client_address(request), window=WINDOW) > most
