"""Verbs of 工作简报: begin an issue, say to whom it goes, sign it off with its number, or give it up."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from members import ledger
from members.operations import draw_number, order, start_after
from members.operations.changes import overwrite
from members.workflow import Refused, advance, check_version, lock, lock_all
from reports.enums import BulletinState, ContributionState
from reports.models import Bulletin, Contribution
from reports.models.bulletin import SERIES
from reports.operations.bulletin_paper import paper_of
from reports.operations.contributions import JUDGE, tell_sender
from reports.queries import bulletins as queries
from reports.workflow import BULLETIN, CONTRIBUTION

WRITE = "reports.write_bulletin"
RELATED = ("unit__region",)
TEXTS = ("title", "lead")


@transaction.atomic
def start(unit, *, by, title: str, **fields) -> Bulletin:
    bulletin = Bulletin.objects.create(unit=unit, title=title, written_by=by, **fields)
    changes = {name: (bulletin._meta.get_field(name).verbose_name, "", getattr(bulletin, name)) for name in TEXTS}
    tell(bulletin, by=by, sentence="起草《工作简报》", changes=changes)
    return bulletin


@transaction.atomic
def edit(bulletin: Bulletin, *, by, **values) -> Bulletin:
    """Save title, 编者按 and to whom it goes. Raises Stale when somebody saved in between."""
    bulletin = locked_draft(bulletin)
    bulletin, changes = overwrite(bulletin, values)
    if changes:
        tell(bulletin, by=by, sentence="修改《工作简报》", changes=changes)
    return bulletin


@transaction.atomic
def issue(bulletin: Bulletin, *, by, version: int, signed_off_by: str, issued_on: date) -> Bulletin:
    """印发: the number is drawn with it, what it says is frozen, and who sent something in is told."""
    bulletin = locked_draft(bulletin)
    check_version(bulletin, version)
    _require_complete(bulletin, signed_off_by)
    # The series is held from here on, so that the days of two issues are compared in the order of their numbers.
    number = draw_number(bulletin.unit, SERIES, issued_on.year)
    _require_day(bulletin, issued_on)
    issued = {"number": number, "year": issued_on.year, "issued_on": issued_on, "signed_off_by": signed_off_by}
    advance(bulletin, BULLETIN, BulletinState.ISSUED, by=by, issued_by=by, issued_at=timezone.now(), **issued)
    bulletin.paper = paper_of(bulletin)
    bulletin.save(update_fields=["paper"])
    _adopt(bulletin, by=by)
    title = f"《{bulletin.title}》{bulletin.issue}"[:160]
    order("reports.render", key=f"bulletin:{bulletin.pk}:1", by=by, title=title, paper="bulletin", pk=bulletin.pk)
    tell(bulletin, by=by, sentence=f"印发{bulletin.ledger_label}")
    return bulletin


@transaction.atomic
def drop(bulletin: Bulletin, *, by, reason: str) -> Bulletin:
    """放弃: what was chosen for it waits for another issue."""
    bulletin = locked_draft(bulletin)
    if not reason.strip():
        raise Refused("请写明放弃这一期的原因。")
    for row in _chosen(bulletin):
        free(row, by=by)
    advance(bulletin, BULLETIN, BulletinState.DROPPED, by=by)
    tell(bulletin, by=by, sentence="放弃《工作简报》草稿", note=reason)
    return bulletin


@transaction.atomic
def start_numbers(unit, *, by, year: int, last: int) -> int:
    """Let the numbers of a year go on after the last issue that was numbered on paper; never backwards."""
    reached = start_after(unit, SERIES, year, last)
    if reached > last:
        raise Refused(f"{year} 年已经编到第 {reached} 期，不能从更小的期号接着编。")
    sentence = f"设置{year}年《工作简报》期号起点：第 {last} 期之后"
    ledger.record(unit, WRITE, by=by, unit=unit, sentence=sentence)
    return reached


def free(row: Contribution, *, by) -> None:
    """Taken out of a draft: it waits again. Part of a verb, never one itself; the row is locked."""
    advance(row, CONTRIBUTION, ContributionState.SENT, by=by, judged_by=None, judged_at=None)
    ledger.record(row, JUDGE, by=by, unit=row.room.unit, sentence="移出《工作简报》草稿")


def locked_draft(bulletin: Bulletin) -> Bulletin:
    bulletin = lock(bulletin, related=RELATED)
    require_draft(bulletin)
    return bulletin


def require_draft(bulletin: Bulletin) -> None:
    if bulletin.state != BulletinState.DRAFT:
        raise Refused(f"这一期{bulletin.get_state_display()}，不能再修改。")


def tell(bulletin, *, by, **details) -> None:
    ledger.record(bulletin, WRITE, by=by, unit=bulletin.unit, **details)


def _chosen(bulletin) -> list[Contribution]:
    rows = Contribution.objects.filter(items__bulletin=bulletin, state=ContributionState.PICKED)
    return lock_all(rows, related=("room__unit__region", "sent_by"))


def _adopt(bulletin, *, by) -> None:
    for row in _chosen(bulletin):
        advance(row, CONTRIBUTION, ContributionState.ADOPTED, by=by, judged_by=by, judged_at=bulletin.issued_at)
        tell_sender(row, f"投稿已采用，刊于{bulletin.ledger_label}")
        ledger.record(row, JUDGE, by=by, unit=row.room.unit, sentence=f"采用投稿，刊于{bulletin.ledger_label}")


def _require_complete(bulletin, signed_off_by: str) -> None:
    if not bulletin.items.exists():
        raise Refused("这一期还没有内容，请先选用投稿、亮点，或者撰写一篇。")
    if not bulletin.reported_to and not bulletin.sent_to and not bulletin.copied_to:
        raise Refused("印发前还要填写报、送、发的对象，至少一项。")
    if not signed_off_by.strip():
        raise Refused("请写明签发人。")
    if closed := queries.closed_since(bulletin).first():
        raise Refused(f"“{closed.heading}”所说的活动已经移出或者不再公开，请先移出这一篇。")
    if blocking := [hit for hit in queries.private_hits(bulletin) if hit.blocks]:
        raise Refused("".join(dict.fromkeys(hit.sentence for hit in blocking[:3])))


def _require_day(bulletin, issued_on: date) -> None:
    if issued_on > timezone.localdate():
        raise Refused("印发日期不能晚于今天。")
    same = Bulletin.objects.issued().filter(unit=bulletin.unit, year=issued_on.year)
    last = same.order_by("-number").first()
    if last and issued_on < last.issued_on:
        raise Refused(f"第 {last.number} 期是{last.issued_on:%-m月%-d日}印发的，这一期的日期不能比它早。")
