"""督办检查 to look at: the coverage of a month, its problems, its summary, one inspection, those of one room."""

from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from members.access import may
from members.queries import page_after
from reports.enums import FindingState, InspectionState
from reports.filters.inspections import InspectionFilter, ProblemFilter
from reports.models import Inspection
from reports.models.inspection import STANDING
from reports.operations.inspections import why_stays
from reports.queries import inspection_lists as lists
from reports.queries import inspections as queries
from reports.queries.documents import Subject
from rooms.models import Room

VIEW = "reports.view_inspections"
MOST_OF_ROOM = 24


@may(VIEW)
@require_GET
def inspections(request):
    """Every room that the month asks for, and what was found there."""
    month = queries.month_asked(request.GET.get("month", ""))
    found = InspectionFilter(request.GET, lists.room_rows(request.user, request.GET), request=request)
    page = page_after(found.qs, request.GET, order=lists.room_order(request.GET), shown=_shown_rooms(request, month))
    _worded(page.rows)
    context = {
        "months": queries.months_around(month),
        "filter": found,
        "chips": found.chips,
        "page": page,
        "figures": queries.coverage(queries.readable_rooms(request.user), month),
        "inspects": queries.inspects(request.user),
        "sums": request.user.has_perm("reports.summarise_inspections"),
        "has_many": queries.readable_rooms(request.user)[1:2].exists(),
    }
    return render(request, "reports/inspection/list.html" + ("#rows" if request.htmx else ""), context)


def _shown_rooms(request, month):
    def shown(rows):
        keys = list(rows.values_list("pk", flat=True))
        rooms = Room.objects.filter(pk__in=keys).select_related("unit__region__parent", "approver", "guidance")
        return queries.with_inspections(rooms, month, today=timezone.localdate(), user=request.user)

    return shown


def _worded(rooms) -> None:
    words = dict(InspectionState.choices)
    for room in rooms:
        room.inspection_word = words.get(room.inspection_state, "")
        room.inspection_sent = room.inspection_state in STANDING


@may(VIEW)
@require_GET
def inspection_problems(request):
    """The problems of all months, those whose day comes first on top."""
    found = ProblemFilter(request.GET, lists.problem_rows(request.user), request=request)
    order = lists.problem_order(request.GET)
    page = page_after(found.qs, request.GET, order=order, shown=_problems)
    month = queries.month_of(request.GET.get("month", ""))
    context = {"filter": found, "chips": found.chips, "page": page, "today": timezone.localdate(), "month": month}
    return render(request, "reports/inspection/problems.html" + ("#rows" if request.htmx else ""), context)


def _problems(rows):
    keys = list(rows.values_list("pk", flat=True))
    return rows.model.objects.filter(pk__in=keys).with_day().for_page()


@may("reports.summarise_inspections")
@require_GET
def inspection_summary(request):
    """The month in figures and in problems, for the office's own use and for its reports."""
    month = queries.month_asked(request.GET.get("month", ""))
    summary = queries.month_summary(queries.readable_rooms(request.user), month)
    context = {"months": queries.months_around(month), "summary": summary}
    return render(request, "reports/inspection/summary.html", context)


@may(VIEW, Inspection)
@require_GET
def inspection(request, inspection):
    user = request.user
    problems = list(queries.problems_in_order(inspection).prefetch_related("attachments"))
    inspects = queries.inspecting_unit(user, inspection.room) is not None
    waits = not inspection.is_draft and any(each.state == FindingState.OPEN for each in problems)
    context = {
        "inspection": inspection,
        "problems": problems,
        "checks": inspection.checks.select_related("problem__inspection"),
        "files": inspection.attachments.standing(),
        "events": queries.history(inspection),
        "writes": inspects and inspection.is_draft,
        "drops": inspects and not why_stays(inspection),
        "replies": waits and user.has_perm("reports.reply_inspection", inspection),
        "judges": inspection.state in STANDING and user.has_perm("reports.judge_inspection", inspection),
        "orders": user.has_perm("reports.order_document", Subject("inspection_sheet", inspection)),
    }
    return render(request, "reports/inspection/page.html", context)


@may(VIEW, Room)
@require_GET
def room_inspections(request, room):
    """Those of one room, and the link to begin this month's: a panel of the room's page, or a page of its own."""
    rows = list(Inspection.objects.visible_to(request.user).filter(room=room).not_dropped()[:MOST_OF_ROOM])
    month = queries.month_begins(timezone.localdate())
    done = any(row.month == month for row in rows)
    may_begin = not done and queries.is_due(room, month) and queries.inspecting_unit(request.user, room) is not None
    context = {"room": room, "rows": rows, "month": month, "begins": may_begin}
    context["waiting"] = lists.narrowed_problems(
        lists.problem_rows(request.user), {"room": str(room.pk), "state": "unmended"}
    )
    return render(request, "reports/inspection/room.html" + ("#panel" if request.htmx else ""), context)
