"""答复函: written, signed by those who handle it together, sent, and taken back only before the proposer has it."""

from django.db import transaction
from django.utils import timezone

from members.enums import NoticeKind
from members.operations import attach, notify, order
from members.operations.changes import overwrite
from members.queries import desks
from proposals.enums import CoSigning, HandlingRole, HandlingState, ProposalState, ReplyState
from proposals.models import CoSign, Handling, Proposal, Reply
from proposals.operations.accepting import write
from proposals.operations.proposal_limits import BESIDE, OF_HANDLING, RELATED, TO_HAND_IN, locked
from proposals.operations.proposal_telling import record, tell_authors, tell_office
from proposals.queries.evaluating import rounds_of
from proposals.queries.replying import holds_of_reply
from proposals.workflow import COSIGN, HANDLING, PROPOSAL, REPLY, Refused, advance, lock
from rooms.models import TimeLimit
from rooms.operations import time_limits

OPEN = (ProposalState.RUNNING, ProposalState.REWORK)
OF_REPLY = ("handling__unit__region",)
RESULTS = {"A": "solved", "B": "planned", "C": "explained"}


@transaction.atomic
def write_reply(handling: Handling, *, by, attachments=(), **fields) -> Reply:
    """Begin the letter of the unit that answers."""
    row, handling = locked(handling)
    if handling.role in BESIDE:
        raise Refused(f"{handling.get_role_display()}单位向主办单位提交意见，由主办单位答复。")
    if handling.state != HandlingState.ACCEPTED or row.state not in OPEN:
        raise Refused(f"现在是“{handling.get_state_display()}”，办理中的才能起草答复。")
    if handling.replies.standing().filter(round=handling.round).exists():
        raise Refused("答复函已经起草，请修改那一份。")
    _check(fields, row)
    reply = Reply.objects.create(proposal=row, handling=handling, round=handling.round, written_by=by, **fields)
    attach(reply, attachments, by=by)
    write(row, handling, by=by, sentence=f"{handling.unit.short_name}起草答复函")
    return reply


@transaction.atomic
def edit_reply(reply: Reply, *, by, attachments=(), **values) -> Reply:
    """Save what was written; who signed the letter as it was before is asked again. Raises Stale."""
    row, reply = _locked(reply)
    _require_draft(reply)
    _check(values, row)
    reply, changes = overwrite(reply, values)
    attach(reply, attachments, by=by)
    if attachments and not changes:
        # What is enclosed is signed as well: the version that was read is another one now.
        reply.version += 1
        reply.save(update_fields=["version"])
    if changes or attachments:
        _ask_again(reply, by=by)
        write(row, reply.handling, by=by, sentence=f"{reply.handling.unit.short_name}修改答复函", changes=changes)
    return reply


def _check(values, row) -> None:
    if values["result_class"] == "B" and not values.get("planned_until"):
        raise Refused("B 类答复要写明计划完成的时间，完成以前一直跟踪。")
    if values["result_class"] == "C" and not values.get("why_not", "").strip():
        raise Refused("C 类答复要向提出人说明不能解决的原因。")
    if values["signed_on"] > timezone.localdate():
        raise Refused("成文日期不能晚于今天。")


# ── 会签 ─────────────────────────────────────────────────────────────────────────────────────────────────────────────
@transaction.atomic
def ask_cosigns(reply: Reply, *, by) -> Reply:
    """送会签: every unit that handles it together reads the letter; asked again, those who have not signed are told."""
    row, reply = _locked(reply)
    _require_draft(reply)
    beside = row.handlings.open().filter(role=HandlingRole.JOINT).select_related("unit")
    if not beside:
        raise Refused("这件没有会办单位，不用会签。")
    known = set(reply.cosigns.values_list("handling", flat=True))
    CoSign.objects.bulk_create(CoSign(reply=reply, handling=each) for each in beside if each.pk not in known)
    reply.cosign_asked_at = timezone.now()
    reply.save(update_fields=["cosign_asked_at"])
    _tell_asked(reply, by=by)
    write(row, reply.handling, by=by, sentence="答复函送会签")
    return reply


@transaction.atomic
def cosign(cosign: CoSign, *, by, agrees: bool, text: str = "", version: int) -> CoSign:
    """Say yes or no to the letter as it was read; the one who is the last tells the lead."""
    row, reply = _locked(cosign.reply)
    cosign = lock(cosign, related=("handling__unit",))
    _require_draft(reply)
    if version != reply.version:
        raise Refused("答复函刚刚修改过，请重新阅读以后再会签。")
    if not agrees and not text.strip():
        raise Refused("有不同意见的，请写明意见，由主办单位修改或者说明。")
    to = CoSigning.AGREED if agrees else CoSigning.OBJECTED
    signed = {"text": text, "answer": "", "of_version": version, "signed_by": by, "signed_at": timezone.now()}
    advance(cosign, COSIGN, to, by=by, **signed)
    unit = cosign.handling.unit.short_name
    _tell_lead(reply, f"{unit}会签答复函：{cosign.get_state_display()}", by=by)
    if not reply.cosigns.open().exists():
        _tell_lead(reply, "会签已经齐了，可以发出答复", by=by)
    write(row, cosign.handling, by=by, sentence=f"{unit}会签：{cosign.get_state_display()}", note=text)
    return cosign


@transaction.atomic
def explain(reply: Reply, *, by, cosign: CoSign, answer: str) -> CoSign:
    """The lead answers an objection that it does not follow; both texts stay with the letter."""
    row, reply = _locked(reply)
    cosign = lock(cosign, related=("handling__unit",))
    _require_draft(reply)
    if not answer.strip():
        raise Refused("请写明对不同意见的说明。")
    advance(cosign, COSIGN, CoSigning.EXPLAINED, by=by, answer=answer)
    people = [user for user in desks.in_charge(cosign.handling, cosign.handling.unit) if user != by]
    notify(
        people, f"{reply.handling.unit.short_name}对会签意见作了说明：{row.title}"[:200], url=reply.get_absolute_url()
    )
    write(row, reply.handling, by=by, sentence=f"说明{cosign.handling.unit.short_name}的会签意见", note=answer)
    return cosign


def _ask_again(reply, *, by) -> None:
    """They signed another text."""
    for cosign in reply.cosigns.exclude(state=CoSigning.ASKED).select_for_update():
        advance(cosign, COSIGN, CoSigning.ASKED, by=by, of_version=None, signed_by=None, signed_at=None)
    if reply.cosigns.exists():
        _tell_asked(reply, by=by)


def _tell_asked(reply, *, by) -> None:
    asked = reply.cosigns.filter(state=CoSigning.ASKED).select_related("handling__unit")
    people = [user for each in asked for user in desks.in_charge(each.handling, each.handling.unit) if user != by]
    notify(people, f"请会签答复函：{reply.proposal.title}"[:200], url=reply.get_absolute_url(), kind=NoticeKind.TASK)


def _tell_lead(reply, told: str, *, by) -> None:
    people = [user for user in desks.in_charge(reply.handling, reply.handling.unit) if user != by]
    notify(people, f"{told}：{reply.proposal.title}"[:200], url=reply.get_absolute_url())


# ── sent ─────────────────────────────────────────────────────────────────────────────────────────────────────────────
@transaction.atomic
def send_reply(reply: Reply, *, by) -> Reply:
    """答复: to the proposer and to the office; with the last one that answers the proposal is replied to."""
    row, reply = _locked(reply)
    handling = lock(reply.handling, related=OF_HANDLING)
    handling.proposal = row
    _require_draft(reply)
    if holds := holds_of_reply(reply):
        raise Refused("".join(hold["sentence"] for hold in holds))
    now = timezone.now()
    advance(reply, REPLY, ReplyState.SENT, by=by, sent_by=by, sent_at=now)
    answered = {"result": RESULTS[reply.result_class], "answer": reply.body[:6000]}
    advance(handling, HANDLING, HandlingState.ANSWERED, by=by, **answered, answered_by=by, answered_at=now)
    time_limits.meet_all(handling, *TO_HAND_IN, by=by)
    order("reports.render", key=f"reply:{reply.pk}:1", by=by, title=str(reply), paper="reply", pk=reply.pk)
    tell_authors(row, f"{handling.unit.short_name}已答复（{reply.result_class} 类），请查看并签收", by=by)
    tell_office(row, f"{handling.unit.short_name}已答复", by=by)
    write(row, handling, by=by, sentence=f"{handling.unit.short_name}答复，{reply.result_class} 类")
    end_if_answered(row, by=by)
    return reply


def end_if_answered(row, *, by) -> None:
    """Of those that divide it among them every one answers; the worst class is that of the proposal."""
    owing = row.handlings.open().exclude(role__in=BESIDE).exclude(state=HandlingState.ANSWERED)
    if owing.exists():
        return
    classes = row.replies.sent().filter(round=row.round).values_list("result_class", flat=True)
    advance(row, PROPOSAL, ProposalState.REPLIED, by=by, reply_class=max(classes))


@transaction.atomic
def receive_reply(reply: Reply, *, by) -> Reply:
    """签收 by the proposer: from then on the letter stands."""
    row, reply = _locked(reply)
    if reply.state != ReplyState.SENT:
        raise Refused("这份答复函没有发出或者已经撤回。")
    if reply.received_at:
        raise Refused("这份答复函已经签收，不用再签收。")
    reply.received_by, reply.received_at = by, timezone.now()
    reply.save(update_fields=["received_by", "received_at"])
    _tell_lead(reply, "提出人已签收答复函", by=by)
    record(row, "proposals.receive_reply", by=by, sentence="签收答复函")
    return reply


@transaction.atomic
def withdraw_reply(reply: Reply, *, by, reason: str) -> Reply:
    """Take a letter back that the proposer does not have yet and that nobody rates; it is written anew."""
    row, reply = _locked(reply)
    if reply.state != ReplyState.SENT:
        raise Refused("这份答复函没有发出或者已经撤回。")
    if reply.received_at:
        raise Refused("提出人已经签收，不能再撤回；有变化的，请与提出人沟通后另行说明。")
    if row.state not in (*OPEN, ProposalState.REPLIED) or rounds_of(row):
        raise Refused(f"这件{row.ledger_label}已经进入评议或者办结，答复函不能再撤回。")
    if not reason.strip():
        raise Refused("请写明撤回的原因。")
    taken_back = {"withdrawn_by": by, "withdrawn_at": timezone.now(), "withdrawn_reason": reason}
    advance(reply, REPLY, ReplyState.WITHDRAWN, by=by, **taken_back)
    handling = lock(reply.handling, related=OF_HANDLING)
    advance(handling, HANDLING, HandlingState.ACCEPTED, by=by)
    limit = TimeLimit.objects.of(handling, *TO_HAND_IN).order_by("-pk").first()
    if limit and not limit.is_open:
        time_limits.reopen(limit, by=by, reason="撤回答复")
    if row.state == ProposalState.REPLIED:
        to = ProposalState.RUNNING if row.round == 1 else ProposalState.REWORK
        advance(row, PROPOSAL, to, by=by, reply_class="")
    tell_authors(row, f"{handling.unit.short_name}撤回了答复函：{reason}", by=by)
    write(row, handling, by=by, sentence=f"{handling.unit.short_name}撤回答复函", note=reason)
    return reply


def _locked(reply: Reply) -> tuple[Proposal, Reply]:
    row = lock(reply.proposal, related=RELATED)
    reply = lock(reply, related=OF_REPLY)
    reply.proposal = reply.handling.proposal = row
    return row, reply


def _require_draft(reply) -> None:
    if reply.state != ReplyState.DRAFT:
        raise Refused(f"这份答复函{reply.get_state_display()}，不能再修改或者会签。")
