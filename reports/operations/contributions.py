"""Verbs of contributions: send one in, mend it, take it back; the office returns or declines it."""

from django.db import transaction
from django.utils import timezone

from members import ledger
from members.operations import attach, notify
from members.operations.changes import overwrite
from members.workflow import Refused, advance, lock
from reports.enums import ContributionState
from reports.models import Contribution
from reports.queries import composing
from reports.workflow import CONTRIBUTION

SEND, JUDGE = "reports.contribute", "reports.judge_contribution"
RELATED = ("room__unit__region", "sent_by")
OPEN = (ContributionState.SENT, ContributionState.RETURNED)


@transaction.atomic
def send(room, *, by, title: str, text: str, case=None, activity=None, attachments=()) -> Contribution:
    """投稿: from scratch, or out of a consultation or an activity of the room."""
    for thing in filter(None, (case, activity)):
        if thing.room_id != room.pk:
            raise Refused("只能用本联络室的协商和活动投稿。")
    if activity and (activity.is_confidential or activity.removed_at):
        raise Refused("不公开的、已经移出的活动不能投稿。")
    require_clean(title, text, case=case, activity=activity)
    row = Contribution.objects.create(room=room, case=case, activity=activity, title=title, text=text, sent_by=by)
    attach(row, attachments, by=by)
    _tell(row, SEND, by=by, sentence="向工作简报投稿", changes=_texts(row))
    return row


@transaction.atomic
def edit(row: Contribution, *, by, attachments=(), **values) -> Contribution:
    """Mend it as long as the office has not chosen it; what was returned is sent in again."""
    row = lock(row, related=RELATED)
    if row.state not in OPEN:
        raise Refused(f"这篇投稿{row.get_state_display()}，不能再修改。")
    require_clean(values["title"], values["text"], case=row.case, activity=row.activity)
    row, changes = overwrite(row, values)
    attach(row, attachments, by=by)
    again = row.state == ContributionState.RETURNED
    if again:
        advance(row, CONTRIBUTION, ContributionState.SENT, by=by, reason="", sent_by=by, sent_at=timezone.now())
    if changes or attachments or again:
        _tell(row, SEND, by=by, sentence="修改后再次投稿" if again else "修改投稿", changes=changes)
    return row


@transaction.atomic
def withdraw(row: Contribution, *, by) -> Contribution:
    row = lock(row, related=RELATED)
    advance(row, CONTRIBUTION, ContributionState.WITHDRAWN, by=by)
    _tell(row, SEND, by=by, sentence="撤回投稿")
    return row


@transaction.atomic
def give_back(row: Contribution, *, by, reason: str) -> Contribution:
    """退回: to be mended and sent in again."""
    return _judge(row, ContributionState.RETURNED, by=by, reason=reason, said="退回投稿", told="投稿退回，请修改后再投")


@transaction.atomic
def decline(row: Contribution, *, by, reason: str) -> Contribution:
    """不采用: for good, with why."""
    return _judge(row, ContributionState.DECLINED, by=by, reason=reason, said="不采用投稿", told="投稿没有采用")


def _judge(row, state, *, by, reason, said, told) -> Contribution:
    row = lock(row, related=RELATED)
    if not reason.strip():
        raise Refused("请写明原因，联络室看得到。")
    advance(row, CONTRIBUTION, state, by=by, reason=reason, judged_by=by, judged_at=timezone.now())
    tell_sender(row, told)
    _tell(row, JUDGE, by=by, sentence=said, note=reason)
    return row


def tell_sender(row: Contribution, told: str) -> None:
    notify([row.sent_by], f"{told}：{row.title}", url=row.get_absolute_url())


def require_clean(title: str, text: str, *, case=None, activity=None) -> None:
    """Nobody's private name leaves the room in it."""
    private = composing.private_of(cases=[case.pk] if case else (), activities=[activity.pk] if activity else ())
    blocking = [hit for hit in composing.hits_in([("text", title, text)], private) if hit.blocks]
    if blocking:
        raise Refused("".join(dict.fromkeys(hit.sentence for hit in blocking[:3])))


def _texts(row) -> dict:
    return {name: (row._meta.get_field(name).verbose_name, "", getattr(row, name)) for name in ("title", "text")}


def _tell(row, verb, *, by, **details) -> None:
    ledger.record(row, verb, by=by, unit=row.room.unit, **details)
