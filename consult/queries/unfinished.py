"""Acts that are still owed although the case has gone on: it stands at a step in which others are at work."""

from django.db.models import F, OuterRef
from django.urls import reverse
from django.utils import timezone

from consult.enums import Adoption, AssignmentRole, AssignmentState, MatterState, MinutesState, Step, SubmissionState
from consult.models import Assignment, Matter, Minutes, MinutesEdition, Submission
from consult.queries.lists import TOWNSHIP, one_of
from consult.queries.task import MOST, Task
from members.enums import RoleCode
from rooms.enums import ConvenerRank
from rooms.models import Convener

SHOWN = ("consultation__practice", "consultation__stage_entered_at", "consultation__topic__title")


def unfinished(user):
    """Tasks of the room that leads and of its second convener."""
    units = user.units_as(RoleCode.CLERK, RoleCode.CONVENER)
    if units:
        yield from _returned_matters(units)
        yield from _corrections(units)
    if user.units_as(RoleCode.CONVENER):
        yield from _countersigning(user)


def _returned_matters(units):
    """Matters that the body gave back to be completed."""
    rows = Matter.objects.standing().filter(
        consultation__room__unit__in=units,
        consultation__state="running",
        consultation__step=Step.ACTION,
        state=MatterState.NOTED,
    )
    rows = rows.filter(decisions__adoption=Adoption.RETURN).distinct().select_related("consultation__topic")
    for matter in rows.only("number", "text", *SHOWN).order_by("consultation_id", "number")[:MOST]:
        case = matter.consultation
        sentence = case.say("补充退回的{matter} {n}，重新{submission}：", n=matter.number) + matter.text[:40]
        yield Task(sentence, case.title, reverse("consult:matter", args=[matter.pk]), case.stage_entered_at)


def _corrections(units):
    """Corrections that were signed off after the minutes had been sent, and were not sent themselves."""
    signed = MinutesEdition.objects.filter(minutes=OuterRef("pk"), edition=F("minutes__correction"))
    sent = Submission.objects.filter(edition__minutes=OuterRef("pk"), edition__edition=OuterRef("correction"))
    rows = Minutes.objects.filter(
        consultation__room__unit__in=units,
        consultation__state="running",
        consultation__step=Step.ACTION,
        state=MinutesState.SIGNED,
        correction__gt=0,
    )
    rows = rows.annotate(newest=one_of(signed), sent=one_of(sent.exclude(state=SubmissionState.RETURNED)))
    rows = rows.filter(newest__isnull=False, sent=None).select_related("consultation__topic")
    for minutes in rows.only("signed_at", *SHOWN).order_by("signed_at")[:MOST]:
        case = minutes.consultation
        url = reverse("consult:send_submission", args=[case.pk])
        yield Task(case.say("{submission}更正后的纪要"), case.title, url, minutes.signed_at)


def _countersigning(user):
    """Minutes that the first convener signed off, for the second one to sign too; nothing waits for it."""
    rooms = Convener.objects.on(timezone.localdate()).filter(user=user, rank=ConvenerRank.SECOND).values("room")
    rows = Minutes.objects.filter(
        consultation__room__in=rooms,
        consultation__state="running",
        state=MinutesState.SIGNED,
        countersigned_at=None,
    )
    for minutes in rows.select_related("consultation__topic").only("signed_at", *SHOWN).order_by("signed_at")[:MOST]:
        case = minutes.consultation
        if case.pack.two_conveners:
            url = reverse("consult:minutes", args=[case.pk])
            yield Task(case.say("会签《{minutes}》"), case.title, url, minutes.signed_at)


def refused_tasks(user):
    """Tasks that a responsible unit gave back while others are at work on the same matter, and nobody took over."""
    open_tasks = Assignment.objects.open().filter(matter=OuterRef("matter"))
    later = Assignment.objects.filter(matter=OuterRef("matter"), role=OuterRef("role"), pk__gt=OuterRef("pk"))
    rows = Assignment.objects.filter(
        issued_by_unit__in=user.units_as(*TOWNSHIP),
        state=AssignmentState.REFUSED,
        role=AssignmentRole.RESPONSIBLE,
        matter__state=MatterState.RUNNING,
        matter__consultation__state="running",
    )
    rows = rows.annotate(others=one_of(open_tasks), later=one_of(later)).filter(others__isnull=False, later=None)
    return rows.select_related("unit", "matter__consultation__topic").order_by("pk")
