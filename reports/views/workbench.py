"""Pages that look across apps: the workbench and the search."""

from datetime import date

from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from consult import queries as consult_queries
from consult.workflow import waiting
from members.access import may
from members.enums import RoleCode
from members.models import Draft, Notice
from proposals import queries as proposal_queries
from reports import queries
from reports.facts.points.waiting import points_tasks
from reports.queries import days
from reports.queries.asked.head import head_for
from reports.queries.bulletins import contribution_tasks, returned_tasks
from reports.queries.distribution import receipt_tasks
from reports.queries.inspection_tasks import inspection_tasks
from reports.queries.room_tasks import room_alarms, room_tasks
from rooms import calendar
from rooms.queries import day_desk
from rooms.queries.reception_desk import own_duties, reception_days
from rooms.views.activities import own_rooms


@may("reports.view_workbench")
@require_GET
def workbench(request):
    """What waits for me, what is late, what changed."""
    today, user = timezone.localdate(), request.user
    given, tasks, others = _waiting(request)
    head, tasks = _headed(user, tasks)
    late = [task for task in tasks if task.is_late(today)]
    soon = [
        task for task in tasks if task.due_on and not task.is_late(today) and (task.due_on - today).days <= SOON_DAYS
    ]
    counted = {"tasks": [*tasks, *head.urls] if head else tasks, "late": late, "soon": soon, "others": others}
    context = {
        "today": today,
        "tasks": tasks[:MOST],
        "head": head,
        "others": others[:MOST],
        "is_more": len(tasks) > MOST,
        "counts": {name: _counted(rows) for name, rows in counted.items()},
        **_in_hand(given, today),
        "drafts": Draft.objects.filter(user=user)[:10],
        "notices": Notice.objects.visible_to(user)[:8],
        "draft_rooms": own_rooms(user) if user.holds(RoleCode.MEMBER) else (),
        "roles": [f"{role.scope_name}　{role.get_code_display()}" for role in user.current_roles],
    }
    return render(request, "reports/workbench.html", context)


SOON_DAYS = 3
MOST = consult_queries.MOST_TASKS
# Tasks in hand: the most urgent ones; the rest is behind the list.
MOST_IN_HAND = 10


def _waiting(request) -> tuple[list, list, list]:
    """Tasks that the person's bodies gave out, tasks of the person, and cases that wait for others; each read once."""
    user = request.user
    # The late rows of the page ask for the same days.
    request.calendar_overrides = overrides = calendar.overrides_when_asked()
    given = consult_queries.tasks_given(user)
    running = consult_queries.running_cases(user)
    more = [
        *waiting.checkpoint_tasks(user, running, overrides),
        *waiting.own_tasks(user, overrides),
        *proposal_queries.waiting_for(user),
    ]
    tasks = consult_queries.waiting_for(user, given, more, overrides)
    return given, tasks, consult_queries.waiting_for_others(running, tasks)


def _headed(user, tasks) -> tuple:
    """What is asked of the person's units stands at the head; what is left of the tasks beside it."""
    head = head_for(user)
    return head, [task for task in tasks if head is None or task.url not in head.urls]


def _counted(rows) -> str:
    """How many there are, as far as they are read: 12 件, 30 件以上; nothing for none."""
    if len(rows) > MOST:
        return f"{MOST} 件以上"
    return f"{len(rows)} 件" if rows else ""


def _in_hand(given, today) -> dict:
    """What the units of the person's body have in hand, by its day, and how many of it are late."""
    given = sorted(given, key=lambda task: (task.due_on or date.max, task.pk))
    shown = consult_queries.with_deadlines(given[:MOST_IN_HAND])
    late = sum(task.is_late(today) for task in given)
    return {"in_hand": shown, "in_hand_count": _counted(given), "in_hand_late": late}


@may("reports.search")
@require_GET
def search(request):
    """Find consultations, matters, tasks, received papers and rooms by words, rooms by pinyin too."""
    words = request.GET.get("q", "").strip()[:60]
    return render(request, "reports/search.html", {"words": words, "found": queries.find(request.user, words)})


# What no case waits for is asked for once the workbench stands: the cases are there at once, however much there is.


@may("reports.view_workbench")
@require_GET
def workbench_year(request):
    """What the year asks of the person: plans, activity days, hearings, rooms to decide on, papers, contributions."""
    today, user = timezone.localdate(), request.user
    tasks = [
        *consult_queries.plan_tasks(user),
        *queries.requirement_tasks(user),
        *days.day_tasks(day_desk(user, today)),
        *room_tasks(user),
        *inspection_tasks(user),
        *points_tasks(user),
        *receipt_tasks(user),
        *contribution_tasks(user),
        *returned_tasks(user),
        *days.reception_tasks(reception_days(user, today), today),
    ]
    tasks = consult_queries.in_order(_headed(user, tasks)[1])
    context = {"tasks": tasks[:MOST], "count": _counted(tasks), "today": today}
    return render(request, "reports/workbench_year.html" + ("#rows" if request.htmx else ""), context)


@may("reports.view_workbench")
@require_GET
def workbench_rooms(request):
    """The next days of the person's rooms, what about them alarms, and their year: each of them is looked at."""
    today, user = timezone.localdate(), request.user
    context = {
        "today": today,
        "alarms": room_alarms(user),
        "days": day_desk(user, today),
        "duties": own_duties(reception_days(user, today), today),
        "figures": queries.room_figures(user, today.year),
    }
    template = "reports/workbench_rooms.html" if request.htmx else "reports/room_alarms_page.html"
    return render(request, template, context)
