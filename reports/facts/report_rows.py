"""The records of each measure of reports and of what units handle, one function for each, as those of cases in rows.py.

What leaders wrote and what was given to units counts in the month of its report: of the reports of a month so many were
instructed, and of what was given out of them so much was taken on. The rates are these figures divided.
"""

from django.db.models import Exists, OuterRef, QuerySet

from proposals.enums import HandlingState
from proposals.models import Handling, Instruction, ReportItem, SpecialReport


def reports() -> QuerySet:
    return SpecialReport.objects.issued()


def reports_instructed() -> QuerySet:
    """圈阅 is no 批示."""
    written = Instruction.objects.standing().filter(report=OuterRef("pk"), is_viewed_only=False)
    return reports().filter(Exists(written))


def reports_assigned() -> QuerySet:
    return reports().filter(Exists(Handling.objects.given().filter(report=OuterRef("pk"))))


def reported_matters() -> QuerySet:
    return ReportItem.objects.filter(matter__isnull=False, report__issued_on__isnull=False)


def handlings() -> QuerySet:
    return Handling.objects.given().filter(report__issued_on__isnull=False)


def handlings_taken_on() -> QuerySet:
    return handlings().taken_on()


def handlings_closed() -> QuerySet:
    return handlings().filter(state=HandlingState.CLOSED)


def proposal_handlings() -> QuerySet:
    return Handling.objects.given().filter(proposal__isnull=False)


def proposal_handlings_closed() -> QuerySet:
    return proposal_handlings().filter(state=HandlingState.CLOSED)
