"""What lists of consultations show: whose turn it is, and what is late."""

from django.db.models import Exists, Min, OuterRef, Prefetch, Q
from django.utils import timezone

from consult.enums import ApprovalState, MatterState, MinutesState, Step, SubmissionState
from consult.models import ApprovalStep, Assignment, Consultation, Matter, Minutes, Submission
from members.enums import RoleCode

TOWNSHIP = (RoleCode.TOWNSHIP, RoleCode.TOWNSHIP_CLERK)


def for_list(rows):
    """With what a row of the list needs, whatever the number of rows."""
    here = OuterRef("pk")
    sent = Submission.objects.filter(consultation=here, kind="minutes", state=SubmissionState.SENT)
    offered = Minutes.objects.filter(consultation=here, state=MinutesState.OFFERED)
    undecided = Matter.objects.filter(consultation=here, state=MatterState.PENDING, removed_at__isnull=True)
    due = (
        Assignment.objects.open()
        .filter(matter__consultation=here, asked=False, due_on__isnull=False)
        .order_by()
        .values("matter__consultation")
        .annotate(first=Min("due_on"))
    )
    steps = ApprovalStep.objects.open().select_related("unit")
    return (
        rows.select_related("topic", "room__unit", "room__approver", "approval", "practice")
        .defer("practice__text", "practice__resolved", "topic__why", "topic__pieces", "topic__title_pieces")
        .prefetch_related(Prefetch("approval__steps", queryset=steps, to_attr="open_steps"))
        .annotate(
            is_sent=Exists(sent),
            is_offered=Exists(offered),
            is_undecided=Exists(undecided),
            due_on=due.values("first")[:1],
        )
    )


def waiting_of(row) -> str:
    """Say who must act on a row of `for_list`."""
    if not row.is_running:
        return ""
    return WAITS.get(row.step, _room_works)(row)


def _topic_waits(row):
    for step in row.approval.open_steps:
        return f"{step.unit.short_name}{step.name}"
    return "联络室修改议题" if row.approval.state == ApprovalState.RETURNED else "召集人提请审定"


def _room_works(row):
    return f"{row.room.unit.short_name}联络室"


def _discussion_waits(row):
    return "第一召集人审签纪要" if row.is_offered else _room_works(row)


def _submission_waits(row):
    return f"{row.room.approver.short_name}接收纪要" if row.is_sent else f"{_room_works(row)}报送"


def _action_waits(row):
    return f"{row.room.approver.short_name}确定事项" if row.is_undecided else "责任单位办理"


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
    mine = Q(pk__in=[])
    clerk, convener = user.units_as(RoleCode.CLERK), user.units_as(RoleCode.CONVENER)
    bodies = user.units_as(*TOWNSHIP, RoleCode.LEADING_OFFICE, RoleCode.CITY_COMMITTEE)
    if bodies:
        mine |= Q(approval__steps__unit__in=bodies, approval__steps__is_open=True)
    if convener:
        mine |= Q(
            room__unit__in=convener, step=Step.TOPIC, approval__state__in=[ApprovalState.DRAFT, ApprovalState.RETURNED]
        )
        mine |= Q(room__unit__in=convener, minutes__state=MinutesState.OFFERED)
        mine |= Q(room__unit__in=convener, step=Step.PARTICIPANTS)
    if clerk:
        mine |= Q(
            room__unit__in=clerk, step=Step.TOPIC, approval__state__in=[ApprovalState.DRAFT, ApprovalState.RETURNED]
        )
        mine |= Q(room__unit__in=clerk, step__in=[Step.PARTICIPANTS, Step.RESEARCH, Step.DISCUSSION])
        mine |= Q(room__unit__in=clerk, step=Step.SUBMISSION) & ~Q(submission_set__state=SubmissionState.SENT)
    township = user.units_as(*TOWNSHIP)
    if township:
        mine |= Q(room__approver__in=township, step=Step.SUBMISSION, submission_set__state=SubmissionState.SENT)
        mine |= Q(room__approver__in=township, matter_set__state=MatterState.PENDING)
    return rows.running().filter(pk__in=Consultation.objects.filter(mine).values("pk"))
