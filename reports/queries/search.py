"""The search over all apps: groups of what the person may see that holds the words."""

from django.db.models import Q

from consult import queries as consult_queries
from consult.models import Assignment, Matter, PastConsultation
from members.enums import RoleCode
from proposals.models import Handling, Proposal, SpecialReport
from rooms.models import Room

# Rows of one group.
MOST = 20


def find(user, words: str) -> list[dict]:
    """Groups of (title, what it belongs to, address, the record where its state is shown); empty ones are left out."""
    if not words:
        return []
    groups = [{"name": name, "rows": rows(user, words)} for name, rows in GROUPS.items()]
    return [group for group in groups if group["rows"]]


def _cases(user, words: str) -> list[tuple]:
    rows = consult_queries.search(user, words).select_related("topic", "room__unit").order_by("-pk")[:MOST]
    return [(case.title, case.label, case.get_absolute_url(), case) for case in rows]


def _past(user, words: str) -> list[tuple]:
    """They have no state to show."""
    rows = PastConsultation.objects.visible_to(user).standing().find(words)
    rows = rows.select_related("room__unit").order_by("-held_on", "-pk")[:MOST]
    return [(row.title, row.label, row.get_absolute_url(), None) for row in rows]


def _proposals(user, words: str) -> list[tuple]:
    rows = Proposal.objects.visible_to(user).filter(title__icontains=words).select_related("room__unit", "member")
    rows = rows.order_by("-pk")[:MOST]
    return [(row.title, f"{row.get_kind_display()}，{row.by_whom}", row.get_absolute_url(), row) for row in rows]


def _reports(user, words: str) -> list[tuple]:
    """By what the office wrote; what leaders wrote on it is found by nobody."""
    held = Q(title__icontains=words) | Q(body__icontains=words)
    rows = SpecialReport.objects.visible_to(user).filter(held).order_by("-pk")[:MOST]
    return [(row.title, row.ledger_label, row.get_absolute_url(), row) for row in rows]


def _handlings(user, words: str) -> list[tuple]:
    rows = Handling.objects.visible_to(user).filter(Q(task__icontains=words) | Q(report__title__icontains=words))
    rows = rows.filter(report__isnull=False).select_related("unit", "report").order_by("-pk")[:MOST]
    return [(row.report.title, row.unit.short_name, row.get_absolute_url(), row) for row in rows]


def _matters(user, words: str) -> list[tuple]:
    rows = Matter.objects.visible_to(user).standing().filter(text__icontains=words)
    rows = rows.select_related("consultation__topic").order_by("-pk")[:MOST]
    return [(row.text, row.consultation.title, f"/matters/{row.pk}/", row) for row in rows]


def _own_tasks(user, words: str) -> list[tuple]:
    """Tasks of the departments for which the person works."""
    units = user.units_as(RoleCode.DEPARTMENT)
    if not units:
        return []
    held = Q(task__icontains=words) | Q(matter__consultation__topic__title__icontains=words)
    rows = Assignment.objects.filter(held, unit__in=units).select_related("matter__consultation__topic")
    rows = rows.order_by("-pk")[:MOST]
    return [(row.task, _case_of(row), f"/assignments/{row.pk}/", row) for row in rows]


def _case_of(task) -> str:
    return task.matter.consultation.title if task.matter else task.origin


def _received(user, words: str) -> list[tuple]:
    """What was sent to the office; the bodies of the rooms find the cases themselves."""
    if not user.units_as(RoleCode.OFFICE):
        return []
    held = Q(matter__text__icontains=words) | Q(consultation__topic__title__icontains=words)
    rows = consult_queries.submissions_for_list(consult_queries.inbox_of(user).filter(held)).order_by("-pk")[:MOST]
    return [(_paper(row), row.consultation.title, f"/submissions/{row.pk}/", row) for row in rows]


def _paper(row) -> str:
    return row.matter.text if row.matter else str(row.edition)


def _rooms(user, words: str) -> list[tuple]:
    named = Q(unit__name__icontains=words) | Q(unit__short_name__icontains=words)
    named |= Q(unit__pinyin__contains=words.lower().replace(" ", ""))
    rows = Room.objects.visible_to(user).select_related("unit").filter(named)[:MOST]
    return [(room.name, room.get_kind_display(), f"/rooms/{room.pk}/", None) for room in rows]


# In the order of the page.
GROUPS = {
    "协商": _cases,
    "历史协商": _past,
    "提案和社情民意": _proposals,
    "要报、专报": _reports,
    "承办任务": _handlings,
    "事项": _matters,
    "任务": _own_tasks,
    "收文": _received,
    "联络室": _rooms,
}
