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
from reports.queries.distribution import units_of_people


@transaction.atomic
def distribute(paper, units: Iterable[Unit], *, sender: Unit, by, people: Iterable[User] = ()) -> list[Distribution]:
    """Send a paper to units and to persons; who has it already is left as he is. Return the new rows.

    The paper has `get_absolute_url()`, and shows itself to the units that it was sent to.
    """
    # Two who send the same paper at the same moment: the second finds what the first one sent.
    paper = lock(paper)
    if getattr(paper, "is_draft", False):
        raise Refused("还没有印发、发布，不能分发。")
    if getattr(paper, "is_replaced", False):
        raise Refused("这一份已经更正，请分发更正后的一份。")
    units, through = list(dict.fromkeys(units)), units_of_people(list(people))
    if not units and not through:
        raise Refused("请选择接收的单位。")
    had = set(Distribution.objects.of(paper).values_list("unit", "person"))
    told = {"title": str(paper)[:160], "url": paper.get_absolute_url(), "sender": sender, "sent_by": by}
    told |= {"object_type": ContentType.objects.get_for_model(paper), "object_id": paper.pk}
    to_units = [Distribution(unit=unit, **told) for unit in units if (unit.pk, None) not in had]
    persons = {person for _, person in had}
    to_people = [
        Distribution(unit_id=unit, person_id=person, **told)
        for person, unit in through.items()
        if person not in persons
    ]
    rows = Distribution.objects.bulk_create([*to_units, *to_people])
    if not rows:
        raise Refused("选中的单位都已经分发过。")
    _tell_people(rows, f"请签收：{paper}")
    counted = f"{len(to_units)} 个单位" + (f"、{len(to_people)} 人" if to_people else "")
    sentence = f"分发{paper}，共 {counted}"
    ledger.record(paper, "reports.distribute_paper", by=by, unit=sender, sentence=sentence)
    return rows


@transaction.atomic
def acknowledge(row: Distribution, *, by) -> Distribution:
    """签收: somebody of the unit has it."""
    row = lock(row, related=("unit__region", "person", "sender"))
    _refuse_received(row)
    row.received_by, row.received_at = by, timezone.now()
    row.save(update_fields=["received_by", "received_at"])
    sentence = f"{row.to_whom}签收{row.title}"
    ledger.record(row, "reports.acknowledge_paper", by=by, unit=row.unit, sentence=sentence)
    return row


@transaction.atomic
def enter_receipt(row: Distribution, *, by, who: str, on: date) -> Distribution:
    """代录签收: the unit signed on paper, and the sender enters who and when."""
    row = lock(row, related=("unit__region", "person", "sender"))
    _refuse_received(row)
    if not timezone.localdate(row.sent_at) <= on <= timezone.localdate():
        raise Refused("签收日期应当在分发之后，不晚于今天。")
    row.received_by, row.entered_for = by, who
    row.received_at = max(row.sent_at, timezone.make_aware(datetime.combine(on, time.min)))
    row.save(update_fields=["received_by", "received_at", "entered_for"])
    sentence = f"代录：{row.to_whom}签收{row.title}"
    verb = "reports.enter_receipt"
    ledger.record(row, verb, by=by, unit=row.sender, entered_for=row.to_whom, sentence=sentence)
    return row


@transaction.atomic
def remind(paper, *, sender: Unit, by) -> int:
    """催收: tell the people of every unit that has not signed, once a day; return how many units."""
    paper = lock(paper)
    if getattr(paper, "is_replaced", False):
        raise Refused("这一份已经更正，不用再催收，请分发更正后的一份。")
    rows = list(Distribution.objects.of(paper).open().select_for_update(of=("self",)).select_related("unit", "person"))
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
        raise Refused(f"{row.to_whom}已经签收，不用再签。")


def _tell_people(rows: list[Distribution], sentence: str) -> None:
    """Whom it was sent to, and everybody who signs for one of the units, in as many queries for many as for one."""
    urls = {row.unit_id: row.url for row in rows if row.person_id is None}
    own = {row.person_id: row.url for row in rows if row.person_id}
    people: list[tuple[User, str]] = [(user, own[user.pk]) for user in User.objects.filter(pk__in=own)]
    people += [(user, urls[unit]) for user, unit in people_of_units(urls, *RECEIVERS)]
    notify_each(people, sentence)
