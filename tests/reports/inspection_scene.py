"""An inspection as the leading office writes it, and what it takes to send one."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from reports.models import Inspection, InspectionProblem
from reports.operations import inspections as verbs
from reports.operations.inspections import Check, NewProblem

OCTOBER, NOVEMBER, DECEMBER = date(2026, 10, 1), date(2026, 11, 1), date(2026, 12, 1)
# Working days of these months, far from their ends.
IN_OCTOBER, IN_NOVEMBER, IN_DECEMBER = date(2026, 10, 13), date(2026, 11, 12), date(2026, 12, 10)
FOUND = "接访登记没有写处理结果"


def noon(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 12, tzinfo=ZoneInfo("Asia/Shanghai"))


def written(day: date = IN_NOVEMBER, *, problems=(FOUND,), **more) -> dict:
    """What the form gives to the verbs."""
    fields = {
        "held_on": day,
        "inspectors": "方志明",
        "found": "活动正常，台账齐全。",
        "suggestions": "",
        "highlights": "",
    }
    fields["problems"] = [NewProblem(text) for text in problems]
    return {**fields, "due_on": date(day.year, day.month, 26) if problems else None, **more}


def sent(room, *, by, day: date = IN_NOVEMBER, **more) -> Inspection:
    month = more.pop("month", day.replace(day=1))
    return verbs.begin_inspection(room, by=by, month=month, send=True, **written(day, **more))


def problem_of(inspection) -> InspectionProblem:
    return InspectionProblem.objects.for_page().filter(inspection=inspection).first()


def fresh(row):
    return type(row).objects.for_page().get(pk=row.pk)


def checked(problem, *, is_mended: bool, note: str = "") -> Check:
    return Check(problem, is_mended, note)
