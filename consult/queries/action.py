"""What steps 5 and 6 ask of the record: editions sent, evidence, similar matters, and the rows of their lists."""

from django.contrib.contenttypes.models import ContentType
from django.db.models import Exists, OuterRef, Prefetch, Q
from django.utils import timezone

from consult.enums import AssignmentState, MatterState, SubmissionKind, SubmissionState
from consult.models import Assignment, Matter, Progress, Submission
from consult.models.topic import wide
from consult.queries.search import pieces_of
from members.enums import RoleCode
from members.models import Attachment
from members.queries import held_today, timeline
from rooms import calendar

CLOSED = ("done", "partly", "declined")


def signed_edition(consultation):
    """The newest signed edition of the minutes."""
    return consultation.minutes.editions.select_related("minutes").last()


def sent_minutes(consultation):
    """The newest sending of the minutes that was not returned."""
    sent = consultation.submission_set.filter(kind=SubmissionKind.MINUTES).select_related("to", "edition")
    return sent.exclude(state=SubmissionState.RETURNED).last()


def received_minutes(consultation):
    """The first receipt: from then on the body can decide."""
    return consultation.submission_set.filter(kind=SubmissionKind.MINUTES, state=SubmissionState.RECEIVED).first()


def events_of_matter(matter):
    """The ledger of its case without what happened to the other matters and their tasks, newest first."""
    rows = Matter.objects.filter(consultation=matter.consultation).exclude(pk=matter.pk)
    others = [str(key) for key in rows.values_list("pk", flat=True)]
    tasks = Assignment.objects.filter(matter__in=others).values_list("pk", flat=True)
    theirs = Q(object_type="consult.matter", object_id__in=others)
    theirs |= Q(object_type="consult.assignment", object_id__in=[str(key) for key in tasks])
    return timeline(matter.consultation).exclude(theirs)


def open_assignments_of(matter):
    return matter.assignments.open()


def out_of_reach(units) -> list:
    """Units in which nobody has an account that could receive a task; the system cannot tell them anything."""
    reached = set(held_today(RoleCode.DEPARTMENT).filter(unit__in=units).values_list("unit", flat=True))
    return [unit for unit in units if unit.pk not in reached]


def has_evidence(matter) -> bool:
    """Something was attached to the matter, or to what a unit reported about it."""
    reports = [str(pk) for pk in Progress.objects.filter(assignment__matter=matter).values_list("pk", flat=True)]
    kind = ContentType.objects.get_for_model(Progress)
    reported = Attachment.objects.standing().filter(owner_type=kind, owner_id__in=reports)
    return Attachment.objects.of(matter).exists() or reported.exists()


def similar_matters(user, matter, *, most: int = 4) -> list[Matter]:
    """Closed matters that the person sees and that share words with this one, best first."""
    pieces = set(pieces_of(matter.text))
    here = matter.consultation
    rows = (
        Matter.objects.visible_to(user)
        .standing()
        .filter(state__in=CLOSED, consultation__topic__pieces__overlap=pieces_of(here.topic.title))
        .exclude(consultation=here)
        .select_related("consultation__topic", "consultation__room__unit")
        .order_by("-pk")
    )
    # A fixed number of candidates keeps the page's cost the same at any size.
    scored = [(len(pieces & set(pieces_of(row.text))), row) for row in rows[:200]]
    best = sorted((pair for pair in scored if pair[0] >= 2), key=lambda pair: -pair[0])
    return [row for _, row in best[:most]]


def assignments_for_list(rows):
    """With what a row of the list of tasks needs."""
    related = rows.select_related(
        "unit", "issued_by_unit", "matter__consultation__topic", "matter__consultation__room__unit"
    )
    return related.defer(*wide("matter__consultation__topic"))


def matters_for_list(rows):
    tasks = Prefetch("assignments", queryset=Assignment.objects.select_related("unit"))
    return (
        rows.standing()
        .select_related("consultation__topic", "consultation__room__unit", "consultation__room__approver")
        .defer(*wide("consultation__topic"))
        .prefetch_related(tasks, "suggested_units")
    )


def submissions_for_list(rows):
    return rows.select_related(
        "to", "consultation__topic", "consultation__room__unit", "matter", "edition__minutes", "received_by"
    ).defer("edition__paper", "edition__minutes__sections", *wide("consultation__topic"))


def inbox_of(user):
    """What was sent to the bodies and the office for which the person works."""
    units = user.units_as(RoleCode.TOWNSHIP, RoleCode.TOWNSHIP_CLERK, RoleCode.OFFICE)
    return Submission.objects.filter(to__in=units)


def given_anew():
    """Within a query of tasks: those that were given later in the same part, so that a refused one is settled.

    All tasks of one decision are of one moment.
    """
    later = {"matter": OuterRef("matter"), "role": OuterRef("role"), "issued_at__gt": OuterRef("issued_at")}
    return Assignment.objects.filter(**later)


def tasks_waiting_for(rows, user):
    """Tasks in which the next act is the person's: the unit's to accept or do, the body's to check or give anew."""
    own = Q(unit__in=user.units_as(RoleCode.DEPARTMENT), state__in=[AssignmentState.ISSUED, AssignmentState.ACCEPTED])
    bodies = user.units_as(RoleCode.TOWNSHIP, RoleCode.TOWNSHIP_CLERK)
    reported = Q(issued_by_unit__in=bodies, state=AssignmentState.REPORTED)
    refused = Q(issued_by_unit__in=bodies, state=AssignmentState.REFUSED, matter__state=MatterState.RUNNING)
    return rows.filter(own | reported | (refused & ~Exists(given_anew())))


def with_deadlines(tasks) -> list:
    """Say how each deadline stands: `days_late` in working days, and `left` in words. Asked units have none."""
    tasks, today = list(tasks), timezone.localdate()
    running = any(task.due_on and task.is_open and not task.asked for task in tasks)
    changed = calendar.overrides() if running else {}
    for task in tasks:
        task.days_late, task.late_words, task.left = 0, "", ""
        if task.due_on and task.is_open and not task.asked:
            if task.is_late(today):
                task.days_late = calendar.days_late(task.due_on, today, overrides=changed)
            task.late_words = f"逾期 {task.days_late} 天"
            if task.due_on >= today:
                task.left = calendar.left(today, task.due_on, overrides=changed).sentence
    return tasks
