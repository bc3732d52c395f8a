"""The rows of a pack's saved list views: over cases, matters and tasks, narrowed as the pack says."""

from django.db.models import Exists, OuterRef
from django.utils import timezone

from consult.models import Assignment
from consult.queries.lists import overdue, waiting_for_me


def of_case_view(rows, view, user):
    wanted = view.filter
    if wanted.get("waiting_for_me"):
        rows = waiting_for_me(rows, user)
    if wanted.get("overdue"):
        rows = overdue(rows)
    columns = {
        "state": "state__in",
        "steps": "step__in",
        "stages": "stage__in",
        "importance": "importance__in",
        "triage": "triage__in",
        "source": "topic__source__in",
    }
    return _narrowed(rows, wanted, columns)


def of_matter_view(rows, view, user):
    wanted = view.filter
    if wanted.get("overdue"):
        late = Assignment.objects.overdue(timezone.localdate()).filter(matter=OuterRef("pk"))
        rows = rows.filter(Exists(late))
    if wanted.get("rated"):
        rows = rows.exclude(satisfaction="")
    columns = {
        "state": "state__in",
        "level": "level__in",
        "dispositions": "disposition__in",
        "triage": "consultation__triage__in",
    }
    return _narrowed(rows, wanted, columns)


def of_assignment_view(rows, view, user):
    if view.filter.get("overdue"):
        rows = rows.overdue(timezone.localdate())
    return _narrowed(rows, view.filter, {"state": "state__in"})


def _narrowed(rows, wanted, columns):
    for key, column in columns.items():
        if key in wanted:
            value = wanted[key]
            rows = rows.filter(**{column: [value] if isinstance(value, str) else list(value)})
    return rows
