"""What of reports and of tasks waits for a person."""

from collections.abc import Iterator
from datetime import timedelta

from django.db.models import Exists, OuterRef, Q, Subquery
from django.urls import reverse
from django.utils import timezone

from consult.enums import SubmissionState
from consult.queries import MOST_TASKS, Task
from members.enums import RoleCode
from members.models.places import under
from proposals.enums import HandlingState, ReportState
from proposals.models import Handling, Instruction, SpecialReport
from proposals.queries.handlings import limits_here
from proposals.queries.inbox import information_for, matters_for

# So long after a report went up, its instruction is asked for. [default]
AWAITED = timedelta(days=60)
SAID = {
    HandlingState.ISSUED: "签收{who}交办的任务",
    HandlingState.ACCEPTED: "办理{who}交办的任务",
}


def of_reports(user) -> Iterator[Task]:
    """Of the office: what to take up, to issue and to close; of the dispatching offices: what to assign, to judge."""
    if offices := user.units_as(RoleCode.OFFICE):
        yield from _inbox(user)
        yield from _own_reports(offices)
    yield from _to_enter(user)
    yield from _to_assign(user)
    yield from _to_judge(user)
    yield from _of_units(user)


def _inbox(user) -> Iterator[Task]:
    matters = matters_for(user).filter(state=SubmissionState.RECEIVED, is_taken_up=False).select_related("matter")
    for row in matters.order_by("received_at", "pk")[:MOST_TASKS]:
        yield Task("把市级事项编成要报", row.matter.text, reverse("proposals:inbox"), row.received_at)
    for row in information_for(user).filter(is_taken_up=False).order_by("answered_at", "pk")[:MOST_TASKS]:
        yield Task("把社情民意信息编成专报", row.title, reverse("proposals:information_inbox"), row.answered_at)


def _own_reports(offices) -> Iterator[Task]:
    rows = SpecialReport.objects.filter(office__in=offices).order_by("pk")
    for row in rows.filter(state=ReportState.DRAFT)[:MOST_TASKS]:
        yield _of_report(f"签发《{row.get_kind_display()}》", row, row.written_at)
    handlings = Handling.objects.filter(report=OuterRef("pk"))
    done = rows.filter(Exists(handlings.filter(state=HandlingState.CLOSED)), ~Exists(handlings.open()))
    for row in done.filter(state=ReportState.ISSUED)[:MOST_TASKS]:
        yield _of_report(f"办结{row.ledger_label}", row, row.issued_at)


def _to_enter(user) -> Iterator[Task]:
    """What went up lately and no leader has written on or seen: whoever knows of an instruction enters it."""
    paths = user.paths_as(RoleCode.DISPATCHER)
    if not paths:
        return
    since = timezone.localdate() - AWAITED
    rows = SpecialReport.objects.filter(under(paths, "office__region__path"), state=ReportState.ISSUED)
    seen = Exists(Instruction.objects.standing().filter(report=OuterRef("pk")))
    for row in rows.filter(~seen, issued_on__gt=since).order_by("issued_on", "pk")[:MOST_TASKS]:
        yield _of_report(f"登记{row.ledger_label}的领导批示", row, row.issued_at)


def _to_assign(user) -> Iterator[Task]:
    """A leader wrote on it, and nobody was asked yet: any of the dispatching offices of the city may."""
    paths = user.paths_as(RoleCode.DISPATCHER)
    if not paths:
        return
    rows = SpecialReport.objects.filter(under(paths, "office__region__path"), state=ReportState.ISSUED)
    written = Exists(Instruction.objects.written().filter(report=OuterRef("pk")))
    given = Exists(Handling.objects.filter(report=OuterRef("pk")).exclude(state=HandlingState.CANCELED))
    for row in rows.filter(written, ~given).order_by("pk")[:MOST_TASKS]:
        yield _of_report(f"按批示交办{row.ledger_label}", row, row.issued_at)


def _to_judge(user) -> Iterator[Task]:
    """Objections and answers lie with the office that gave the task, and with the one that issued the report."""
    own = Q(issued_by_unit__in=user.units_as(RoleCode.DISPATCHER))
    own |= Q(report__office__in=user.units_as(RoleCode.OFFICE))
    rows = Handling.objects.filter(own, report__isnull=False).select_related("unit", "report")
    for row in rows.filter(state=HandlingState.OBJECTED).order_by("objected_at", "pk")[:MOST_TASKS]:
        yield _of_handling(f"处理{row.unit.short_name}的退办申请", row, row.objected_at)
    for row in rows.filter(state=HandlingState.ANSWERED, role__in=("lead", "divided")).order_by("pk")[:MOST_TASKS]:
        yield _of_handling(f"核对{row.unit.short_name}的反馈", row, row.answered_at)


def _of_units(user) -> Iterator[Task]:
    units = user.units_as(RoleCode.DEPARTMENT)
    if not units:
        return
    rows = Handling.objects.filter(unit__in=units, report__isnull=False, state__in=SAID)
    rows = rows.annotate(due_on=Subquery(limits_here().running().order_by("due_on").values("due_on")[:1]))
    for row in rows.select_related("issued_by_unit", "report").order_by("due_on", "issued_at", "pk")[:MOST_TASKS]:
        sentence = SAID[row.state].format(who=row.issued_by_unit.short_name)
        url, since = row.get_absolute_url(), row.accepted_at or row.issued_at
        yield Task(sentence, row.report.title, url, since, due_on=row.due_on)


def _of_report(sentence: str, row, since) -> Task:
    return Task(sentence, row.title, row.get_absolute_url(), since)


def _of_handling(sentence: str, row, since) -> Task:
    return Task(sentence, row.report.title, row.get_absolute_url(), since)
