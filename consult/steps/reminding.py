"""Step 6: units are reminded of a task before its day and when it is late; the body that set the day is told of the
latter. One sentence once: what was said already is not said again, however often this runs."""

from datetime import timedelta

from django.utils import timezone

from consult import queries
from consult.models import Assignment
from consult.models.assignment import AT_WORK
from consult.steps.telling import escalated, notify_once
from members.permissions import TOWNSHIP
from members.queries import desks, people_of
from members.templatetags.dates import day

# As long before as the workbench calls a task urgent.
SOON = timedelta(days=3)


def remind() -> int:
    """Tell of every task that is nearly due or late and was not told of yet; return how many."""
    rows = Assignment.objects.filter(
        state__in=AT_WORK,
        asked=False,
        due_on__lte=timezone.localdate() + SOON,
        matter__consultation__state="running",
    )
    tasks = queries.with_deadlines(rows.select_related("unit", "issued_by_unit", "matter__consultation"))
    return sum(_tell(task) for task in tasks)


def _tell(task) -> bool:
    word = "逾期" if task.days_late else "临期"
    sentence = f"任务{word}，{day(task.due_on)}到期：{task.task[:80]}"
    url = f"/assignments/{task.pk}/"
    return notify_once(_people(task), sentence, url=url, case=task.matter.consultation)


def _people(task) -> list:
    """The unit; the body too once it is late, or where nobody of the unit has an account."""
    unit = desks.in_charge(task, task.unit)
    if unit and not task.days_late:
        return unit
    people = [*unit, *people_of(task.issued_by_unit, *TOWNSHIP)]
    limit = task.matter.consultation.pack.deadline("action")
    if task.days_late and limit:
        people += escalated(task.matter.consultation, limit.escalate_to)
    return list({user.pk: user for user in people}.values())
