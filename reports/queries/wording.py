"""How a paper is worded: by the unit itself, by an office above it, or by the house."""

from datetime import date

from members.models import Unit
from members.models.places import lineage
from reports.models import DocumentTemplate
from reports.rules import KINDS, Wording


def wording_of(kind: str, unit: Unit, on: date) -> Wording:
    """The words of a kind of paper that a unit issues on a day, with their placeholders still in them."""
    found = template_of(kind, unit, on)
    return found.wording if found else KINDS[kind].house


def template_of(kind: str, unit: Unit, on: date) -> DocumentTemplate | None:
    """The template in force: the unit's own, else that of the nearest office above that words for its region."""
    rows = DocumentTemplate.objects.filter(kind=kind, starts_on__lte=on)
    rows = rows.filter(unit__region__path__in=lineage(unit.region.path)).select_related("unit__region")
    newest = {}
    # The last one of a day counts, and of each unit only its newest.
    for row in rows.order_by("starts_on", "version"):
        newest[row.unit_id] = row
    own = newest.get(unit.pk)
    if own and not own.is_house:
        return own
    above = [row for row in newest.values() if row.for_region and not row.is_house and row.unit_id != unit.pk]
    return max(above, key=lambda row: (len(row.unit.region.path), row.starts_on, row.pk), default=None)
