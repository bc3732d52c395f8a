"""What a report came to, written on the matters of the city that it was made of: 市级办结."""

from consult.models import Consultation, Matter
from consult.steps import closing
from proposals.enums import ReportState
from proposals.models import Handling, ReportItem
from proposals.workflow import lock_all

RELATED = ("topic", "room__unit__region", "room__approver", "practice", "approval")
# What is written for the case: the first thousand signs hold some hundred units.
MOST_UNITS = 1000


def hold_matters(report) -> list[Matter]:
    """Lock the cases and matters of a report, before the verb writes its first row of the ledger."""
    own = Matter.objects.filter(report_items__report=report)
    cases = lock_all(Consultation.objects.filter(matter_set__in=own).distinct(), related=RELATED)
    by_key = {case.pk: case for case in cases}
    held = lock_all(own)
    for matter in held:
        matter.consultation = by_key[matter.consultation_id]
    return held


def settle_matters(held, *, by) -> None:
    """Part of a verb: a matter is ended while every report that went up with it is closed, and goes on otherwise.

    The reports are read once the cases are held: of two that are closed at once the second sees the first.
    """
    for matter in held:
        items = ReportItem.objects.filter(matter=matter, report__issued_on__isnull=False).select_related("report")
        items = list(items.order_by("report__closed_at", "pk"))
        if all(item.report.state == ReportState.CLOSED for item in items):
            _end(matter, items, by=by)
        elif matter.closed_at:
            closing.go_on_in_city(matter, by=by)


def _end(matter, items, *, by) -> None:
    last = items[-1]
    units = Handling.objects.in_hand().filter(report__in=[item.report_id for item in items]).select_related("unit")
    names = "、".join(dict.fromkeys(row.unit.short_name for row in units.order_by("pk")))
    text = last.outcome or last.report.result
    told = {"result": last.get_result_display(), "units": names[:MOST_UNITS], "text": text}
    closing.end_by_city(matter, by=by, **told)
