"""报告通报: the list, one report with its figures, charts and texts, and what stands behind its figures."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET

from members.access import may
from members.queries import history_of, page_after
from reports.documents import excel
from reports.documents import periodic_annex as annex
from reports.facts.periodic import content, differences, pictures, words
from reports.facts.spans import span_of
from reports.filters.periodic import PeriodicFilter
from reports.models import PeriodicReport
from reports.models.periodic import TEXTS
from reports.queries import periodic as queries
from reports.queries.documents import Subject
from reports.views.export import XLSX
from reports.views.records import records_page

VIEW = "reports.view_periodic"


@may(VIEW)
@require_GET
def periodic_reports(request):
    """What was made for which span; for who makes them also how far the making is."""
    rows = PeriodicReport.objects.visible_to(request.user)
    found = PeriodicFilter(request.GET, rows, request=request)
    page = page_after(found.qs.for_list(), request.GET, order=found.order)
    for row in page.rows:
        row.span_name = span_of(row.round.span).name
    context = {"filter": found, "page": page}
    if request.htmx and "rounds" not in request.GET:
        return render(request, "reports/periodic/list.html#rows", context)
    context["rounds"] = queries.rounds_shown(request.user)
    if request.htmx:
        return render(request, "reports/periodic/list.html#rounds", context)
    context["to_publish"] = queries.to_publish(request.user)
    return render(request, "reports/periodic/list.html", context)


@may(VIEW, PeriodicReport)
@require_GET
def periodic_report(request, report):
    """One report: as it was frozen, and what has changed since."""
    told, user = report.content, request.user
    query = f"room={report.room_id}" if report.room_id else f"region={report.region.code}"
    writes = user.has_perm("reports.edit_periodic", report)
    labels = {name: PeriodicReport._meta.get_field(name).verbose_name for name in TEXTS}
    paper = "circular" if report.is_circular else "periodic_report"
    # A circular that is issued has its paper; any other is made of what the report says when somebody asks for it.
    issued = report.is_circular and not report.is_draft
    context = {
        "report": report,
        "when": span_of(report.round.span).name,
        "groups": _groups(told),
        "texts": [(labels[name], getattr(report, name)) for name in TEXTS if getattr(report, name).strip()],
        "table": [{**row, "cells": _cells(told, row)} for row in told["table"]],
        "charts": pictures.charts_of(told, query=query),
        "differences": differences(report),
        "without_record": words.without_record(told),
        "writes": writes,
        "paper": paper,
        "orders": not issued and user.has_perm("reports.order_document", Subject(paper, report)),
        "events": history_of(report) if writes else (),
        **queries.beside(report, user),
    }
    return render(request, "reports/periodic/report.html", context)


def _cells(told: dict, row: dict) -> list[tuple]:
    """The figures of a room, each with its name and its code."""
    return list(zip(told["columns"], content.CODES, row["figures"], strict=False))


def _groups(told: dict) -> list[tuple[str, list[dict]]]:
    groups = {}
    for row in told["figures"]:
        change = None if row["before"] is None else row["now"] - row["before"]
        groups.setdefault(row["group"], []).append({**row, "change": change})
    return list(groups.items())


@may(VIEW, PeriodicReport)
@require_GET
def periodic_records(request, report, code):
    """What one figure was counted from, as the records are now: of the span, or of all until its end."""
    return records_page(request, "reports/periodic/records.html", report)


@may(VIEW, PeriodicReport)
@require_GET
def periodic_annex(request, report):
    """The figures of the report and of every place in it as Excel."""
    book = excel.workbook(str(report), annex.columns_of(report), annex.rows_of(report))
    response = HttpResponse(book, content_type=XLSX)
    name = f"{report}附表.xlsx"
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name)
    return response
