"""征集: an office asks for proposals and clues in a window; its catalogue of topics; the fast track."""

from django.db import transaction
from django.utils import timezone

from members import ledger
from members.enums import RoleCode
from members.models import Role, User
from members.models.places import under
from members.operations import attach, notify
from members.operations.changes import overwrite
from members.templatetags.dates import day
from members.workflow import Refused, lock
from proposals.enums import CallAudience, CallState
from proposals.models import CallTopic, Proposal, ProposalCall
from proposals.workflow import CALL, advance

RELATED = ("issuer__region", "region")
# Who is told of a call, by whom it asks.
TOLD = {
    CallAudience.MEMBERS: (RoleCode.MEMBER,),
    CallAudience.ROOMS: (RoleCode.CLERK, RoleCode.CONVENER),
}
MOST_TOPICS = 200


@transaction.atomic
def open_call(issuer, *, by, attachments=(), topics=(), **fields) -> ProposalCall:
    """发起征集; on the day on which it opens those who are asked see it on their lists, and they are told at once."""
    _check_days(fields["opens_on"], fields["closes_on"])
    call = ProposalCall.objects.create(issuer=issuer, region=issuer.region, created_by=by, **fields)
    _write_topics(call, topics)
    attach(call, attachments, by=by)
    sentence = f"{issuer.short_name}{call.ledger_label}：{call.theme}（{day(call.closes_on)}截止）"
    notify([user for user in _asked(call) if user != by], sentence, url=call.get_absolute_url())
    _tell(call, by=by, sentence=f"发起{call.ledger_label}")
    return call


@transaction.atomic
def edit_call(call: ProposalCall, *, by, attachments=(), topics=None, **values) -> ProposalCall:
    """Say it better or put the last day off; topics that somebody chose stay chosen."""
    row = lock(call, related=RELATED)
    _check_days(values.get("opens_on", row.opens_on), values.get("closes_on", row.closes_on))
    row, changes = overwrite(row, values)
    if topics is not None:
        _write_topics(row, topics)
    attach(row, attachments, by=by)
    _tell(row, by=by, sentence=f"修改{row.ledger_label}", changes=changes)
    return row


@transaction.atomic
def end_call(call: ProposalCall, *, by) -> ProposalCall:
    row = advance(lock(call, related=RELATED), CALL, CallState.ENDED, by=by)
    _tell(row, by=by, sentence=f"结束{row.ledger_label}")
    return row


@transaction.atomic
def reopen_call(call: ProposalCall, *, by, closes_on) -> ProposalCall:
    row = lock(call, related=RELATED)
    _check_days(row.opens_on, closes_on)
    row = advance(row, CALL, CallState.OPEN, by=by, closes_on=closes_on, version=row.version + 1)
    _tell(row, by=by, sentence=f"{row.ledger_label}延期到{day(closes_on)}")
    return row


def require_running(proposal: Proposal) -> None:
    """What answers a call comes within its window; without one a proposal comes at any time (平时提案)."""
    call = proposal.call
    if call is None:
        return
    if proposal.kind not in call.kinds:
        raise Refused(f"“{call.theme}”征集的是{call.kinds_told}，请换一个类别，或者不选征集。")
    if not call.is_running():
        when = f"{day(call.opens_on)}开始" if call.opens_on > timezone.localdate() else "已经截止"
        raise Refused(f"“{call.theme}”征集{when}；可以改为不选征集，作为平时{proposal.ledger_label}提交。")


def _check_days(opens_on, closes_on) -> None:
    if closes_on < opens_on:
        raise Refused("截止日期不能早于开始日期。")
    if closes_on < timezone.localdate():
        raise Refused("截止日期不能早于今天。")


def _write_topics(call, topics) -> None:
    """The rows of the catalogue as they stand now; a row that stayed keeps what was made of it."""
    if len(topics) > MOST_TOPICS:
        raise Refused(f"选题参考最多 {MOST_TOPICS} 条。")
    kept = {each.title: each for each in call.topics.all()}
    titles = {each["title"] for each in topics}
    call.topics.exclude(title__in=titles).delete()
    # Positions are unique: out of the way first.
    for row in call.topics.all():
        row.position += MOST_TOPICS
        row.save(update_fields=["position"])
    for position, each in enumerate(topics, 1):
        row = kept.get(each["title"]) or CallTopic(call=call, title=each["title"])
        row.position, row.field, row.given_by = position, each.get("field", ""), each.get("given_by", "")
        row.save(update_fields=["position", "field", "given_by"] if row.pk else None)


def _asked(call):
    """The accounts of those who are asked and work where it is made."""
    codes = [code for audience in call.asked for code in TOLD.get(audience, ())]
    near = under([call.region.path], "unit__region__path") | under([call.region.path], "region__path")
    roles = Role.objects.on(timezone.localdate()).filter(near, code__in=codes)
    return User.objects.filter(pk__in=roles.values("user"), is_active=True)


def _tell(call, *, by, sentence, **details) -> None:
    ledger.record(call, "proposals.call", by=by, unit=call.issuer, sentence=sentence, **details)
