"""The way of a matter on one line, for the pages of the room, the township and the members."""

from django.shortcuts import render
from django.views.decorators.http import require_GET

from consult.models import Consultation, Matter, Submission
from consult.views.way import ICONS, way_of
from members.access import may
from proposals.models import Proposal
from proposals.queries import ways


@may("consult.view_consultation", Matter)
@require_GET
def matter_way(request, matter):
    """The room and the office first, as the matter's own page tells them; then what its reports came to."""
    sent = list(Submission.objects.filter(consultation=matter.consultation).order_by("pk"))
    items = ways.items_of(matter=matter)
    return render(request, "proposals/matter_way.html", {"lines": _lines(matter, sent, items)})


@may("consult.view_consultation", Consultation)
@require_GET
def case_way(request, consultation):
    """Those of the city among the matters of a case."""
    matters = list(consultation.matter_set.standing().filter(level="city").order_by("number"))
    sent = list(Submission.objects.filter(consultation=consultation).order_by("pk")) if matters else []
    items = ways.items_of(matter__in=[row.pk for row in matters]) if matters else []
    told = []
    for matter in matters:
        matter.consultation = consultation
        told.append((matter, _lines(matter, sent, [each for each in items if each.matter_id == matter.pk])))
    return render(request, "proposals/case_way.html", {"told": told, "consultation": consultation})


@may("proposals.view_proposal", Proposal)
@require_GET
def proposal_way(request, proposal):
    """What a report made of a piece of information."""
    lines = [_line([], item) for item in ways.items_of(proposal=proposal)]
    return render(request, "proposals/matter_way.html", {"lines": lines, "of_proposal": True})


def _lines(matter, sent, items) -> list[dict]:
    first = way_of(matter, matter.consultation.pack, sent=sent, decisions=[], tasks=[])[:2]
    if not items:
        return [{"way": [*first, *map(_drawn, ways.waiting())], "feedback": []}]
    return [_line(first, item) for item in items]


def _line(first, item) -> dict:
    way = [*first, *map(_drawn, ways.stops_of(item))]
    return {"way": way, "feedback": ways.feedback_of(item), "outcome": item.outcome}


def _drawn(stop) -> dict:
    return {"name": stop.name, "status": stop.status, "fact": stop.fact, "icon": ICONS[stop.status]}
