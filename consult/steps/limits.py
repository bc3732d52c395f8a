"""Days that a place sets (议题修改、形成纪要、审签、报送、签收、报告进展): told before, and once when passed."""

from django.db.models import OuterRef, Subquery
from django.utils import timezone

from consult import queries
from consult.enums import AssignmentState
from consult.models import Assignment, Consultation, Progress
from consult.steps.telling import escalated, notify_once
from members.permissions import TOWNSHIP
from members.queries import desks, people_of
from members.templatetags.dates import day
from rooms import calendar

RELATED = ("topic", "room__unit__region", "room__approver", "approval")
OF_TASK = ("unit", "issued_by_unit", *(f"matter__consultation__{name}" for name in RELATED))


def remind() -> int:
    """Tell of every limit that is near or passed and was not told of yet; return how many."""
    overrides, today = calendar.overrides(), timezone.localdate()
    return _remind_rooms(overrides, today) + _remind_units(overrides, today)


def _remind_rooms(overrides, today) -> int:
    rows = Consultation.objects.running().filter(queries.under_limits()).distinct()
    told = 0
    for case in queries.with_sent(queries.with_moments(rows)).select_related(*RELATED).iterator(chunk_size=500):
        limit = queries.room_limit(case, overrides)
        if limit and _is_time(limit, today, overrides):
            people = list(queries.room_staff(case))
            told += _tell(case, limit, case.title, people, url=case.get_absolute_url(), today=today)
    return told


def _remind_units(overrides, today) -> int:
    """Tasks that wait to be taken on, and tasks on which nothing was reported for as long as the pack lets it be."""
    rows = Assignment.objects.filter(asked=False, matter__consultation__state="running")
    rows = rows.filter(state__in=(AssignmentState.ISSUED, AssignmentState.ACCEPTED))
    told = Progress.objects.filter(assignment=OuterRef("pk")).order_by("-reported_at")
    rows = rows.annotate(reported_at=Subquery(told.values("reported_at")[:1])).select_related(*OF_TASK)
    told = 0
    for task in rows.iterator(chunk_size=500):
        case = task.matter.consultation
        issued = task.state == AssignmentState.ISSUED
        of, since = ("acceptance", task.issued_at) if issued else ("progress", task.reported_at or task.accepted_at)
        limit = queries.limit(case.pack, of, since, overrides)
        if limit and _is_time(limit, today, overrides):
            people = desks.in_charge(task, task.unit) or list(people_of(task.issued_by_unit, *TOWNSHIP))
            told += _tell(case, limit, task.task[:80], people, url=f"/assignments/{task.pk}/", today=today)
    return told


def _is_time(limit, today, overrides) -> bool:
    if limit.due.date < today:
        return True
    left = calendar.workdays_between(today, limit.due.date, overrides=overrides)
    return any(left <= before for before in limit.deadline.reminders)


def _tell(case, limit, what: str, people, *, url: str, today) -> bool:
    is_late = limit.due.date < today
    sentence = f"{limit.deadline.name}{'逾期' if is_late else '临期'}，{day(limit.due.date)}到期：{what}"
    people += escalated(case, limit.deadline.escalate_to) if is_late else []
    return notify_once(people, sentence, url=url, case=case)
