"""A case at a stage with the checkpoints that a test names, and what people write down for them."""

from django.utils import timezone

from consult.models import CheckpointRecord, Consultation, Matter
from consult.steps import entries
from consult.workflow import gates, pack_of
from rooms.models import PracticeVersion
from rooms.operations import load_practice
from tests import factories as make
from tests.rooms.packs import with_checkpoints

FORM = """
[[form]]
code = "sheet"
name = "评议表"
scale = ["满意", "不满意"]

  [[form.field]]
  key = "grade"
  label = "评价"
  type = "choice"
  required = true
  options = ["满意", "不满意"]
"""


def case_at(house, *checkpoints, more="", mode="warn") -> Consultation:
    """A case of one stage with these checkpoints; one matter waits, so that it does not end by itself."""
    case = make.consultation(house.room, by=house.clerk)
    Matter.objects.create(
        consultation=case, number=1, text="疏通主管", state="pending", consensus=True, created_by=house.clerk
    )
    return under(case, *checkpoints, more=more, mode=mode)


def under(case, *checkpoints, more="", mode="warn") -> Consultation:
    text = with_checkpoints(*checkpoints, mode=mode) + more
    text = text.replace('version = "1"', f'version = "{PracticeVersion.objects.count() + 1}"', 1)
    version = load_practice(text, by=None)
    Consultation.objects.filter(pk=case.pk).update(practice=version, stage="all", step="action")
    # No meeting was held: nobody asks for its minutes.
    waived = {"waived_by": case.created_by, "waived_at": timezone.now()}
    CheckpointRecord.objects.get_or_create(consultation=case, stage="all", code="signed", defaults=waived)
    return fresh(case)


def fresh(case) -> Consultation:
    return Consultation.objects.for_page().get(pk=case.pk)


def record(case, role, by, code="gate", **fields):
    return entries.record(case, code=code, role=role, by=by, **{"on": timezone.localdate(), **fields})


def sentence(case, code="gate") -> str:
    """What the checkpoint finds missing now; empty when it is met."""
    case = fresh(case)
    return next(gate.sentence for gate in gates(case, pack_of(case)) if gate.checkpoint.code == code)
