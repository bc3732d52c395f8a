"""Verbs of distribution: send a published paper to units, sign for it, enter a signature, ask again."""

from collections.abc import Iterable
from datetime import date, datetime, time

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils import timezone

from members import ledger
from members.models import Unit, User
from members.operations import notify_each
from members.permissions import RECEIVERS
from members.queries import people_of_units
from members.workflow import Refused, lock
from reports.models import Distribution


@transaction.atomic
def distribute(paper, units: Iterable[Unit], *, sender: Unit, by) -> list[Distribution]:
    """Send a paper to units; one that has it already is left as it is. Return the new rows.

    The paper has `get_absolute_url()`, and shows itself to the units that it was sent to.
    """
    # Two who send the same paper at the same moment: the second finds what the first one sent.
    paper = lock(paper)
    if getattr(paper, "is_draft", False):
        raise Refused("还是草稿，发布以后才能分发。")
    if getattr(paper, "is_replaced", False):
        raise Refused("这一份已经更正，请分发更正后的一份。")
    units = list(dict.fromkeys(units))
    if not units:
        raise Refused("请选择接收的单位。")
    had = set(Distribution.objects.of(paper).filter(unit__in=units).values_list("unit", flat=True))
    kind = ContentType.objects.get_for_model(paper)
    rows = Distribution.objects.bulk_create(
        Distribution(
            object_type=kind,
            object_id=paper.pk,
            title=str(paper)[:160],
            url=paper.get_absolute_url(),
            sender=sender,
            unit=unit,
            sent_by=by,
        )
        for unit in units
        if unit.pk not in had
    )
    if not rows:
        raise Refused("选中的单位都已经分发过。")
    _tell_people(rows, f"请签收：{paper}")
    sentence = f"分发{paper}，共 {len(rows)} 个单位"
    ledger.record(paper, "reports.distribute_paper", by=by, unit=sender, sentence=sentence)
    return rows


@transaction.atomic
def acknowledge(row: Distribution, *, by) -> Distribution:
    """签收: somebody of the unit has it."""
    row = lock(row, related=("unit__region", "sender"))
    _refuse_received(row)
    row.received_by, row.received_at = by, timezone.now()
    row.save(update_fields=["received_by", "received_at"])
    sentence = f"{row.unit.short_name}签收{row.title}"
    ledger.record(row, "reports.acknowledge_paper", by=by, unit=row.unit, sentence=sentence)
    return row


@transaction.atomic
def enter_receipt(row: Distribution, *, by, who: str, on: date) -> Distribution:
    """代录签收: the unit signed on paper, and the sender enters who and when."""
    row = lock(row, related=("unit__region", "sender"))
    _refuse_received(row)
    if not timezone.localdate(row.sent_at) <= on <= timezone.localdate():
        raise Refused("签收日期应当在分发之后，不晚于今天。")
    row.received_by, row.entered_for = by, who
    row.received_at = max(row.sent_at, timezone.make_aware(datetime.combine(on, time.min)))
    row.save(update_fields=["received_by", "received_at", "entered_for"])
    sentence = f"代录：{row.unit.short_name}签收{row.title}"
    verb = "reports.enter_receipt"
    ledger.record(row, verb, by=by, unit=row.sender, entered_for=row.unit.short_name, sentence=sentence)
    return row


@transaction.atomic
def remind(paper, *, sender: Unit, by) -> int:
    """催收: tell the people of every unit that has not signed, once a day; return how many units."""
    paper = lock(paper)
    if getattr(paper, "is_replaced", False):
        raise Refused("这一份已经更正，不用再催收，请分发更正后的一份。")
    rows = list(Distribution.objects.of(paper).open().select_for_update(of=("self",)).select_related("unit"))
    if not rows:
        raise Refused("都已经签收，不用催收。")
    today = timezone.localdate()
    due = [row for row in rows if row.reminded_at is None or timezone.localdate(row.reminded_at) < today]
    if not due:
        raise Refused("今天已经催收过，明天再催。")
    Distribution.objects.filter(pk__in=[row.pk for row in due]).update(reminded_at=timezone.now())
    _tell_people(due, f"还没有签收：{paper}")
    sentence = f"催收{paper}，{len(due)} 个单位还没有签收"
    ledger.record(paper, "reports.remind_receipts", by=by, unit=sender, sentence=sentence)
    return len(due)


def _refuse_received(row: Distribution) -> None:
    if row.is_received:
        raise Refused(f"{row.unit.short_name}已经签收，不用再签。")


def _tell_people(rows: list[Distribution], sentence: str) -> None:
    """Everybody who signs for one of these units, in one query however many there are."""
    urls = {row.unit_id: row.url for row in rows}
    people: list[tuple[User, str]] = [(user, urls[unit]) for user, unit in people_of_units(urls, *RECEIVERS)]
    notify_each(people, sentence)
