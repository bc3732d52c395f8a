"""Reads that look across apps; what concerns documents is in `documents`."""

from datetime import datetime, time

from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone

from consult import queries as consult_queries
from consult.models import Consultation
from members.enums import RoleCode
from reports.queries.search import find
from rooms.queries import registers

__all__ = ["find", "requirement_tasks", "room_figures"]


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
