"""What 督办检查 asks of people: of a room its replies; of the office objections, mendings, rooms to inspect."""

from collections.abc import Iterator
from datetime import datetime, time

from django.db.models import Min
from django.urls import reverse
from django.utils import timezone

from consult.queries import MOST_TASKS, Task
from members.enums import RoleCode
from reports.enums import FindingState, InspectionState
from reports.models import Inspection, InspectionProblem
from reports.queries import inspections as queries
from rooms import calendar, practice
from rooms.models import Room

STAFF = (RoleCode.CLERK, RoleCode.CONVENER)


def inspection_tasks(user, overrides=None) -> Iterator[Task]:
    yield from _replies(user)
    if user.holds(RoleCode.LEADING_OFFICE, RoleCode.GUIDANCE):
        yield from _drafts(user)
    if user.holds(RoleCode.LEADING_OFFICE):
        yield from _answers(user)
        yield from _to_inspect(user, calendar.overrides() if overrides is None else overrides)


def _replies(user) -> Iterator[Task]:
    """One for each sheet that was sent to the person's room, until the first day of its open problems."""
    units = user.units_as(*STAFF)
    if not units:
        return
    rows = InspectionProblem.objects.sent().with_day().filter(state=FindingState.OPEN, inspection__room__unit__in=units)
    found = rows.order_by().values("inspection").annotate(day=Min("mend_until"))
    days = dict(found.values_list("inspection", "day")[: MOST_TASKS + 1])
    for each in Inspection.objects.for_page().filter(pk__in=days).order_by("pk"):
        url = reverse("reports:reply_inspection", args=[each.pk])
        yield Task("整改督办检查指出的问题并答复", str(each), url, each.sent_at, days[each.pk])


def _drafts(user) -> Iterator[Task]:
    rows = Inspection.objects.for_page().filter(state=InspectionState.DRAFT, created_by=user).order_by("pk")
    for each in rows[: MOST_TASKS + 1]:
        url = reverse("reports:edit_inspection", args=[each.pk])
        yield Task("填完督办检查，发给联络室", str(each), url, each.created_at)


def _answers(user) -> Iterator[Task]:
    """Objections to answer and mended problems to look at, of the rooms of the person's city."""
    rooms = Room.objects.visible_to(user)
    rows = InspectionProblem.objects.sent().filter(inspection__room__in=rooms).for_page()
    rows = rows.filter(state__in=(FindingState.OBJECTED, FindingState.REPORTED)).order_by("replied_at", "pk")
    for each in rows[: MOST_TASKS + 1]:
        is_objection = each.state == FindingState.OBJECTED
        name = "reports:answer_objection" if is_objection else "reports:judge_problem"
        sentence = "答复联络室对督办检查的异议" if is_objection else "核查联络室报告的整改情况"
        yield Task(sentence, str(each), reverse(name, args=[each.pk]), each.replied_at)


def _to_inspect(user, overrides) -> Iterator[Task]:
    """In the last working days of the month: how many rooms nobody has inspected."""
    today = timezone.localdate()
    month = queries.month_begins(today)
    for path in user.paths_as(RoleCode.LEADING_OFFICE):
        since, last = last_days(path, month, overrides)
        if today < since:
            continue
        rooms = Room.objects.filter(unit__region__path__startswith=path)
        count = queries.not_inspected(rooms, month).count()
        if count:
            url = f"{reverse('reports:inspections')}?month={month:%Y-%m}&state=none"
            begun = timezone.make_aware(datetime.combine(since, time.min))
            yield Task(f"本月还有 {count} 个联络室没有督办检查", "督办检查", url, begun, last)


def last_days(path: str, month, overrides) -> tuple:
    """From which day on a place is told of rooms that are still to be inspected, and the last working day."""
    pack = practice.current_for([path], on=timezone.localdate())[path]
    count = queries.round_of(pack).get("remind", queries.REMIND)
    since = queries.last_workdays(month, count, overrides=overrides)
    return since, queries.last_workdays(month, 1, overrides=overrides)
