"""Reads of reports: their list, and what one page shows to whom."""

from django.db.models import Count, F, IntegerField, OuterRef, Subquery
from django.db.models.functions import Coalesce

from proposals.models import Handling, Instruction, SpecialReport


def _count(rows):
    """How many of these rows belong to the outer report: a count of its own each, so that none multiplies another."""
    rows = rows.filter(report=OuterRef("pk")).order_by().values("report").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(rows, output_field=IntegerField()), 0)


def reports_shown(rows):
    """These reports with what a row of the list shows."""
    rows = SpecialReport.objects.for_page().filter(pk__in=rows.values("pk")).defer("body", "lead", "result")
    return reports_counted(rows)


def reports_counted(rows):
    """With how many leaders wrote on each, and how many units were given it and took it on."""
    return rows.annotate(
        instructed=_count(Instruction.objects.written()),
        given=_count(Handling.objects.given()),
        taken_on=_count(Handling.objects.given().taken_on()),
    )


def instructions_of(report, user) -> list[Instruction]:
    """The standing instructions of a report; of those that the person may not read the text is not even fetched."""
    rows = report.instructions.standing().select_related("entered_for", "entered_by").defer("text")
    readable = Instruction.objects.visible_to(user).filter(report=report).annotate(told=F("text"))
    texts = dict(readable.values_list("pk", "told"))
    rows = list(rows.prefetch_related("attachments"))
    for row in rows:
        row.is_readable = row.pk in texts
        row.text = texts.get(row.pk, "")
    return rows


def handlings_of(report) -> list[Handling]:
    """What units were given out of a report: the leading one first, then the others as they were given."""
    rows = report.handlings.select_related("unit", "issued_by_unit", "better_unit")
    return sorted(rows, key=lambda row: (not row.is_open and row.closed_at is None, row.role != "lead", row.pk))


# What one issue takes over from the one before.
TAKEN_OVER = ("reported_to", "sent_to", "copied_to", "copies", "contact")


def like_the_last(office, kind) -> dict:
    """To whom the last issue of the series went: the next one mostly goes there as well."""
    last = SpecialReport.objects.issued().filter(office=office, kind=kind).order_by("-issued_on", "-pk")
    return last.values(*TAKEN_OVER).first() or {}
