"""The cells of a saved list view: the pack names the columns, each is written here once."""

from dataclasses import dataclass

from django.urls import reverse

from consult.models import Progress
from members.templatetags.dates import day
from rooms.practice.viewing import COLUMNS


@dataclass(frozen=True)
class Cell:
    label: str
    text: str
    url: str = ""


def headings(view) -> list[str]:
    return [COLUMNS[view.of][column] for column in view.columns]


def matter_table(view, matters, pack) -> list[list[Cell]]:
    """Rows of a view over matters, their tasks and deadlines fetched before."""
    told = _progress_of(matters) if "progress" in view.columns else {}
    return [[_cell(view, column, MATTER[column](matter, pack, told)) for column in view.columns] for matter in matters]


def assignment_table(view, tasks, pack) -> list[list[Cell]]:
    told = {}
    if "progress" in view.columns:
        rows = Progress.objects.filter(assignment__in=tasks).order_by("pk").values_list("assignment", "text")
        told = dict(rows)
    return [[_cell(view, column, TASK[column](task, pack, told)) for column in view.columns] for task in tasks]


def _progress_of(matters) -> dict:
    """The newest report on each matter."""
    rows = Progress.objects.filter(assignment__matter__in=matters).order_by("pk")
    return dict(rows.values_list("assignment__matter", "text"))


def _cell(view, column: str, value) -> Cell:
    text, url = value if isinstance(value, tuple) else (value, "")
    return Cell(COLUMNS[view.of][column], text, url)


def _units(matter) -> str:
    units = [task.unit.short_name for task in matter.tasks]
    if matter.city_units:
        return matter.city_units
    if matter.by_room and not units:
        return matter.consultation.room.unit.short_name
    return "、".join(units) or "、".join(f"建议{unit.short_name}" for unit in matter.suggested_units.all())


def _earliest(matter) -> str:
    days = [task.due_on for task in matter.tasks if task.due_on and task.is_open]
    return day(min(days)) if days else ""


def _outcome(matter, pack) -> str:
    named = next((each.name for each in pack.outcomes if each.code == matter.outcome_code), "")
    return "：".join(part for part in (named, matter.outcome) if part)


MATTER = {
    "number": lambda matter, pack, told: str(matter.number),
    "text": lambda matter, pack, told: (matter.text, reverse("consult:matter", args=[matter.pk])),
    "title": lambda matter, pack, told: (matter.consultation.title, matter.consultation.get_absolute_url()),
    "room": lambda matter, pack, told: matter.consultation.room.unit.short_name,
    "unit": lambda matter, pack, told: _units(matter),
    "level": lambda matter, pack, told: matter.get_level_display(),
    "state": lambda matter, pack, told: matter.city_end or matter.get_state_display(),
    "due": lambda matter, pack, told: _earliest(matter),
    "progress": lambda matter, pack, told: told.get(matter.pk, "")[:120],
    "outcome": lambda matter, pack, told: _outcome(matter, pack)[:120],
    "satisfaction": lambda matter, pack, told: matter.satisfaction,
    "updated": lambda matter, pack, told: day(matter.closed_at or matter.created_at),
}
TASK = {
    "number": lambda task, pack, told: str(task.pk),
    "text": lambda task, pack, told: (task.task, reverse("consult:assignment", args=[task.pk])),
    "title": lambda task, pack, told: task.matter.consultation.title if task.matter else task.origin,
    "room": lambda task, pack, told: task.matter.consultation.room.unit.short_name if task.matter else "",
    "unit": lambda task, pack, told: task.unit.short_name,
    "state": lambda task, pack, told: task.get_state_display(),
    "due": lambda task, pack, told: day(task.due_on) if task.due_on else "",
    "progress": lambda task, pack, told: told.get(task.pk, "")[:120],
    "updated": lambda task, pack, told: day(task.closed_at or task.issued_at),
}
