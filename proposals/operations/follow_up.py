"""回头看 and B类提案跟踪: somebody goes and sees; units are asked every year; what was done leaves the queue."""

from django.db import transaction
from django.utils import timezone

from members.enums import RoleCode
from members.operations import attach, notify
from members.queries import people_of
from members.templatetags.dates import day
from proposals.enums import Finding, ProposalState, SettledBy
from proposals.models import LookBack, Proposal, Reply, RollCall, RollCallAnswer, Settlement
from proposals.models.follow_up import followed
from proposals.operations.proposal_evaluation import handle_again
from proposals.operations.proposal_limits import RELATED
from proposals.operations.proposal_telling import record, tell_authors, tell_office
from proposals.workflow import Refused, lock, lock_all, take_turn
from rooms.operations import time_limits

LOOK_BACK = "proposals.look_back"
SETTLE = "proposals.settle_reply"
ROLL_CALL = "roll_call"
UNITS = ("handling__unit__region", "handling__proposal")


# ── 回头看 ───────────────────────────────────────────────────────────────────────────────────────────────────────────
@transaction.atomic
def plan_look_back(proposal: Proposal, *, by, planned_on) -> LookBack:
    """Set the day of the next one, or move it."""
    row = lock(proposal, related=RELATED)
    if row.state != ProposalState.CLOSED:
        raise Refused(f"现在是“{row.get_state_display()}”，办结以后才安排回头看。")
    if planned_on < timezone.localdate():
        raise Refused("计划日期不能早于今天。")
    found, _ = LookBack.objects.update_or_create(proposal=row, done_on=None, defaults={"planned_on": planned_on})
    record(row, LOOK_BACK, by=by, sentence=f"安排{day(planned_on)}回头看")
    return found


@transaction.atomic
def record_look_back(look_back: LookBack, *, by, attachments=(), next_on=None, **found) -> LookBack:
    """What was found. Done: what a B-class letter promised leaves the queue; not done: it is handled again."""
    row = lock(look_back.proposal, related=RELATED)
    look_back = lock(look_back)
    # Settled below, after the ledger was written to.
    lock_all(followed().filter(proposal=row))
    _check(row, look_back, found, next_on)
    look_back.entered_by = by
    for name, value in found.items():
        setattr(look_back, name, value)
    look_back.save(update_fields=[*found, "entered_by"])
    attach(look_back, attachments, by=by)
    tell_authors(row, f"回头看：{look_back.get_finding_display()}", by=by)
    record(row, LOOK_BACK, by=by, sentence=f"回头看：{look_back.get_finding_display()}", note=look_back.text)
    _follow(row, look_back, next_on, by=by)
    return look_back


def _check(row, look_back, found, next_on) -> None:
    if look_back.done_on:
        raise Refused("这次回头看已经登记过，不用再登记。")
    if row.state != ProposalState.CLOSED:
        raise Refused(f"现在是“{row.get_state_display()}”，办结以后才能登记回头看。")
    if not timezone.localdate(row.closed_at) <= found["done_on"] <= timezone.localdate():
        raise Refused("日期不能早于办结日期，也不能晚于今天。")
    if not found["text"].strip():
        raise Refused("请写明回头看的情况。")
    if found["finding"] == Finding.PARTLY and not next_on:
        raise Refused("部分落实的，请写明下次回头看的日期。")
    if next_on and next_on <= timezone.localdate():
        raise Refused("下次回头看要在今天以后。")


def _follow(row, look_back, next_on, *, by) -> None:
    if look_back.finding == Finding.DONE:
        for reply in followed().filter(proposal=row):
            _settle(reply, by=by, how=SettledBy.LOOK_BACK, on=look_back.done_on, evidence=look_back.text)
    elif look_back.finding == Finding.NOT:
        _reopen(row, by=by, reason="回头看没有落实")
        if row.handlings.exists():
            handle_again(row, by=by, reason=f"回头看没有落实：{look_back.text}"[:300])
    if next_on and look_back.finding != Finding.NOT:
        LookBack.objects.create(proposal=row, planned_on=next_on)


def _reopen(row, *, by, reason: str) -> None:
    """What was settled was not so."""
    undone = {"undone_by": by, "undone_at": timezone.now(), "undone_reason": reason}
    Settlement.objects.filter(reply__proposal=row, undone_at__isnull=True).update(**undone)


# ── B 类跟踪 ─────────────────────────────────────────────────────────────────────────────────────────────────────────
@transaction.atomic
def settle(reply: Reply, *, by, on, evidence: str, attachments=()) -> Settlement:
    """销号: the unit says that it was done and shows it, or the office has seen it."""
    row = lock(reply.proposal, related=RELATED)
    reply = lock(reply, related=UNITS)
    if not followed().filter(pk=reply.pk).exists():
        raise Refused("这份答复不在跟踪范围里，或者已经销号。")
    if on > timezone.localdate() or on < timezone.localdate(reply.sent_at):
        raise Refused("完成日期不能早于答复日期，也不能晚于今天。")
    if not evidence.strip():
        raise Refused("请写明完成情况。")
    is_unit = reply.handling.unit_id in by.units_as(RoleCode.DEPARTMENT)
    if is_unit and not [pk for pk in attachments if pk]:
        raise Refused("请附上能证明已经完成的材料，例如现场照片、验收文件。")
    how = SettledBy.UNIT if is_unit else SettledBy.OFFICE
    reply.proposal = row
    made = _settle(reply, by=by, how=how, on=on, evidence=evidence)
    attach(made, attachments, by=by)
    return made


def _settle(reply, *, by, how, on, evidence: str) -> Settlement:
    made = Settlement.objects.create(reply=reply, how=how, on=on, evidence=evidence, settled_by=by)
    for answer in reply.roll_calls.open():
        time_limits.void_all(answer, by=by, reason="已经销号")
    row = reply.proposal
    told = f"{reply.handling.unit.short_name}答复列入计划的事项已完成"
    tell_authors(row, told, by=by)
    tell_office(row, told, by=by)
    record(row, SETTLE, by=by, sentence=f"B类答复销号（{made.get_how_display()}）", note=evidence)
    return made


@transaction.atomic
def unsettle(reply: Reply, *, by, reason: str) -> Reply:
    """It was not done after all: it is followed up again."""
    row = lock(reply.proposal, related=RELATED)
    if not reason.strip():
        raise Refused("请写明恢复跟踪的原因。")
    if not reply.settlements.filter(undone_at__isnull=True).exists():
        raise Refused("这份答复没有销号，不用恢复。")
    _reopen(row, by=by, reason=reason)
    record(row, SETTLE, by=by, sentence="B类答复恢复跟踪", note=reason)
    return reply


@transaction.atomic
def call_roll(office, *, by, year: int, text: str, due_on) -> RollCall:
    """Ask every unit about everything that it promised: one question for each, with its day."""
    if due_on <= timezone.localdate():
        raise Refused("报送截止要在今天以后。")
    take_turn(office)
    if RollCall.objects.filter(office=office, year=year).exists():
        raise Refused(f"{year}年已经发起过跟踪问效。")
    asked = followed().filter(proposal__office=office)
    # What is being settled at this moment is waited for, and not asked about.
    lock_all(asked)
    rows = list(asked.select_related(*UNITS).order_by("pk"))
    if not rows:
        raise Refused("现在没有要跟踪的 B 类答复。")
    call = RollCall.objects.create(office=office, year=year, text=text, due_on=due_on, asked_by=by)
    made = RollCallAnswer.objects.bulk_create(RollCallAnswer(call=call, reply=row) for row in rows)
    for answer in made:
        _begin(answer, office, by=by)
    _tell(rows, call, by=by)
    record(rows[0].proposal, "proposals.call_roll", by=by, sentence=f"发起{call}，共 {len(made)} 件")
    return call


def _begin(answer, office, *, by) -> None:
    time_limits.begin(
        answer,
        of=ROLL_CALL,
        unit=answer.reply.handling.unit,
        by=by,
        given_on=answer.call.due_on,
        given_by=office.short_name,
        name="B类提案跟踪问效",
        subject=answer.reply.handling.proposal.title,
        url=answer.get_absolute_url(),
        supervisor=office,
    )


def _tell(rows, call, *, by) -> None:
    """Each unit once, however many of its letters are asked about."""
    counts = {}
    for row in rows:
        counts[row.handling.unit] = counts.get(row.handling.unit, 0) + 1
    for unit, count in counts.items():
        people = [user for user in people_of(unit, RoleCode.DEPARTMENT) if user != by]
        notify(people, f"{call}：请在{day(call.due_on)}前报告 {count} 件的进展", url="/proposals/follow-up/")


@transaction.atomic
def answer_roll_call(answer: RollCallAnswer, *, by, text: str, is_done: bool, new_until=None, attachments=()):
    """Where it stands; what is done is settled with its evidence at once."""
    row = lock(answer.reply.proposal, related=RELATED)
    answer = lock(answer, related=("call__office", "reply__handling__unit__region"))
    if answer.answered_at:
        raise Refused("这一件已经答复过，有变化请直接登记完成，或者在下一年度说明。")
    if not text.strip():
        raise Refused("请写明进展情况。")
    if not is_done and not new_until:
        raise Refused("还没有完成的，请写明预计完成时间。")
    if new_until and new_until < timezone.localdate():
        raise Refused("预计完成时间不能早于今天。")
    answer.text, answer.is_done, answer.new_until = text, is_done, None if is_done else new_until
    answer.answered_by, answer.answered_at = by, timezone.now()
    answer.save(update_fields=["text", "is_done", "new_until", "answered_by", "answered_at"])
    time_limits.meet_all(answer, ROLL_CALL, by=by)
    if is_done:
        answer.reply.proposal = row
        settle(answer.reply, by=by, on=timezone.localdate(), evidence=text, attachments=attachments)
    else:
        attach(answer, attachments, by=by)
    unit = answer.reply.handling.unit.short_name
    record(row, "proposals.handle_proposal", by=by, sentence=f"{unit}答复{answer.call}", note=text)
    return answer
