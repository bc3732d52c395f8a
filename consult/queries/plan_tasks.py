"""A year's plan on the workbench: what waits for the body, for those who make plans, and for the rooms of a topic."""

from calendar import monthrange
from datetime import date, datetime, time

from django.db.models import Count, Exists, Max, Min, OuterRef, Q
from django.urls import reverse
from django.utils import timezone

from consult.enums import (
    CommonAnswerState,
    CommonTopicState,
    ConsultationState,
    NominationState,
    PlanChangeState,
    PlanItemState,
    PlanState,
)
from consult.models import Call, CommonAnswer, Consultation, Nomination, Plan, PlanItem
from consult.queries.plans import STAFF, own_units
from consult.queries.task import MOST, Task
from members.enums import RoleCode, UnitKind
from members.permissions.plans import PLANNERS, SPEAKERS

TOWNSHIP = (RoleCode.TOWNSHIP, RoleCode.TOWNSHIP_CLERK)
# In these a room of several may still have to begin.
OPEN_STATES = (PlanItemState.PLANNED, PlanItemState.MOVED, PlanItemState.RUNNING, PlanItemState.HELD)


def plan_tasks(user):
    """Tasks of whoever makes, approves or carries out plans; the others are asked nothing."""
    if not user.holds(*PLANNERS, RoleCode.CITY_COMMITTEE):
        return
    yield from _to_decide(user)
    yield from _to_issue(user)
    yield from _to_judge(user)
    yield from _to_submit(user)
    rooms = user.units_as(*STAFF)
    if rooms:
        yield from _to_begin(rooms)
        yield from _to_answer(rooms)


def _to_decide(user):
    """Plans, and changes to plans, before the person's body; the office enters for the city's committee (代录)."""
    bodies = user.units_as(*TOWNSHIP, RoleCode.CITY_COMMITTEE)
    seen = Q(approver__in=bodies)
    if paths := user.paths_as(RoleCode.LEADING_OFFICE):
        seen |= Q(approver__kind=UnitKind.CITY_COMMITTEE, region__path__in=paths)
    changed = Q(changes__state=PlanChangeState.PENDING)
    waiting = Plan.objects.filter(seen).filter(Q(state=PlanState.PENDING) | changed)
    waiting = waiting.annotate(changed_at=Min("changes__proposed_at", filter=changed))
    # Who convenes the room leaves its plan to others of the body.
    waiting = waiting.exclude(room__unit__in=user.units_as(RoleCode.CONVENER)).select_related("approver")
    for plan in waiting.order_by("submitted_at", "pk")[:MOST]:
        who = "" if plan.approver_id in bodies else f"（代{plan.approver.short_name}）"
        is_new = plan.state == PlanState.PENDING
        view = "consult:decide_plan" if is_new else "consult:decide_plan_changes"
        sentence = f"审定年度协商计划{who}" if is_new else f"审定年度协商计划的调整{who}"
        since = plan.submitted_at if is_new else plan.changed_at
        yield Task(sentence, plan.title, reverse(view, args=[plan.pk]), since, is_soft=True)


def _to_issue(user):
    """What the body has spoken on: an approved plan, a returned one, changes that were agreed to."""
    # In a room the staff puts a returned plan right; the convener issues it.
    issues, drafts = user.units_as(*SPEAKERS), user.units_as(*PLANNERS)
    agreed = Q(changes__state=PlanChangeState.APPROVED, changes__edition__isnull=True)
    spoken = Q(Q(state=PlanState.APPROVED) | agreed, unit__in=issues) | Q(state=PlanState.RETURNED, unit__in=drafts)
    acts = {PlanState.APPROVED: "印发年度协商计划", PlanState.RETURNED: "修改退回的年度协商计划"}
    plans = Plan.objects.filter(spoken).annotate(spoken_at=Max("decisions__decided_at"))
    for plan in plans.order_by("pk")[:MOST]:
        sentence = acts.get(plan.state, "印发年度协商计划的调整通知")
        yield Task(sentence, plan.title, plan.get_absolute_url(), plan.spoken_at)


def _to_judge(user):
    """Nominations that nobody has looked at yet: one task for each unit."""
    rows = Nomination.objects.filter(to__in=user.units_as(*PLANNERS), state=NominationState.PENDING)
    waiting = rows.order_by().values_list("to", "to__short_name").annotate(n=Count("pk"), since=Min("proposed_at"))
    url = f"{reverse('consult:nominations')}?state={NominationState.PENDING}"
    for _, unit, count, since in waiting.order_by("since"):
        yield Task(f"研究 {count} 件荐题", unit, url, since)


def _to_submit(user):
    """Plans that a call wants by a day and that are not before their body yet."""
    today = timezone.localdate()
    due = Call.objects.visible_to(user).filter(plans_due_on__isnull=False, year__gte=today.year, opens_on__lte=today)
    due = list(due.select_related("issuer", "region").order_by("plans_due_on"))
    if not due:
        return
    units = own_units(user)
    years = {call.year for call in due}
    plans = {(plan.unit_id, plan.year): plan for plan in Plan.objects.filter(unit__in=units, year__in=years)}
    told = set()
    for call in due:
        for unit in units:
            plan = plans.get((unit.pk, call.year))
            if _is_due(call, unit) and (unit.pk, call.year) not in told and (plan is None or plan.is_draft):
                told.add((unit.pk, call.year))
                yield _submission(call, unit, plan)


def _is_due(call, unit) -> bool:
    """A call wants the plans of what lies below its issuer: none of the city, or of the room next door."""
    is_below = unit.region.path.startswith(call.region.path) and call.issuer.kind != UnitKind.ROOM
    return is_below and unit.pk != call.issuer_id


def _submission(call, unit, plan) -> Task:
    new = f"{reverse('consult:new_plan')}?unit={unit.pk}&year={call.year}"
    url = plan.get_absolute_url() if plan else new
    sentence = f"{'报审' if plan else '起草'} {call.year} 年度协商计划"
    return Task(sentence, unit.short_name, url, _morning(call.opens_on), call.plans_due_on)


def _to_begin(rooms):
    """Topics whose month has come and that a room of the person has not begun, whatever other rooms of it did."""
    today = timezone.localdate()
    come = Q(plan__year__lt=today.year) | Q(plan__year=today.year, month__lte=today.month)
    begun = Consultation.objects.filter(topic=OuterRef("topic"), room__unit__in=rooms)
    begun = begun.exclude(state=ConsultationState.STOPPED)
    items = PlanItem.objects.filter(come, plan__state=PlanState.ISSUED, state__in=OPEN_STATES)
    items = items.filter(Q(plan__room__unit__in=rooms) | Q(rooms__unit__in=rooms)).exclude(Exists(begun)).distinct()
    for item in items.select_related("plan").order_by("plan__year", "until_month", "pk")[:MOST]:
        first, last = date(item.plan.year, item.month, 1), _last_day(item.plan.year, item.until_month)
        yield Task("从计划提出议题", item.title, item.get_absolute_url(), _morning(first), last)


def _last_day(year: int, month: int) -> date:
    return date(year, month, monthrange(year, month)[1])


def _morning(day: date):
    return timezone.make_aware(datetime.combine(day, time.min))


def _to_answer(rooms):
    """Common topics that a room was asked to take up."""
    rows = CommonAnswer.objects.filter(
        room__unit__in=rooms, state=CommonAnswerState.OPEN, common__state=CommonTopicState.OPEN
    )
    for row in rows.select_related("common__topic")[:MOST]:
        common = row.common
        url = common.get_absolute_url()
        yield Task("答复是否承接共性议题", common.topic.title, url, common.published_at, common.until)
