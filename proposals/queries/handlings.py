"""Reads of what units handle: their list, and what the page of one shows."""

from django.contrib.contenttypes.models import ContentType
from django.db.models import OuterRef, Subquery

from proposals.models import Handling, Instruction
from rooms.models import TimeLimit


def handlings_shown(rows):
    """With the next day that counts for each."""
    related = ("unit", "issued_by_unit", "report", "proposal__room__unit")
    rows = Handling.objects.filter(pk__in=rows.values("pk")).select_related(*related)
    return rows.annotate(due_on=Subquery(limits_here().open().order_by("due_on").values("due_on")[:1]))


def limits_here():
    """Limits of the handling of the outer query."""
    kind = ContentType.objects.get_for_model(Handling)
    return TimeLimit.objects.filter(owner_type=kind, owner_id=OuterRef("pk"))


def instruction_for(handling, user):
    """The instruction to which it goes back, where the person may read it."""
    if not handling.instruction_id:
        return None
    return Instruction.objects.visible_to(user).standing().filter(pk=handling.instruction_id).first()


def beside(handling) -> list[Handling]:
    """The other units that have a part in the same thing, with what they said."""
    rows = Handling.objects.filter(report=handling.report_id, proposal=handling.proposal_id).exclude(pk=handling.pk)
    return list(rows.select_related("unit").order_by("pk"))
