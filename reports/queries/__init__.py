"""Reads that look across apps; what concerns documents is in `documents`."""

from datetime import datetime, time

from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone

from consult import queries as consult_queries
from consult.models import Assignment, Consultation, Matter, PastConsultation
from members.enums import RoleCode
from rooms.models import Room
from rooms.queries import registers

MOST = 20


def room_figures(user, year: int) -> dict | None:
    """This year's figures of the rooms in which the person works; none for others."""
    units = user.units_as(RoleCode.CLERK, RoleCode.CONVENER)
    if not units:
        return None
    agreed = Q(matter_set__removed_at=None, matter_set__consensus=True)
    # A case has a handful of matters: joined, one query counts both.
    return Consultation.objects.filter(room__unit__in=units, year=year).aggregate(
        begun=Count("pk", distinct=True),
        closed=Count("pk", filter=Q(state="closed"), distinct=True),
        listed=Count("matter_set", filter=agreed),
        done=Count("matter_set", filter=agreed & Q(matter_set__state__in=["done", "partly"])),
    )


def requirement_tasks(user):
    """What hearings asked of the person's units: one task for each, with its day."""
    for row in registers.requirements_waiting(user, consult_queries.MOST_TASKS + 1):
        url = reverse("rooms:requirement", args=[row.pk])
        since = timezone.make_aware(datetime.combine(row.hearing.held_on, time.min))
        yield consult_queries.Task(
            f"落实汇报会要求：{row.text[:40]}", row.hearing.meeting, url, since, row.due_on, is_soft=row.is_soft
        )


def find(user, words: str) -> list[dict]:
    """Groups of what the person may see that holds the words; a unit sees its tasks, the office what it received."""
    if not words:
        return []
    cases = consult_queries.search(user, words).select_related("topic", "room__unit").order_by("-pk")[:MOST]
    matters = (
        Matter.objects.visible_to(user)
        .standing()
        .filter(text__icontains=words)
        .select_related("consultation__topic")
        .order_by("-pk")[:MOST]
    )
    rooms = (
        Room.objects.visible_to(user)
        .select_related("unit")
        .filter(
            Q(unit__name__icontains=words)
            | Q(unit__short_name__icontains=words)
            | Q(unit__pinyin__contains=words.lower().replace(" ", ""))
        )[:MOST]
    )
    own_tasks, papers = _own_tasks(user, words), _received(user, words)
    groups = [
        {"name": "协商", "rows": [(case.title, case.label, case.get_absolute_url(), case) for case in cases]},
        {"name": "历史协商", "rows": _past(user, words)},
        {
            "name": "事项",
            "rows": [(matter.text, matter.consultation.title, f"/matters/{matter.pk}/", matter) for matter in matters],
        },
        {"name": "任务", "rows": [(row.task, _case_of(row), f"/assignments/{row.pk}/", row) for row in own_tasks]},
        {
            "name": "收文",
            "rows": [(_paper(row), row.consultation.title, f"/submissions/{row.pk}/", row) for row in papers],
        },
        {
            "name": "联络室",
            "rows": [(room.name, room.get_kind_display(), f"/rooms/{room.pk}/", None) for room in rooms],
        },
    ]
    return [group for group in groups if group["rows"]]


def _past(user, words: str) -> list[tuple]:
    """They have no state to show."""
    rows = PastConsultation.objects.visible_to(user).standing().find(words)
    rows = rows.select_related("room__unit").order_by("-held_on", "-pk")[:MOST]
    return [(row.title, row.label, row.get_absolute_url(), None) for row in rows]


def _own_tasks(user, words: str):
    """Tasks of the departments for which the person works."""
    units = user.units_as(RoleCode.DEPARTMENT)
    if not units:
        return []
    held = Q(task__icontains=words) | Q(matter__consultation__topic__title__icontains=words)
    rows = Assignment.objects.filter(held, unit__in=units).select_related("matter__consultation__topic")
    return rows.order_by("-pk")[:MOST]


def _case_of(task) -> str:
    return task.matter.consultation.title if task.matter else task.origin


def _paper(row) -> str:
    return row.matter.text if row.matter else str(row.edition)


def _received(user, words: str):
    """What was sent to the office; the bodies of the rooms find the cases themselves."""
    if not user.units_as(RoleCode.OFFICE):
        return []
    held = Q(matter__text__icontains=words) | Q(consultation__topic__title__icontains=words)
    rows = consult_queries.inbox_of(user).filter(held)
    return consult_queries.submissions_for_list(rows).order_by("-pk")[:MOST]
