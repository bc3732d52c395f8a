"""Past papers: the lists of reports and publications, and one report with what came of it."""

from django.db.models import Count, Q
from django.shortcuts import render
from django.views.decorators.http import require_GET

from members.access import may
from members.queries import page_after
from proposals.filters import PastPublicationFilter, PastReportFilter
from proposals.models import PastPublication, PastReport

ORDER = ("-issued_on", "-pk")
INSTRUCTED = Count("instructions", filter=Q(instructions__is_viewed_only=False), distinct=True)
HANDLED = {
    "assigned": Count("handlings", distinct=True),
    "accepted": Count("handlings", filter=Q(handlings__accepted_on__isnull=False), distinct=True),
}


@may("proposals.view_past_papers")
@require_GET
def past_reports(request):
    rows = PastReport.objects.visible_to(request.user).standing()
    found = PastReportFilter(request.GET, rows, request=request)
    page = page_after(found.qs.for_page().annotate(instructed=INSTRUCTED, **HANDLED), request.GET, order=ORDER)
    template = "proposals/past_report_list.html" + ("#rows" if request.htmx else "")
    return render(request, template, {"filter": found, "page": page})


@may("proposals.view_past_papers", PastReport)
@require_GET
def past_report(request, report):
    context = {
        "report": report,
        "instructions": report.instructions.all(),
        "handlings": report.handlings.all(),
        "rooms": report.rooms.select_related("unit"),
        "files": report.attachments.standing(),
    }
    return render(request, "proposals/past_report.html", context)


@may("proposals.view_past_papers")
@require_GET
def past_publications(request):
    rows = PastPublication.objects.visible_to(request.user).standing()
    found = PastPublicationFilter(request.GET, rows, request=request)
    page = page_after(found.qs.for_page(), request.GET, order=ORDER)
    template = "proposals/past_publication_list.html" + ("#rows" if request.htmx else "")
    return render(request, template, {"filter": found, "page": page})
