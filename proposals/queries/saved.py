"""The rows of a pack's saved views over proposals, narrowed as the pack says."""

from django.db.models import Exists, OuterRef
from django.utils import timezone

from members.enums import RoleCode
from proposals.models import Handling, Supervision
from rooms.models import TimeLimit

COLUMNS = {"kind": "kind__in", "state": "state__in", "class": "reply_class__in"}


def of_proposal_view(rows, view, user):
    wanted = view.filter
    for key, column in COLUMNS.items():
        if key in wanted:
            rows = rows.filter(**{column: _several(wanted[key])})
    if "role" in wanted:
        rows = rows.filter(Exists(_handled_as(_several(wanted["role"]), user)))
    if "key" in wanted:
        rows = rows.filter(is_key=wanted["key"])
    if "supervised" in wanted:
        led = Exists(Supervision.objects.filter(proposal=OuterRef("pk")))
        rows = rows.filter(led if wanted["supervised"] else ~led)
    return rows.filter(late_with_a_unit()) if wanted.get("overdue") else rows


def late_with_a_unit() -> Exists:
    """Some unit has passed the day on which it was to hand something in."""
    late = TimeLimit.objects.late(timezone.localdate()).filter(
        owner_type__app_label="proposals", owner_type__model="handling", owner_id=OuterRef("pk")
    )
    return Exists(Handling.objects.open().filter(Exists(late), proposal=OuterRef("pk")))


def _handled_as(roles, user):
    """A unit of the reader has this part in it; to who stands in no such unit, any unit."""
    rows = Handling.objects.filter(proposal=OuterRef("pk"), role__in=roles)
    units = user.units_as(RoleCode.DEPARTMENT)
    return rows.filter(unit__in=units) if units else rows


def _several(value) -> list:
    return [value] if isinstance(value, str) else list(value)
