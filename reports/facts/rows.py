"""The records of each measure, one function for each: what is counted, and what a figure leads down to."""

from django.db.models import Exists, F, Min, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce, TruncDate

from consult.enums import (
    ApprovalState,
    AssignmentState,
    Attendance,
    ConsultationState,
    Ending,
    MatterLevel,
    MatterState,
    MeetingState,
    SubmissionKind,
    SubmissionState,
    Verdict,
)
from consult.models import (
    Approval,
    ApprovalStep,
    Assignment,
    CheckpointEntry,
    CheckpointRecord,
    Consultation,
    ConsultationRoom,
    Decision,
    Matter,
    Meeting,
    MeetingSeat,
    MinutesEdition,
    Participant,
    Progress,
    Research,
    StagePassage,
    Statement,
    Submission,
    Topic,
)
from consult.queries.measures import OPEN_STATES
from reports.facts.ratings import last_rating
from rooms.enums import ActivityKind, VoiceKind
from rooms.models import Activity, Voice

HELD = Q(meeting__state=MeetingState.ENDED)


def topics() -> QuerySet:
    """A question that is common to several rooms is consulted on in each; it was brought up once, in the first."""
    first = Consultation.objects.filter(topic=OuterRef("pk")).order_by("pk")
    return Topic.objects.annotate(first_case=Subquery(first.values("pk")[:1]))


def topics_approved() -> QuerySet:
    agreed = ApprovalStep.objects.filter(
        approval=OuterRef("pk"), round=OuterRef("round"), verdict=Verdict.APPROVE
    ).order_by("-order")
    day = Coalesce("basis_on", TruncDate("decided_at"))
    return Approval.objects.filter(state=ApprovalState.APPROVED).annotate(
        approved_on=Subquery(agreed.values(day=day)[:1])
    )


def consultations_begun() -> QuerySet:
    return Consultation.objects.all()


def consultations() -> QuerySet:
    held = Meeting.objects.filter(consultation=OuterRef("pk"), state=MeetingState.ENDED).order_by()
    first = held.values("consultation").annotate(first=Min("started_at")).values("first")
    return Consultation.objects.annotate(first_held_at=Subquery(first)).filter(first_held_at__isnull=False)


def consultations_joined() -> QuerySet:
    """Rooms that hold a case together with the one that leads."""
    return ConsultationRoom.objects.filter(lead=False).annotate(
        first_held_at=Subquery(consultations().filter(pk=OuterRef("consultation")).values("first_held_at")[:1])
    )


def consultations_closed() -> QuerySet:
    return Consultation.objects.filter(state=ConsultationState.CLOSED).exclude(ending=Ending.HANDLED)


def handled() -> QuerySet:
    return Consultation.objects.filter(ending=Ending.HANDLED)


def consultations_stopped() -> QuerySet:
    return Consultation.objects.filter(state=ConsultationState.STOPPED)


def without_consensus() -> QuerySet:
    return Consultation.objects.filter(ending=Ending.NO_CONSENSUS)


def steps_done() -> QuerySet:
    return StagePassage.objects.filter(ends_step=True)


def step_days() -> QuerySet:
    return StagePassage.objects.filter(days__gt=0)


def participants() -> QuerySet:
    fixed = {"consultation__participants_fixed_at__isnull": False}
    return Participant.objects.standing().filter(came_unlisted=False, **fixed)


def research_records() -> QuerySet:
    return Research.objects.standing()


def people_visited() -> QuerySet:
    return Research.objects.standing().filter(visited_count__gt=0)


def meetings() -> QuerySet:
    return Meeting.objects.filter(state=MeetingState.ENDED)


def invitations() -> QuerySet:
    """A person and a meeting; who came unlisted (临时到会) was expected at the meetings to which the person came."""
    people = Participant.objects.standing().filter(consultation__meeting_set__state=MeetingState.ENDED)
    people = people.annotate(
        held=F("consultation__meeting_set__pk"), held_at=F("consultation__meeting_set__started_at")
    )
    came = MeetingSeat.objects.filter(
        participant=OuterRef("pk"), meeting=OuterRef("held"), attendance=Attendance.PRESENT
    )
    return people.filter(Q(came_unlisted=False) | Exists(came))


def attendances() -> QuerySet:
    return MeetingSeat.objects.filter(HELD, attendance=Attendance.PRESENT)


def statements() -> QuerySet:
    return Statement.objects.standing().filter(HELD)


def replies() -> QuerySet:
    return statements().filter(is_reply=True)


def dissents() -> QuerySet:
    return statements().filter(is_dissent=True)


def unexplained_dissents() -> QuerySet:
    return dissents().filter(explained_at__isnull=True)


def minutes() -> QuerySet:
    return MinutesEdition.objects.filter(edition=0)


def corrections() -> QuerySet:
    return MinutesEdition.objects.filter(edition__gt=0)


def matters() -> QuerySet:
    """What signed minutes list: agreed, and not taken out since."""
    return Matter.objects.standing().filter(consensus=True, consultation__minutes__editions__edition=0)


def matters_without_unit() -> QuerySet:
    return matters().filter(suggested_units__isnull=True)


def open_matters() -> QuerySet:
    running = matters().exclude(consultation__state=ConsultationState.STOPPED)
    return running.filter(state__in=OPEN_STATES)


def done_matters() -> QuerySet:
    return matters().filter(state__in=[MatterState.DONE, MatterState.PARTLY], closed_at__isnull=False)


def declined_matters() -> QuerySet:
    return matters().filter(state=MatterState.DECLINED, closed_at__isnull=False)


def matter_satisfaction() -> QuerySet:
    """What people were found to think of it when it was closed; 没有了解 is no answer."""
    return matters().filter(closed_at__isnull=False).exclude(satisfaction="")


def matters_rated() -> QuerySet:
    closed = last_rating("consult", "matter")
    rows = matters().annotate(
        rated_at=Subquery(closed.values("closed_at")[:1]),
        rated_as=Subquery(closed.values("satisfaction")[:1]),
    )
    return rows.filter(rated_at__isnull=False)


def _sent() -> QuerySet:
    return Submission.objects.exclude(state=SubmissionState.RETURNED)


def sent_city_matters() -> QuerySet:
    return _sent().filter(kind=SubmissionKind.MATTER)


def unsent_city_matters() -> QuerySet:
    sent = _sent().filter(kind=SubmissionKind.MATTER, matter=OuterRef("pk"))
    return matters().filter(~Exists(sent), level=MatterLevel.CITY)


def submissions() -> QuerySet:
    return _sent().filter(kind=SubmissionKind.MINUTES)


def receipts() -> QuerySet:
    kinds = [SubmissionKind.MINUTES, SubmissionKind.MATTER]
    return Submission.objects.filter(kind__in=kinds, state=SubmissionState.RECEIVED)


def decisions() -> QuerySet:
    return Decision.objects.all()


def assignments() -> QuerySet:
    return Assignment.objects.exclude(state=AssignmentState.CANCELED)


def assignments_accepted() -> QuerySet:
    return assignments().filter(accepted_at__isnull=False)


def assignments_refused() -> QuerySet:
    return assignments().filter(state=AssignmentState.REFUSED)


def assignments_closed() -> QuerySet:
    return assignments().filter(state=AssignmentState.CLOSED)


def assignments_due() -> QuerySet:
    return assignments().filter(due_on__isnull=False, asked=False).exclude(state=AssignmentState.REFUSED)


def assignments_in_time() -> QuerySet:
    """By the day on which the unit last said that it was done: what then waits for the body is not its delay."""
    asked = Progress.objects.filter(assignment=OuterRef("pk"), asks_closing=True).order_by("-pk")
    told = TruncDate(Coalesce(Subquery(asked.values("reported_at")[:1]), "closed_at"))
    rows = assignments_due().filter(state=AssignmentState.CLOSED)
    return rows.annotate(told_on=told).filter(told_on__lte=F("due_on"))


def progress_reports() -> QuerySet:
    return Progress.objects.exclude(assignment__state=AssignmentState.CANCELED)


def entries() -> QuerySet:
    return CheckpointEntry.objects.standing()


def waivers() -> QuerySet:
    return CheckpointRecord.objects.filter(waived_at__isnull=False)


def activities() -> QuerySet:
    return Activity.objects.standing()


def study_sessions() -> QuerySet:
    return activities().filter(kind=ActivityKind.STUDY)


def receptions() -> QuerySet:
    return activities().filter(kind=ActivityKind.RECEPTION)


def mediations() -> QuerySet:
    return activities().filter(kind=ActivityKind.MEDIATION)


def visits() -> QuerySet:
    return activities().filter(kind=ActivityKind.VISIT)


def deeds() -> QuerySet:
    return activities().filter(kind=ActivityKind.DEED)


def information() -> QuerySet:
    return Voice.objects.standing().filter(kind=VoiceKind.INFORMATION)


def suggestions() -> QuerySet:
    return Voice.objects.standing().filter(kind=VoiceKind.SUGGESTION)
