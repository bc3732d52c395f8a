"""Verbs of highlights: mark a consultation, a matter or an activity, say it otherwise, take the mark away."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from consult.models import Consultation, Matter
from members import ledger
from members.operations.changes import overwrite
from members.workflow import Refused, lock
from reports.models import Highlight
from reports.operations.contributions import require_clean
from rooms.models import Activity

MARK = "reports.mark_highlight"
RELATED = ("room__unit__region",)
OF = {Consultation: "case", Matter: "matter", Activity: "activity"}


@transaction.atomic
def mark(thing, *, by, sentence: str, on: date) -> Highlight:
    """Mark a consultation, a matter or an activity, with what is good about it in one sentence."""
    thing = lock(thing)
    _require_tellable(thing)
    _require_day(on)
    _require_clean(sentence, thing)
    name = OF[type(thing)]
    if Highlight.objects.filter(**{name: thing}, removed_at__isnull=True).exists():
        raise Refused("这里已经标记为亮点，请直接修改那一句话。")
    room = thing.consultation.room if isinstance(thing, Matter) else thing.room
    highlight = Highlight.objects.create(room=room, **{name: thing}, sentence=sentence, on=on, marked_by=by)
    _tell(highlight, by=by, sentence=f"标记{highlight.ledger_label}", changes={"sentence": ("亮点", "", sentence)})
    return highlight


@transaction.atomic
def edit(highlight: Highlight, *, by, **values) -> Highlight:
    """Say it otherwise. Raises Stale when somebody saved in between."""
    highlight = lock(highlight, related=RELATED)
    _require_standing(highlight)
    _require_day(values["on"])
    _require_clean(values["sentence"], highlight.thing)
    highlight, changes = overwrite(highlight, values)
    if changes:
        _tell(highlight, by=by, sentence=f"修改{highlight.ledger_label}", changes=changes)
    return highlight


@transaction.atomic
def unmark(highlight: Highlight, *, by, reason: str) -> Highlight:
    """Take the mark away; what was composed of it already keeps its own words."""
    highlight = lock(highlight, related=RELATED)
    _require_standing(highlight)
    highlight.removed_by, highlight.removed_at = by, timezone.now()
    highlight.save(update_fields=["removed_by", "removed_at"])
    _tell(highlight, by=by, sentence=f"取消{highlight.ledger_label}", note=reason)
    return highlight


def why_not(thing) -> str:
    """Say why it cannot be told; empty when it can."""
    if isinstance(thing, Activity):
        if thing.removed_at:
            return "这次活动已经移出，不能标记为亮点。"
        return "不公开的活动不能标记为亮点。" if thing.is_confidential else ""
    return "这个事项已经移出，不能标记为亮点。" if isinstance(thing, Matter) and thing.removed_at else ""


def _require_tellable(thing) -> None:
    if reason := why_not(thing):
        raise Refused(reason)


def _require_clean(sentence: str, thing) -> None:
    """Reports and bulletins of the whole city print it: nobody's private name leaves the room in it."""
    if isinstance(thing, Activity):
        require_clean("亮点", sentence, activity=thing)
    else:
        require_clean("亮点", sentence, case=thing.consultation if isinstance(thing, Matter) else thing)


def _require_day(on: date) -> None:
    if on > timezone.localdate():
        raise Refused("日期不能晚于今天。")


def _require_standing(highlight) -> None:
    if highlight.removed_at:
        raise Refused("这个亮点已经取消，请刷新页面查看最新情况。")


def _tell(highlight, *, by, **details) -> None:
    case = highlight.case or (highlight.matter.consultation if highlight.matter_id else None)
    ledger.record(highlight, MARK, by=by, case=case, unit=highlight.room.unit, **details)
