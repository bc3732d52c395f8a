"""What waits for a person: one task for each act that is theirs, over all their roles."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse

from consult.enums import (
    AssignmentRole,
    AssignmentState,
    MatterState,
    Step,
    SubmissionKind,
    SubmissionState,
)
from consult.models import (
    ApprovalStep,
    Assignment,
    Consultation,
    ConsultationRoom,
    Matter,
    Submission,
)
from consult.queries.action import given_anew
from consult.queries.evaluation import evaluation_tasks
from consult.queries.limits import limit
from consult.queries.lists import TOWNSHIP, for_list, one_of, room_works, waiting_of
from consult.queries.room_tasks import own_matters, room_tasks
from consult.queries.task import MOST, Task
from consult.queries.unfinished import unfinished
from members.enums import RoleCode
from members.permissions import DECIDERS
from members.queries import held_today
from rooms import calendar

GIVEN_SHOWN = (
    "state",
    "task",
    "asked",
    "due_on",
    "issued_at",
    "unit__short_name",
    "matter__consultation__topic__title",
)
CASE = "approval__consultation__"
# More than a room or two ever have at a time.
MOST_RUNNING = 100
APPROVAL_SHOWN = ("name", "checkpoint", "opened_at", "unit__short_name", f"{CASE}practice", f"{CASE}topic__title")


def waiting_for(user, given=None, more=(), overrides=None) -> list[Task]:
    """Tasks of the person: late ones first, then those with a day, then the longest waiting.

    `given` are the tasks that the person's bodies gave out, and `overrides` the changed days, where the caller reads
    them too; `more` are tasks of a higher layer, put in order with the others.
    """
    given = tasks_given(user) if given is None else given
    days = Days(calendar.overrides_when_asked() if overrides is None else overrides)
    tasks = [
        *_approvals(user, days),
        *room_tasks(user, days.overrides),
        *unfinished(user),
        *own_matters(user),
        *_receipts(user, days),
        *_matters(user, days),
        *_closings(given),
        *_idle_matters(user),
        *_assignments(user, days),
        *_assignments_by_phone(given),
        *evaluation_tasks(user),
        *more,
    ]
    return in_order(tasks)


def in_order(tasks) -> list[Task]:
    """Those with a day first, the nearest before the others; then the longest waiting."""
    return sorted(tasks, key=lambda task: (task.due_on or date.max, task.since))


def running_cases(user) -> list[Consultation]:
    """Running consultations of the person's rooms, the longest waiting first; one query for all uses."""
    rooms = user.units_as(RoleCode.CLERK, RoleCode.CONVENER)
    if not rooms:
        return []
    rows = for_list(Consultation.objects.running().filter(room__unit__in=rooms))
    return list(rows.order_by("stage_entered_at")[:MOST_RUNNING])


def waiting_for_others(running, tasks=()) -> list:
    """Those of the person's `running_cases` whose next act is somebody else's, with whose it is.

    `tasks` are the person's own: a case that waits for one of them waits for nobody else.
    """
    own_cases = {task.url.partition("#")[0] for task in tasks}
    found = []
    for row in running:
        if row.get_absolute_url() in own_cases:
            continue
        row.waiting = waiting_of(row)
        own = row.waiting.startswith(room_works(row))
        if row.waiting and not own and row.step != Step.PARTICIPANTS:
            found.append(row)
    return found


@dataclass(frozen=True)
class Days:
    """The days that packs set for acts. Most set none toward a committee, and then no calendar is asked for."""

    overrides: Mapping

    def of(self, case, act: str, since) -> date | None:
        if case.pack.deadline(act) is None:
            return None
        return limit(case.pack, act, since, self.overrides).due.date


def _not_own(rows, user, case: str):
    """Leave out what rooms bring that the person convenes: somebody else of the body judges it."""
    rooms = user.units_as(RoleCode.CONVENER)
    if not rooms:
        return rows
    return rows.exclude(**{f"{case}__in": ConsultationRoom.objects.filter(room__unit__in=rooms).values("consultation")})


def _approvals(user, days):
    units = user.units_as(*DECIDERS)
    entering = Q(
        enters__overlap=list({role.code for role in user.current_roles}),
        approval__consultation__in=Consultation.objects.visible_to(user),
    )
    steps = ApprovalStep.objects.open().filter(Q(unit__in=units) | entering, approval__consultation__state="running")
    steps = _not_own(steps, user, "approval__consultation")
    steps = steps.select_related("approval__consultation__topic", "unit").order_by("opened_at")
    for step in steps.only(*APPROVAL_SHOWN)[:MOST]:
        case = step.approval.consultation
        who = "" if step.unit_id in units else f"（代{step.unit.short_name}）"
        said = "答复“{step}”{who}" if step.checkpoint else "{step}{topic}{who}"
        sentence = case.say(said, step=step.name, who=who)
        # The limit of the pack is one for the topic's own route.
        due_on = None if step.checkpoint else days.of(case, "approval", step.opened_at)
        url = reverse("consult:decide_approval", args=[case.pk])
        yield Task(sentence, case.title, url, step.opened_at, due_on, is_soft=True)


def _receipts(user, days):
    units = user.units_as(*TOWNSHIP, RoleCode.OFFICE)
    sent = Submission.objects.filter(to__in=units, state=SubmissionState.SENT)
    sent = _not_own(sent, user, "consultation").select_related("consultation__topic").order_by("sent_at")
    for each in sent.only("kind", "sent_at", "consultation__practice", "consultation__topic__title")[:MOST]:
        words = {
            SubmissionKind.MINUTES: "接收{minutes}",
            SubmissionKind.MATTER: "接收市级{matter}",
            SubmissionKind.COPY: "阅知{copy}",
        }
        url = reverse("consult:submission", args=[each.pk])
        case = each.consultation
        due_on = days.of(case, "receipt", each.sent_at)
        yield Task(case.say(words[each.kind]), case.title, url, each.sent_at, due_on, is_soft=True)


def _matters(user, days):
    pending = Matter.objects.standing().filter(
        consultation__room__approver__in=user.units_as(*TOWNSHIP),
        consultation__step=Step.ACTION,
        consultation__state="running",
        state=MatterState.PENDING,
        by_room=False,
    )
    pending = _not_own(pending, user, "consultation").select_related("consultation__topic")
    pending = pending.order_by("consultation__stage_entered_at", "consultation_id", "number")
    shown = ("number", "text", "consultation__practice", "consultation__stage_entered_at", "consultation__topic__title")
    for matter in pending.only(*shown)[:MOST]:
        url = reverse("consult:decide_matter", args=[matter.pk])
        case, since = matter.consultation, matter.consultation.stage_entered_at
        sentence = case.say("{decision}{matter} {n}：", n=matter.number) + matter.text[:40]
        yield Task(sentence, case.title, url, since, days.of(case, "decision", since), is_soft=True)


def tasks_given(user) -> list[Assignment]:
    """Open tasks that the person's bodies gave out: the reported ones first, then by their day; one query for all uses.

    `reached` says that somebody of the unit has an account, `own` that the person convenes the room.
    """
    bodies = user.units_as(*TOWNSHIP)
    if not bodies:
        return []
    # Sets that are found once, and not looked up for each row.
    reached = held_today(RoleCode.DEPARTMENT)
    rooms = ConsultationRoom.objects.filter(room__unit__in=user.units_as(RoleCode.CONVENER))
    rows = Assignment.objects.open().filter(issued_by_unit__in=bodies, matter__consultation__state="running")
    rows = rows.annotate(
        reached=Q(unit__in=reached.filter(unit__isnull=False).values("unit")),
        own=Q(matter__consultation__in=rooms.values("consultation")),
        is_reported=Q(state=AssignmentState.REPORTED),
    )
    rows = rows.select_related("unit", "matter__consultation__topic").only(*GIVEN_SHOWN)
    return list(rows.order_by(F("is_reported").desc(), "due_on", "pk")[: 2 * MOST])


def _closings(given):
    for each in given:
        if each.state == AssignmentState.REPORTED and not each.own:
            url = reverse("consult:assignment", args=[each.pk])
            yield Task(f"核对{each.unit.short_name}的办结申请", each.matter.consultation.title, url, each.issued_at)


def _idle_matters(user):
    """Matters on which no unit is at work, or whose responsible unit gave its task back and nobody took it over."""
    idle = Matter.objects.standing().filter(
        consultation__room__approver__in=user.units_as(*TOWNSHIP),
        consultation__state="running",
        state=MatterState.RUNNING,
        by_room=False,
    )
    open_tasks = Assignment.objects.open().filter(matter=OuterRef("pk"))
    tasks = Assignment.objects.filter(matter=OuterRef("pk"))
    refused = tasks.filter(state=AssignmentState.REFUSED, role=AssignmentRole.RESPONSIBLE).exclude(Exists(given_anew()))
    idle = _not_own(idle, user, "consultation").annotate(
        at_work=one_of(open_tasks),
        is_done=one_of(tasks.filter(state=AssignmentState.CLOSED)),
        is_refused=one_of(refused),
    )
    idle = idle.filter(Q(at_work=None) | Q(is_refused__isnull=False)).select_related("consultation__topic")
    shown = ("number", "text", "consultation__stage_entered_at", "consultation__topic__title")
    for matter in idle.only(*shown).order_by("consultation_id", "number")[:MOST]:
        act = "办结" if matter.is_done and not matter.at_work else "另行安排"
        url = reverse("consult:matter", args=[matter.pk])
        since = matter.consultation.stage_entered_at
        yield Task(f"{act}事项 {matter.number}：{matter.text[:40]}", matter.consultation.title, url, since)


def _assignments(user, days):
    words = {AssignmentState.ISSUED: "签收任务", AssignmentState.ACCEPTED: "办理任务，报告进展"}
    rows = Assignment.objects.filter(unit__in=user.units_as(RoleCode.DEPARTMENT), state__in=list(words))
    for each in rows.select_related("matter__consultation").order_by("due_on", "pk")[:MOST]:
        url = reverse("consult:assignment", args=[each.pk])
        due_on = each.due_on
        if each.state == AssignmentState.ISSUED and each.matter_id:
            due_on = days.of(each.matter.consultation, "acceptance", each.issued_at) or due_on
        yield Task(words[each.state], each.task[:60], url, each.issued_at, due_on)


def _assignments_by_phone(given):
    """Tasks of units without an account: the body tells them, and enters what they answer (代录)."""
    words = {AssignmentState.ISSUED: "电话通知{unit}，代为签收", AssignmentState.ACCEPTED: "代录{unit}的办理进展"}
    for each in given:
        if not each.reached and each.state in words:
            url = reverse("consult:assignment", args=[each.pk])
            sentence = words[each.state].format(unit=each.unit.short_name)
            yield Task(sentence, each.task[:60], url, each.issued_at, each.due_on)
