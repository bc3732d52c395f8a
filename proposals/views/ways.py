"""The way of a matter on one line, for the pages of the room, the township and the members."""

from django.shortcuts import render
from django.views.decorators.http import require_GET

from consult.models import Consultation, Decision, Matter, Submission
from consult.views.way import ICONS, OK, way_of
from members.access import may
from proposals.models import Proposal
from proposals.queries import ways


@may("consult.view_consultation", Matter)
@require_GET
def matter_way(request, matter):
    """Up to the office as the matter's own page tells it; then what its reports came to."""
    told = _told(matter.consultation, [matter])
    return render(request, "proposals/matter_way.html", {"lines": told[0][1]})


@may("consult.view_consultation", Consultation)
@require_GET
def case_way(request, consultation):
    """Those of the city among the matters of a case."""
    matters = list(consultation.matter_set.standing().filter(level="city").order_by("number"))
    told = _told(consultation, matters) if matters else []
    return render(request, "proposals/case_way.html", {"told": told, "consultation": consultation})


@may("proposals.view_proposal", Proposal)
@require_GET
def proposal_way(request, proposal):
    """What a report made of a piece of information."""
    lines = [_line([], item) for item in ways.items_of(proposal=proposal)]
    return render(request, "proposals/matter_way.html", {"lines": lines, "of_proposal": True})


def _told(consultation, matters) -> list[tuple]:
    """Each matter with its lines, one for each report: six queries, however many matters there are."""
    keys = [matter.pk for matter in matters]
    sent = list(Submission.objects.filter(consultation=consultation).order_by("pk"))
    decisions = list(Decision.objects.filter(matter__in=keys).order_by("pk"))
    items = ways.items_of(matter__in=keys)
    told = []
    for matter in matters:
        matter.consultation = consultation
        own = [row for row in decisions if row.matter_id == matter.pk]
        first = way_of(matter, consultation.pack, sent=sent, decisions=own, tasks=[])
        told.append((matter, _lines(first, [each for each in items if each.matter_id == matter.pk])))
    return told


def _lines(first, items) -> list[dict]:
    if items:
        return [_line(first, item) for item in items]
    rest = ways.waiting(is_received=first[-1]["status"] == OK)
    return [{"way": [*first, *map(_drawn, rest)], "feedback": []}]


def _line(first, item) -> dict:
    way = [*first, *map(_drawn, ways.stops_of(item))]
    return {"way": way, "feedback": ways.feedback_of(item), "outcome": item.outcome}


def _drawn(stop) -> dict:
    return {"name": stop.name, "status": stop.status, "fact": stop.fact, "icon": ICONS[stop.status]}
