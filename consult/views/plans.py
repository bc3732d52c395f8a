"""Annual plans as they are read: the list, the year on one page, one plan, one topic of it, the sheet of a room."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from consult import queries as consult_queries
from consult.forms.plan_filters import PlanFilter
from consult.models import Call, CommonTopic, Nomination, Plan, PlanItem
from consult.queries import plans as queries
from consult.steps import planned
from members.access import may
from members.queries import page_after
from rooms import practice
from rooms.models import Room

MONTHS = range(1, 13)
MOST_NEWS = 5
# A month's grid of many plans is read plan by plan.
PLANS_A_PAGE = 20
# Under a city stand hundreds; the year's own page goes on.
MOST_BELOW = 100


@may("consult.view_plan")
@require_GET
def plans(request):
    """The plans that the person sees, with how far each is; before them what is being asked for now."""
    found = PlanFilter(request.GET, Plan.objects.visible_to(request.user), request=request)
    page = page_after(found.qs, request.GET, order=("-year", "-pk"), shown=_shown)
    context = {"filter": found, "page": page, "pack": practice.of_person(request.user), "today": timezone.localdate()}
    if not request.htmx:
        context |= _front(request.user)
    return render(request, "consult/plans/list.html" + ("#rows" if request.htmx else ""), context)


def _shown(rows):
    return queries.with_progress(Plan.objects.filter(pk__in=rows.values("pk")).select_related("unit", "region"))


def _front(user) -> dict:
    """Open calls and common topics, and the person's own nominations."""
    today = timezone.localdate()
    calls = Call.objects.visible_to(user).running().select_related("issuer").order_by("closes_on")[:MOST_NEWS]
    common = CommonTopic.objects.visible_to(user).running().select_related("topic").order_by("-pk")[:MOST_NEWS]
    mine = Nomination.objects.filter(proposed_by=user).select_related("item__plan").order_by("-pk")[:MOST_NEWS]
    units = queries.own_units(user)
    missing = [unit for unit in units if not queries.plan_of(unit, today.year)] if today.month < 12 else []
    return {"calls": calls, "common_topics": common, "mine": mine, "own_units": units, "missing": missing}


@may("consult.view_plan")
@require_GET
def board(request):
    """The year: every topic of the plans that the person sees, by month."""
    params = request.GET.copy()
    params.setdefault("year", str(timezone.localdate().year))
    found = PlanFilter(params, Plan.objects.visible_to(request.user), request=request)
    page = page_after(found.qs, request.GET, order=("-year", "-pk"), size=PLANS_A_PAGE, shown=_shown)
    today = timezone.localdate()
    items = found.items_of([plan.pk for plan in page.rows]).select_related("lead", "plan")
    rows = list(items.order_by("month", "position"))
    for plan in page.rows:
        plan.rows = [_in_grid(item, today) for item in rows if item.plan_id == plan.pk]
    context = {"filter": found, "page": page, "months": MONTHS, "today": today, "by_month": _by_month(rows)}
    return render(request, "consult/plans/board.html", context | {"pack": practice.of_person(request.user)})


def _in_grid(item, today):
    """A row of the grid: empty cells, the bar over its months, empty cells."""
    item.before, item.span = range(1, item.month), item.until_month - item.month + 1
    item.after = range(item.until_month + 1, 13)
    item.late = item.is_overdue(today)
    return item


def _by_month(rows) -> list[tuple]:
    return [(month, here) for month in MONTHS if (here := [item for item in rows if item.month == month])]


@may("consult.view_plan", Plan)
@require_GET
def plan(request, plan):
    items, today, user = queries.items_of(plan), timezone.localdate(), request.user
    held, below = queries.held_months(items), _below(plan, user)
    for item in items:
        item.late, item.held_in = item.is_overdue(today), held[item.pk]
    changes = list(plan.changes.select_related("item", "proposed_by", "decision", "edition"))
    context = {
        "plan": plan,
        "items": items,
        "progress": queries.progress_of(items),
        "late": sum(item.late for item in items),
        "decisions": plan.decisions.select_related("decided_by").prefetch_related("attachments"),
        "changes": changes,
        "pending": [change for change in changes if change.state == "pending"],
        "unissued": [change for change in changes if change.state == "approved" and not change.edition_id],
        "editions": list(plan.editions.all()),
        "chosen": _chosen(plan),
        "below": list(queries.with_progress(below.select_related("unit"))[:MOST_BELOW]),
        "below_count": below.count(),
        "pack": practice.for_room(plan.room) if plan.room else practice.current(plan.region),
    }
    return render(request, "consult/plans/plan.html", context)


def _chosen(plan) -> int:
    """How many chosen topics do not stand in the table yet."""
    if not plan.is_draft:
        return 0
    return Nomination.objects.filter(to=plan.unit, year=plan.year, state="chosen", item__isnull=True).count()


def _below(plan, user):
    """The plans of the rooms under a township, of the townships and rooms under a city."""
    if plan.room_id:
        return Plan.objects.none()
    below = Plan.objects.visible_to(user).filter(year=plan.year, region__path__startswith=plan.region.path)
    # Another office of the same city has a plan beside this one, not below it.
    return below.exclude(level=plan.level).order_by("region__path", "level", "pk")


@may("consult.view_plan", PlanItem)
@require_GET
def plan_item(request, item):
    """One topic: where it comes from, what its rooms did with it, how it was changed."""
    user = request.user
    rooms = Room.objects.open().of(user, *queries.STAFF).for_page()
    own = [(room, planned.why_not(item.plan, item, room)) for room in rooms if _is_for(item, room)]
    context = {
        "item": item,
        "plan": item.plan,
        "late": item.is_overdue(timezone.localdate()),
        "nominations": item.nominations.select_related("member", "room__unit", "unit", "region"),
        "cases": consult_queries.for_list(queries.cases_of(item, user)).order_by("pk"),
        "case_count": queries.cases_of(item).count(),
        "held": queries.held_months([item])[item.pk],
        "changes": item.changes.select_related("proposed_by", "decision", "edition"),
        "own_rooms": own,
        "common": item.common_topics.first(),
        "similar": consult_queries.similar_topics(user, item.title),
        "pack": practice.for_room(item.plan.room) if item.plan.room else practice.current(item.plan.region),
    }
    return render(request, "consult/plans/item.html", context)


def _is_for(item, room) -> bool:
    return room.pk == item.plan.room_id or room in item.rooms.all()


@may("consult.view_plan", Room)
@require_GET
def room_plan(request, room):
    """The sheet on the room's own page: this year's plan, and topics that plans above it gave to the room."""
    today = timezone.localdate()
    own = queries.plan_of(room.unit, today.year)
    seen = Plan.objects.visible_to(request.user)
    own = seen.filter(pk=own.pk).first() if own else None
    given = PlanItem.objects.standing().filter(rooms=room, plan__in=seen, plan__year=today.year)
    given = given.exclude(plan__room=room).select_related("plan__unit").order_by("month", "pk")[:20]
    items = queries.items_of(own) if own else []
    for item in [*items, *given]:
        item.late = item.is_overdue(today)
    context = {"room": room, "plan": own, "items": items, "given": given, "progress": queries.progress_of(items)}
    template = "consult/plans/room_sheet.html" if request.htmx else "consult/plans/room_page.html"
    return render(request, template, context | {"year": today.year})


@may("consult.nominate")
@require_GET
def similar_planned(request):
    """Earlier consultations and nominations that are like what is being typed."""
    words = request.GET.get("title", "").strip()[:60]
    if len(words) < 2:
        return HttpResponse("")
    context = {
        "cases": consult_queries.similar_topics(request.user, words),
        "nominations": queries.similar_nominations(request.user, words),
    }
    return render(request, "consult/plans/similar.html", context)
