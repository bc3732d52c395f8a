"""Verbs of 文书模板: word a kind of paper anew from a day on, or go back to the words of the house."""

from datetime import date

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from members import ledger
from members.models import Unit
from members.workflow import Refused, lock
from reports.models import DocumentTemplate
from reports.rules import FIELDS, KINDS, OFFICES, kinds_of

VERB = "reports.edit_wording"


@transaction.atomic
def word(unit: Unit, kind: str, *, by, starts_on: date, seen: int, note: str = "", for_region=False, **texts):
    """Word a paper from a day on; what was printed before stays as it was."""
    for name, text in texts.items():
        if wrong := KINDS[kind].unknown(text):
            raise Refused(f"{FIELDS[name][0]}里的{'、'.join(wrong)}不能用，请改用列出的占位词。")
    if for_region and unit.kind not in OFFICES:
        raise Refused("只有市级机关的用语可以供本区域各单位通用。")
    return _add(unit, kind, by=by, starts_on=starts_on, seen=seen, note=note, for_region=for_region, **texts)


@transaction.atomic
def use_house(unit: Unit, kind: str, *, by, starts_on: date, seen: int, note: str = "") -> DocumentTemplate:
    """From a day on no words of its own: those of an office above count again, or those of the house."""
    if not seen:
        raise Refused("还没有改过，现在用的就是系统文字。")
    return _add(unit, kind, by=by, starts_on=starts_on, seen=seen, note=note, is_house=True)


def _add(unit, kind, *, by, starts_on, seen, **fields) -> DocumentTemplate:
    # The unit is locked so that two who save at once get two versions, and the second one is told.
    unit = lock(unit)
    if kind not in kinds_of(unit.kind):
        raise Refused("本单位不印制这种文书。")
    if starts_on < timezone.localdate():
        raise Refused("起用日期不能早于今天：已经印发的文书不会改动。")
    last = unit.wordings.filter(kind=kind).aggregate(last=Max("version"))["last"] or 0
    if last != seen:
        raise Refused("别人刚刚保存过这份用语，请刷新页面，看过以后再改。")
    row = DocumentTemplate.objects.create(
        unit=unit, kind=kind, version=last + 1, starts_on=starts_on, made_by=by, **fields
    )
    sentence = f"{KINDS[kind].name}用语第 {row.version} 版，{starts_on:%Y年%-m月%-d日}起用"
    sentence += "（恢复系统文字）" if row.is_house else ""
    ledger.record(row, VERB, by=by, unit=unit, sentence=sentence)
    return row
