"""采用: a report, or a piece of information, was taken up at one level; it can be taken up at several."""

from django.db import transaction
from django.utils import timezone

from members import ledger
from proposals.models import LevelAdoption, Proposal, SpecialReport
from proposals.operations.telling import tell_sources
from proposals.workflow import Refused, lock

NAMES = {SpecialReport: "report", Proposal: "proposal"}


@transaction.atomic
def record(subject: SpecialReport | Proposal, *, by, level: str, organ: str, on, note: str = "") -> LevelAdoption:
    """Write down that it was taken up by an organ of this level, once each."""
    subject = lock(subject)
    name = NAMES[type(subject)]
    _check(subject, on)
    if LevelAdoption.objects.standing().filter(**{name: subject}, level=level, organ=organ).exists():
        raise Refused(f"{organ}采用已经登记，不用再登记。")
    row = LevelAdoption.objects.create(**{name: subject}, level=level, organ=organ, on=on, note=note, entered_by=by)
    told = f"被{row.get_level_display()}采用"
    if name == "report":
        tell_sources(subject, f"编入的{subject.ledger_label}{told}", verb="proposals.record_adoption", by=by)
    _tell(row, by=by, sentence=f"{subject.ledger_label}{told}")
    return row


@transaction.atomic
def remove(adoption: LevelAdoption, *, by, reason: str) -> LevelAdoption:
    row = lock(adoption, related=("report__office__region", "proposal__room__unit__region"))
    if row.removed_at:
        raise Refused("这条采用情况已经移出。")
    if not reason.strip():
        raise Refused("请写明移出的原因。")
    row.removed_by, row.removed_at = by, timezone.now()
    row.save(update_fields=["removed_by", "removed_at"])
    _tell(row, by=by, sentence=f"移出{row.get_level_display()}采用情况", note=reason)
    return row


def _check(subject, on) -> None:
    if on > timezone.localdate():
        raise Refused("采用日期不能晚于今天。")
    if isinstance(subject, SpecialReport):
        if not subject.issued_on:
            raise Refused("报送以后才能登记采用情况。")
        if on < subject.issued_on:
            raise Refused("采用日期不能早于报送日期。")
    elif subject.answered_at is None:
        raise Refused("收件以后才能登记采用情况。")


def _tell(row, *, by, sentence, **details) -> None:
    subject = row.subject
    unit = subject.office if row.report_id else subject.room.unit
    ledger.record(subject, "proposals.record_adoption", by=by, unit=unit, sentence=sentence, **details)
