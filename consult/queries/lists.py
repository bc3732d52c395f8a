"""What lists of consultations show: whose turn it is, and what is late."""

from functools import cache

from django.db.models import Case, Exists, F, OuterRef, Subquery, Value, When
from django.db.models.functions import Concat
from django.utils import timezone

from consult.enums import (
    Adoption,
    ApprovalState,
    MatterState,
    MinutesState,
    Step,
    SubmissionState,
)
from consult.models import ApprovalStep, Assignment, Consultation, Matter, Minutes, Submission
from consult.models.assignment import AT_WORK
from consult.models.consultation import keys_in_any
from members.enums import RoleCode
from members.permissions import DECIDERS

TOWNSHIP = (RoleCode.TOWNSHIP, RoleCode.TOWNSHIP_CLERK)


# A body that a checkpoint asks besides the topic's own route.
ANSWERS = Concat("unit__short_name", Value("答复“"), "name", Value("”"))
# What a row of a list or of the exported list shows; nothing else is read.
SHOWN = (
    "year", "number", "practice", "state", "stage", "step", "importance", "ending", "ended_at", "is_backfilled",
    "created_at", "stage_entered_at", "participants_fixed_at", "topic__title", "topic__place", "topic__region",
    "topic__topic_class",
    "room__unit__name", "room__unit__short_name",
)  # fmt: skip


def for_list(rows):
    """These rows with what a row of the list needs, whatever their number."""
    return _shown().filter(pk__in=rows.values("pk"))


@cache
def _shown():
    """Every row with what the list shows: put together once, since that takes as long as asking for it."""
    here = OuterRef("pk")
    minutes = Minutes.objects.filter(consultation=here)
    sent = Submission.objects.filter(consultation=here, kind="minutes").exclude(state=SubmissionState.RETURNED)
    undecided = Matter.objects.filter(consultation=here, state=MatterState.PENDING, removed_at__isnull=True)
    returned = Matter.objects.filter(consultation=here, state=MatterState.NOTED, removed_at__isnull=True)
    returned = returned.filter(decisions__adoption=Adoption.RETURN)
    running = Matter.objects.filter(consultation=here, state=MatterState.RUNNING, removed_at__isnull=True)
    at_work = Assignment.objects.filter(matter__consultation=here, state__in=AT_WORK)
    due = (
        Assignment.objects.open()
        .filter(matter__consultation=here, asked=False, due_on__isnull=False)
        .order_by("due_on")
        .values("due_on")
    )
    turn = (
        ApprovalStep.objects.open()
        .filter(approval__consultation=here)
        .order_by()
        .values(words=Case(When(checkpoint="", then=Concat("unit__short_name", "name")), default=ANSWERS))
    )
    return (
        Consultation.objects.select_related("topic", "room__unit")
        .only(*SHOWN)
        .annotate(approver_name=F("room__approver__short_name"), approval_state=F("approval__state"))
        .annotate(minutes_state=state_of(minutes), sent_state=state_of(sent.order_by("-pk")))
        .annotate(is_undecided=one_of(undecided))
        .annotate(is_returned=one_of(returned), is_at_work=one_of(at_work))
        .annotate(is_by_room=one_of(running.filter(by_room=True)), is_to_close=one_of(running.filter(by_room=False)))
        .annotate(turn=turn[:1], due_on=due[:1])
    )


def one_of(rows):
    """The key of one of these rows of the outer row, or none.

    Not Exists: the planner would gather the whole table to look up the few rows of one page.
    """
    return Subquery(rows.order_by().values("pk")[:1])


def state_of(rows):
    """The state of the first of these rows; not a join, for the same reason."""
    return Subquery(rows.values("state")[:1])


def waiting_of(row) -> str:
    """Say who must act on a row of `for_list`."""
    if not row.is_running:
        return ""
    # A body may be asked at any stage of a pack.
    return row.turn or WAITS.get(row.step, room_works)(row)


def _topic_waits(row):
    asks = row.pack.asks_route
    if asks is None or asks.code != row.stage or row.approval_state == ApprovalState.APPROVED:
        return room_works(row)
    returned = row.approval_state == ApprovalState.RETURNED
    return row.say("{room_short}修改{topic}" if returned else "{convener}提请{approval}")


def room_works(row) -> str:
    """The room that leads, as whose turn it is."""
    return row.say("{name}{room_short}", name=row.room.unit.short_name)


def _discussion_waits(row):
    if row.minutes_state != MinutesState.OFFERED:
        return room_works(row)
    return row.say("{who}{sign_off}纪要", who="、".join(row.pack.words[code] for code in row.pack.signers))


def _submission_waits(row):
    if row.sent_state == SubmissionState.SENT:
        return f"{row.approver_name}接收纪要"
    is_received = row.sent_state == SubmissionState.RECEIVED
    return room_works(row) if is_received else row.say("{who}{submission}", who=room_works(row))


def _action_waits(row):
    if row.is_undecided:
        return row.say("{body}{decision}{matter}", body=row.approver_name)
    if row.is_returned:
        return row.say("{who}补充{matter}", who=room_works(row))
    if row.is_at_work:
        return "责任单位办理"
    # Reported, closed or given back: the body goes on.
    if row.is_to_close:
        return row.say("{body}办结{matter}", body=row.approver_name)
    # The room carries the last ones out by itself, or a checkpoint of the pack holds the case.
    return row.say("{who}办结{matter}", who=room_works(row)) if row.is_by_room else room_works(row)


WAITS = {
    Step.TOPIC: _topic_waits,
    Step.DISCUSSION: _discussion_waits,
    Step.SUBMISSION: _submission_waits,
    Step.ACTION: _action_waits,
}


def overdue(rows, *, day=None):
    """Consultations with a task that is late; units that were asked are never late."""
    late = Assignment.objects.overdue(day or timezone.localdate()).filter(matter__consultation=OuterRef("pk"))
    return rows.filter(Exists(late))


def waiting_for_me(rows, user):
    """Running consultations in which the next act is the person's: by role, whichever step they are at."""
    found = [*_waits_for_bodies(user), *_waits_for_room(user)]
    return rows.running().filter(pk__in=keys_in_any(found))


def _waits_for_bodies(user):
    bodies = user.units_as(*DECIDERS)
    if bodies:
        yield ApprovalStep.objects.open().filter(unit__in=bodies).order_by().values("approval__consultation")
    if township := user.units_as(*TOWNSHIP):
        cases = _running(room__approver__in=township)
        yield cases.filter(step=Step.SUBMISSION, submission_set__state=SubmissionState.SENT)
        yield cases.filter(matter_set__state=MatterState.PENDING)


def _waits_for_room(user):
    clerk, convener = user.units_as(RoleCode.CLERK), user.units_as(RoleCode.CONVENER)
    if clerk | convener:
        open_topic = {"step": Step.TOPIC, "approval__state__in": [ApprovalState.DRAFT, ApprovalState.RETURNED]}
        yield _running(room__unit__in=clerk | convener, **open_topic)
        yield _running(room__unit__in=clerk | convener, step=Step.PARTICIPANTS)
        yield _running(room__unit__in=clerk | convener, step=Step.EVALUATION)
        own = {"matter_set__state": MatterState.RUNNING, "matter_set__by_room": True}
        yield _running(room__unit__in=clerk | convener, step=Step.ACTION, **own)
        returned = {"matter_set__state": MatterState.NOTED, "matter_set__decisions__adoption": Adoption.RETURN}
        yield _running(room__unit__in=clerk | convener, step=Step.ACTION, **returned)
    if convener:
        yield _running(room__unit__in=convener, minutes__state=MinutesState.OFFERED)
    if clerk:
        sent = Submission.objects.filter(consultation=OuterRef("pk"), state=SubmissionState.SENT)
        yield _running(room__unit__in=clerk, step__in=[Step.RESEARCH, Step.DISCUSSION])
        yield _running(room__unit__in=clerk, step=Step.SUBMISSION).exclude(Exists(sent))


def _running(**fields):
    return Consultation.objects.running().filter(**fields).order_by().values("pk")
