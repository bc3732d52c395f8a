"""历史协商: what was consulted on before the system was in use, written down from the old papers."""

from django.db import transaction
from django.db.models import Min
from django.utils import timezone

from consult.models import Minutes, PastConsultation, PastMatter
from consult.steps.signing import KIND
from consult.workflow import Refused, lock
from members import ledger
from members.operations import attach, peek_number, start_after
from members.operations.changes import overwrite
from rooms import practice

UNTIL = "历史协商登记使用系统以前办完的协商，日期不能晚于今天；还在办理的请用“补录协商”。"


@transaction.atomic
def record(room, *, by, matters=(), attachments=(), **fields) -> PastConsultation:
    """Write a past consultation down with its matters (each a dict of PastMatter's fields).

    The numbering of minutes goes on after the highest number of the year that was given on paper.
    """
    room = lock(room, related=("unit__region", "approver"))
    _check(room, fields)
    for matter in matters:
        _check_day(fields["held_on"], matter.get("closed_on"))
    past = PastConsultation.objects.create(room=room, created_by=by, **fields)
    PastMatter.objects.bulk_create(
        PastMatter(past=past, number=number, **matter) for number, matter in enumerate(matters, start=1)
    )
    attach(past, attachments, by=by)
    _go_on_after(past)
    _tell(past, by=by, sentence=f"登记{past.ledger_label}，事项 {len(matters)} 件", note=past.source)
    return past


@transaction.atomic
def edit(past, *, by, attachments=(), **values) -> PastConsultation:
    """Correct what was written down. Raises Stale when somebody saved in between."""
    past = lock(past, related=("room__unit__region", "room__approver"))
    _require_standing(past)
    _check(lock(past.room, related=("unit__region", "approver")), values, but=past)
    _check_day(values["held_on"], past.matters.aggregate(first=Min("closed_on"))["first"])
    past, changes = overwrite(past, values)
    attach(past, attachments, by=by)
    _go_on_after(past)
    if changes or attachments:
        _tell(past, by=by, sentence=f"修改{past.ledger_label}", changes=changes)
    return past


@transaction.atomic
def remove(past, *, by, reason: str) -> PastConsultation:
    """Take out what was entered by mistake: it leaves the figures and stays in the record."""
    past = lock(past, related=("room__unit__region",))
    _require_standing(past)
    past.removed_by, past.removed_at = by, timezone.now()
    past.save(update_fields=["removed_by", "removed_at"])
    _tell(past, by=by, sentence=f"移出{past.ledger_label}", note=reason)
    return past


@transaction.atomic
def add_matter(past, *, by, **fields) -> PastMatter:
    past = lock(past, related=("room__unit__region",))
    _require_standing(past)
    _check_day(past.held_on, fields.get("closed_on"))
    last = past.matters.order_by("-number").values_list("number", flat=True).first() or 0
    matter = PastMatter.objects.create(past=past, number=last + 1, **fields)
    _tell(past, by=by, sentence=f"{past.ledger_label}登记事项 {matter.number}")
    return matter


@transaction.atomic
def edit_matter(matter, *, by, **values) -> PastMatter:
    """Correct one matter, or write down what came of it since. Raises Stale when somebody saved in between."""
    past = lock(matter.past, related=("room__unit__region",))
    _require_standing(past)
    _check_day(past.held_on, values.get("closed_on"))
    matter, changes = overwrite(matter, values)
    if changes:
        _tell(past, by=by, sentence=f"{past.ledger_label}修改事项 {matter.number}", changes=changes)
    return matter


@transaction.atomic
def start_minutes(room, *, by, year: int, last: int, reason: str) -> int:
    """Let the minutes of a year go on after the last number that was given on paper; return the next one.

    Raises Refused when the series has gone further: a number is never given twice.
    """
    room = lock(room, related=("unit__region", "approver__region"))
    unit = _series_of(room)
    now = peek_number(unit, KIND, year)
    if now >= last:
        raise Refused(f"{year} 年的纪要已经编到第 {now} 期，起点要在它以后。")
    start_after(unit, KIND, year, last)
    sentence = f"{year}年的纪要从第 {last + 1} 期编起"
    ledger.record(room, "consult.start_minutes", by=by, unit=room.unit, sentence=sentence, note=reason)
    return last + 1


def _check(room, fields, but=None) -> None:
    """Refuse what the papers cannot say: a day to come, or a number that is taken."""
    if fields["held_on"] > timezone.localdate():
        raise Refused(UNTIL)
    others = PastConsultation.objects.standing().filter(room=room).exclude(pk=but.pk if but else None)
    if others.filter(held_on=fields["held_on"], title=fields["title"]).exists():
        raise Refused("这个联络室已经登记过同一天、同一议题的历史协商。")
    year, number = fields.get("minutes_year"), fields.get("minutes_number")
    if not number:
        return
    # Rooms whose minutes are numbered in one series share its numbers.
    shared = {"room__approver": room.approver} if _series_of(room) == room.approver else {"room": room}
    numbered = PastConsultation.objects.standing().filter(**shared).exclude(pk=but.pk if but else None)
    if numbered.filter(minutes_year=year, minutes_number=number).exists():
        raise Refused(f"{year} 年第 {number} 期纪要已经登记在另一件历史协商上，请核对期号。")
    given = {f"consultation__{name}": value for name, value in shared.items()}
    if Minutes.objects.filter(**given, year=year, number=number).exists():
        raise Refused(f"{year} 年第 {number} 期纪要已经由系统编号，请核对期号。")


def _check_day(held_on, closed_on) -> None:
    """What was agreed on is not finished before the day on which it was agreed."""
    if closed_on and closed_on < held_on:
        raise Refused(
            f"事项的办结日期（{closed_on:%Y年%-m月%-d日}）不能早于协商日期（{held_on:%Y年%-m月%-d日}），请核对。"
        )


def _go_on_after(past) -> None:
    """The series of the practice that the room follows today goes on after what the old paper bears."""
    if not past.minutes_number:
        return
    start_after(_series_of(past.room), KIND, past.minutes_year, past.minutes_number)


def _series_of(room):
    pack = practice.for_room(room)
    return room.approver if pack and pack.document(KIND).series == "approver" else room.unit


def _require_standing(past) -> None:
    if past.removed_at:
        raise Refused("这件历史协商已经移出，不能再修改。")


def _tell(past, *, by, sentence, **details) -> None:
    ledger.record(past, "consult.edit_past", by=by, unit=past.room.unit, sentence=sentence, **details)
