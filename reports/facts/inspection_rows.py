"""The records of each measure of 督办检查, one function for each, as those of cases in rows.py."""

from django.db.models import QuerySet

from reports.enums import FindingState
from reports.models import Inspection, InspectionProblem


def inspections() -> QuerySet:
    return Inspection.objects.standing()


def inspection_problems() -> QuerySet:
    return InspectionProblem.objects.counted()


def problems_mended() -> QuerySet:
    """One that was carried on from month to month is mended once, where it stands last."""
    return InspectionProblem.objects.sent().filter(state=FindingState.MENDED)
