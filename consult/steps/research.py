"""Step 3 调查研究: dated field work before the meeting (000: 不调研不协商)."""

from django.db import transaction
from django.utils import timezone

from consult.models import Research
from consult.steps.telling import tell
from consult.workflow import Refused, check_version, following, guards, lock, move_to, pack_of, recording
from members.operations import attach

RELATED = ("topic", "room__unit__region", "practice", "approval")


@transaction.atomic
def record(consultation, *, by, attachments=(), **fields) -> Research:
    """Write one piece of field work down."""
    consultation = lock(consultation, related=RELATED)
    guards.require(recording.researching(consultation))
    check_dates(consultation, **fields)
    research = Research.objects.create(consultation=consultation, created_by=by, **fields)
    attach(research, attachments, by=by)
    tell(
        consultation,
        "consult.record_research",
        by=by,
        sentence=f"登记 {research.on:%-m月%-d日} 调研",
        changes={"place": ("地点", "", research.place)},
    )
    return research


@transaction.atomic
def edit(research, *, by, version: int, attachments=(), **fields) -> Research:
    """Change a record. Raises Stale when somebody saved in between."""
    consultation = lock(research.consultation, related=RELATED)
    guards.require(recording.researching(consultation))
    research = lock(research)
    if research.removed_at:
        raise Refused("这条调研记录已经移出，请刷新页面查看最新情况。")
    check_version(research, version)
    check_dates(consultation, **fields)
    changes = {
        name: (
            str(research._meta.get_field(name).verbose_name),
            str(getattr(research, name)),
            str(value),
        )
        for name, value in fields.items()
    }
    for name, value in fields.items():
        setattr(research, name, value)
    research.version += 1
    research.save(update_fields=[*fields, "version"])
    attach(research, attachments, by=by)
    tell(
        consultation,
        "consult.edit_research",
        by=by,
        sentence=f"修改 {research.on:%-m月%-d日} 调研",
        changes=changes,
    )
    return research


@transaction.atomic
def remove(research, *, by, reason: str) -> Research:
    """Take a record out with a reason; it stays in the ledger and the database."""
    consultation = lock(research.consultation, related=RELATED)
    research = lock(research)
    research.consultation = consultation
    if research.removed_at:
        return research
    guards.require(recording.dropping(research))
    research.removed_by, research.removed_at = by, timezone.now()
    research.save(update_fields=["removed_by", "removed_at"])
    tell(
        consultation,
        "consult.remove_research",
        by=by,
        sentence=f"移出 {research.on:%-m月%-d日} 调研",
        note=reason,
    )
    return research


@transaction.atomic
def finish(consultation, *, by) -> None:
    """Go on to the next stage. Raises Refused with what is missing."""
    consultation = lock(consultation, related=RELATED)
    stop = following(consultation, pack_of(consultation))
    if consultation.step != "research" or stop is None:
        raise Refused(consultation.say("现在不在{research}这一步，请刷新页面查看最新情况。"))
    move_to(consultation, stop[0], step=stop[1], by=by)


def check_dates(consultation, *, on, until=None, **_) -> None:
    today = timezone.localdate()
    if on > today or (until and until > today):
        raise Refused("调研日期不能晚于今天。")
    if until and until < on:
        raise Refused("结束日期不能早于开始日期。")
