"""试算: a pack asked about cases that are over, one by one and the last twenty of the region together."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from consult.enums import ConsultationState
from consult.models import Consultation
from consult.workflow import pack_of
from consult.workflow.trial import missing_in, tried
from members.access import may
from members.models import Region
from members.permissions import roles_that_allow
from rooms import practice
from rooms.models import PracticeVersion

LAST = 20


@may("consult.try_practice")
@require_GET
def try_practice(request):
    """The last closed cases that the person sees, against one pack."""
    context = {**offered(request), "last": LAST}
    if asked := context["asked"]:
        rows = Consultation.objects.visible_to(request.user).filter(state=ConsultationState.CLOSED)
        cases = list(rows.for_page().order_by("-ended_at", "-pk")[:LAST])
        found = missing_in(cases, asked.pack)
        lacks = {}
        for row in found:
            for case in row.cases:
                lacks[case.pk] = lacks.get(case.pk, 0) + 1
        context |= {"rows": found, "cases": [(case, lacks.get(case.pk, 0)) for case in cases]}
    return render(request, "consult/trial_list.html", context)


@may("consult.try_practice", Consultation)
@require_GET
def try_consultation(request, consultation):
    """One case, gate by gate."""
    context = {**offered(request), "consultation": consultation, "own": pack_of(consultation)}
    if asked := context["asked"]:
        stages = tried(consultation, asked.pack)
        missing = [one for stage in stages for one in stage.asked if not one.gate.met]
        context |= {"stages": stages, "missing": len(missing), "blocking": sum(one.gate.blocks for one in missing)}
    return render(request, "consult/trial.html", context)


def region_to_adopt(user, pk):
    paths = [role.place.path for role in roles_that_allow(user, "rooms.adopt_practice")]
    return Region.objects.within_any(paths).filter(pk=pk).first()


@may("rooms.adopt_practice", region_to_adopt)
@require_GET
def running_under(request, region):
    """A part of the page on which a region changes over: how many cases go on as they began."""
    rows = Consultation.objects.running().filter(room__unit__region__path__startswith=region.path)
    count = rows.count()
    return HttpResponse(f"现在有 {count} 件正在进行。" if count else "现在没有正在进行的。")


def offered(request) -> dict:
    """The packs that can be asked, and the one that the address names."""
    offers = practice.offers(PracticeVersion.objects.visible_to(request.user).of_places().lean().with_place())
    return {"offers": offers, "asked": practice.chosen(offers, request.GET.get("practice"))}
