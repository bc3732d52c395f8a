"""What each side of tests/world.py has of 督办检查: a sheet that was sent, with its problem."""

from django.utils import timezone

from members.models import Unit
from reports.models import Inspection, InspectionProblem, ProblemCheck
from tests import factories as make


def records(side, word) -> list:
    """Every text holds the word of the side: it is read in the room and by the bodies over it."""
    today, now = timezone.localdate(), timezone.now()
    office: Unit = make.leading_office()
    told = {"unit": office, "inspectors": word, "held_on": today, "found": word, "suggestions": word}
    shared = {"room": side.room, "created_by": side.clerk, "sent_by": side.clerk, "sent_at": now, **told}
    month = today.replace(day=1)
    row = Inspection.objects.create(month=month, state="sent", highlights=word, due_on=today, **shared)
    problem = InspectionProblem.objects.create(inspection=row, position=1, text=word, due_on=today)
    ProblemCheck.objects.create(inspection=row, problem=problem, is_mended=False, note=word)
    return [row, problem]
