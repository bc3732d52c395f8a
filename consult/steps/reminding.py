"""Step 6: units are reminded of a task before its day and when it is late; the body that set the day is told of the
latter. One sentence once: what was said already is not said again, however often this runs."""

from datetime import timedelta

from django.utils import timezone

from consult import queries
from consult.models import Assignment
from consult.models.assignment import AT_WORK
from members.enums import RoleCode
from members.models import Notice
from members.operations import notify
from members.queries import people_of
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
    people = _people(task)
    told = Notice.objects.filter(user__in=people, url=url, sentence=sentence).values_list("user", flat=True)
    people = [user for user in people if user.pk not in set(told)]
    notify(people, sentence, url=url, case=task.matter.consultation)
    return bool(people)


def _people(task) -> list:
    """The unit; the body too once it is late, or where nobody of the unit has an account."""
    unit = list(people_of(task.unit, RoleCode.DEPARTMENT))
    if unit and not task.days_late:
        return unit
    return [*unit, *people_of(task.issued_by_unit, RoleCode.TOWNSHIP, RoleCode.TOWNSHIP_CLERK)]
