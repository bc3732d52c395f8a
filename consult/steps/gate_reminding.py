"""The room is told when a day has come that a checkpoint of its pack waits for: the end of a publicity period, a
look-back, the last day for telling people. One sentence once, however often this runs."""

from datetime import timedelta

from django.utils import timezone

from consult.models import Consultation
from consult.steps.telling import notify_once
from consult.workflow.entries import FIND, due_of
from consult.workflow.waiting import asked_of
from members.enums import RoleCode
from members.queries import people_of
from members.templatetags.dates import day

# As long before as the workbench calls a task urgent.
SOON = timedelta(days=3)


def remind() -> int:
    """Tell the rooms of every day that has come and that they were not told of yet; return how many."""
    found = ((record, _sentence(record)) for record in asked_of(Consultation.objects.running()))
    return sum(_tell(record, sentence) for record, sentence in found if sentence)


def _sentence(record) -> str:
    due = due_of(record)
    if due is None:
        return ""
    name, today, title = record.checkpoint.name, timezone.localdate(), record.consultation.title[:60]
    if record.checkpoint.kind == "notify":
        if not FIND["notify"](record) or today < due.date - SOON:
            return ""
        return f"“{name}”{'逾期' if due.date < today else '临期'}，{day(due.date)}到期：{title}"
    if today < due.date:
        return ""
    if record.checkpoint.kind == "publicity":
        return f"“{name}”{day(due.date)}期满，请核对有没有异议：{title}"
    return f"“{name}”{day(due.date)}到期，请办理并登记：{title}"


def _tell(record, sentence: str) -> bool:
    case = record.consultation
    url = f"{case.get_absolute_url()}#checkpoint-{record.checkpoint.code}"
    people = list(people_of(case.room.unit, RoleCode.CLERK, RoleCode.CONVENER))
    return notify_once(people, sentence, url=url, case=case)
