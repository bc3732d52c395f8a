"""答复用语: kept by a unit for its own people, or by an office of the city for all departments."""

from django.db import transaction
from django.utils import timezone

from members import ledger
from members.models import Phrase, Unit
from members.models.phrases import BLANKS, unknown_blanks
from members.operations.changes import overwrite
from members.permissions.desks import OFFERING
from members.workflow import Refused, lock

EDIT = "members.edit_phrases"


@transaction.atomic
def add_phrase(unit: Unit, *, by, name: str, text: str, is_offered=False) -> Phrase:
    _check(unit, by, name=name, text=text, is_offered=is_offered)
    phrase = Phrase.objects.create(unit=unit, name=name, text=text, is_offered=is_offered, edited_by=by)
    ledger.record(phrase, EDIT, by=by, unit=unit, sentence=f"{unit.short_name}登记答复用语")
    return phrase


@transaction.atomic
def edit_phrase(phrase: Phrase, *, by, **values) -> Phrase:
    """The text before stays in the ledger, as the versions of the page show it."""
    unit = phrase.unit
    told = {name: values[name] for name in ("name", "text")}
    _check(unit, by, **told, is_offered=values.get("is_offered", phrase.is_offered), but=phrase)
    phrase, changes = overwrite(phrase, values)
    if phrase.removed_at:
        raise Refused("这条用语已经删除，不能再改。")
    if changes:
        phrase.edited_by, phrase.edited_at = by, timezone.now()
        phrase.save(update_fields=["edited_by", "edited_at"])
        ledger.record(phrase, EDIT, by=by, unit=unit, sentence=f"{unit.short_name}修改答复用语", changes=changes)
    return phrase


@transaction.atomic
def remove_phrase(phrase: Phrase, *, by) -> Phrase:
    phrase = lock(phrase, related=("unit__region",))
    if phrase.removed_at:
        raise Refused("这条用语已经删除。")
    phrase.removed_at, phrase.removed_by = timezone.now(), by
    phrase.save(update_fields=["removed_at", "removed_by"])
    ledger.record(phrase, EDIT, by=by, unit=phrase.unit, sentence=f"{phrase.unit.short_name}删除答复用语")
    return phrase


def _check(unit, by, *, name, text, is_offered, but=None) -> None:
    if unknown := unknown_blanks(text):
        known = "、".join(f"{{{each}}}" for each in BLANKS)
        raise Refused(f"“{{{unknown[0]}}}”不能自动填写。可以用的有：{known}。")
    if is_offered and unit.pk not in by.units_as(*OFFERING):
        raise Refused("只有市政协办公室和领导小组办公室可以提供给各承办单位。")
    lock(unit)
    if Phrase.objects.standing().filter(unit=unit, name=name).exclude(pk=but.pk if but else None).exists():
        raise Refused(f"已有名为“{name}”的用语，请换一个名称，或修改原来的。")
