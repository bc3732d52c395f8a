"""What each side of tests/world.py has of a proposal on its way from the office's hands to its end."""

from types import SimpleNamespace

from django.utils import timezone

from proposals import operations
from proposals.models import Advice, CoSign, Handling, HandlingContact, Reply, Review
from tests import factories as make


class PartOfProposal:
    """Stands for the Handling of a proposal among the records: that of a report has the model's own place."""

    _meta = SimpleNamespace(label="tests.PartOfProposal")


def proposals(side) -> dict:
    """One that is reviewed, and one that units handle and have answered.

    Without the word of the side: those who dispatch see proposals of every room, and no case.
    """
    word = "楼道充电设施"
    values = {"kind": "information", "title": word, "situation": word}
    row = operations.draft_and_submit(side.room, by=side.clerk, **values)
    row = operations.receive(row, by=side.clerk)
    rows = [_review(row, word, by=side.clerk), *_handled(row, side, word)]
    return {type(each): each for each in rows} | {PartOfProposal: rows[1].handling}


def _review(row, word, *, by) -> Review:
    return Review.objects.create(
        proposal=row,
        step="editing",
        step_name="编审",
        body="市政协办公室",
        outcome="file",
        opinion=word,
        on=timezone.localdate(),
        entered_by=by,
    )


def _handled(row, side, word) -> list:
    """Rows as they are while the unit answers; the way there is walked in tests/proposals."""
    now = timezone.now()
    row.pk, row.state, row.kind, row.number, row.year = None, "running", "proposal", row.room_id, now.year
    row.filed_by, row.filed_at = side.clerk, now
    row.save(force_insert=True)
    given = {"proposal": row, "issued_by_unit": make.office(), "issued_by": side.clerk, "state": "accepted"}
    lead = Handling.objects.create(unit=side.department_unit, role="lead", task=word, **given)
    beside = Handling.objects.create(unit=make.UnitFactory(), role="joint", task=word, **given)
    letter = {"number": "1号", "result_class": "A", "body": word, "signer": "贺文清", "contact": "曹伟"}
    letter |= {"phone": "8700001", "signed_on": timezone.localdate(), "written_by": side.clerk}
    reply = Reply.objects.create(proposal=row, handling=lead, **letter)
    advice = Advice.objects.create(proposal=row, position=1, text=word, handling=lead)
    talk = {"stage": "before", "way": "phone", "on": timezone.localdate(), "people": word, "said": word}
    contact = HandlingContact.objects.create(handling=lead, entered_by=side.clerk, **talk)
    return [advice, contact, reply, CoSign.objects.create(reply=reply, handling=beside)]
