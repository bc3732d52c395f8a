"""Reads of what units handle: their list, and what the page of one shows."""

from proposals.models import Handling, Instruction


def handlings_shown(rows):
    related = ("unit", "issued_by_unit", "report", "proposal__room__unit")
    return Handling.objects.filter(pk__in=rows.values("pk")).select_related(*related)


def instruction_for(handling, user):
    """The instruction to which it goes back, where the person may read it."""
    if not handling.instruction_id:
        return None
    return Instruction.objects.visible_to(user).standing().filter(pk=handling.instruction_id).first()


def beside(handling) -> list[Handling]:
    """The other units that have a part in the same thing, with what they said."""
    rows = Handling.objects.filter(report=handling.report_id, proposal=handling.proposal_id).exclude(pk=handling.pk)
    return list(rows.select_related("unit").order_by("pk"))
