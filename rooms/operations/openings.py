"""期初数: how a city starts that has a history of which only totals survive."""

from django.db import transaction
from django.utils import timezone

from members import ledger
from members.operations import attach
from members.workflow import Refused, lock
from rooms.models import OpeningFigure


@transaction.atomic
def add_opening(place, *, by, attachments=(), **fields) -> OpeningFigure:
    """Enter a total of a region or a room. What it counts until that day must not be entered as records as well."""
    # Two offices enter the same total at once: the second waits, and is told of the first.
    lock(place)
    room, region = _place(place)
    if fields["until"] > timezone.localdate():
        raise Refused("截至日期不能晚于今天。")
    context = fields.get("context", "")
    standing = OpeningFigure.objects.standing().filter(region=region, room=room, measure=fields["measure"])
    for figure in standing:
        if why := why_not_beside(figure, context):
            raise Refused(why)
    figure = OpeningFigure.objects.create(region=region, room=room, created_by=by, **fields)
    attach(figure, attachments, by=by)
    sentence = f"登记{figure}，截至 {figure.until:%Y年%-m月%-d日} {figure.amount}"
    _tell(figure, by=by, sentence=sentence, note=figure.source)
    return figure


def why_not_beside(figure: OpeningFigure, context: str) -> str:
    """Why no total of this context can stand beside the one that stands at the same place; empty if it can."""
    if figure.context == context:
        return "这里已经有这个指标的期初数；登记错了的，先移出再登记。"
    if not figure.context:
        return "这里已经有这个指标不分场合的期初数，再分场合登记会重复计算；要分场合的，先移出不分场合的。"
    if not context:
        told = f"这里已经有这个指标“{figure.get_context_display()}”的期初数，再登记不分场合的会重复计算"
        return f"{told}；请按场合登记其余的，或者先移出分场合的。"
    return ""


@transaction.atomic
def remove_opening(figure, *, by, reason: str) -> OpeningFigure:
    figure = lock(figure, related=("region", "room__unit__region"))
    if figure.removed_at:
        raise Refused("这一项期初数已经移出。")
    figure.removed_by, figure.removed_at = by, timezone.now()
    figure.save(update_fields=["removed_by", "removed_at"])
    _tell(figure, by=by, sentence=f"移出{figure}", note=reason)
    return figure


def _place(place):
    return (place, place.unit.region) if hasattr(place, "unit") else (None, place)


def _tell(figure, *, by, sentence, **details) -> None:
    unit = figure.room.unit if figure.room else figure.region.units.first()
    ledger.record(figure, "rooms.edit_openings", by=by, unit=unit, sentence=sentence, **details)
