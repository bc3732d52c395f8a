"""Step 6 成果转化, first half: the body decides each matter: basis, units, money, deadline (000: 确定后组织实施)."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from consult import queries, rules
from consult.enums import Adoption, AssignmentRole, AssignmentState, MatterLevel, MatterState
from consult.models import Decision, Money
from consult.steps import assignment, closing, submission
from consult.steps.telling import notify_rooms
from consult.workflow import ASSIGNMENT, MATTER, Refused, advance, guards, lock, pack_of
from members import ledger
from members.operations import attach
from rooms import calendar
from rooms.practice.shape import Span

RELATED = ("topic", "room__unit__region", "room__approver__region", "practice", "approval")
# Answers that have to be explained to the room.
NEEDS_REASON = (Adoption.PARTLY, Adoption.DECLINE, Adoption.RAISE, Adoption.RETURN)
HAS_PLAN = (Adoption.ADOPT, Adoption.PARTLY)


@dataclass(frozen=True)
class Plan:
    """How an adopted matter is to be done. `start` and `due` are a day, or a span from the day of the decision."""

    responsible: tuple = ()
    helping: tuple = ()
    start: date | Span | None = None
    due: date | Span | None = None
    cost: Decimal | None = None
    # (source, amount, state) for each part of the money.
    money: tuple = ()


@transaction.atomic
def decide(
    matter,
    *,
    by,
    adoption,
    basis,
    basis_on: date,
    basis_note="",
    opinion="",
    plan: Plan | None = None,
    attachments=(),
    seen: int | None = None,
) -> Decision:
    """Enter what the body decided (确定). `seen` is the number of decisions that the person saw.

    Raises Refused when somebody decided first, when the basis is not in order, or when the plan does not add up.
    """
    consultation = lock(matter.consultation, related=RELATED)
    matter = lock(matter)
    matter.consultation = consultation
    guards.require(guards.deciding(matter, by, adoption))
    _require_unchanged(matter, seen)
    _require_basis(consultation, adoption=adoption, opinion=opinion, basis_on=basis_on)
    told = {"adoption": adoption, "opinion": opinion, "basis": basis, "basis_note": basis_note, "basis_on": basis_on}
    plan = plan or Plan()
    decision = _write(matter, plan, by=by, **told)
    attach(decision, attachments, by=by)
    if adoption in HAS_PLAN:
        _carry_out(decision, plan, by=by)
    else:
        AFTER[adoption](decision, by=by)
    closing.settle(consultation, by=by)
    _tell_all(decision, by=by)
    return decision


def _write(matter, plan, *, by, **told) -> Decision:
    """Keep what was decided, with days and money where it was adopted."""
    consultation = matter.consultation
    body, entered = consultation.room.approver, enters_for_body(by, consultation)
    decision = Decision(matter=matter, body=body, decided_by=by, entered_for_body=entered, **told)
    if decision.adoption in HAS_PLAN:
        _lay_plan(decision, plan)
    decision.save(force_insert=True)
    return decision


def enters_for_body(user, consultation) -> bool:
    """The person enters what the body decided (代录) instead of deciding in its name."""
    body = next((each for each in pack_of(consultation).bodies if each.unit_of == "room_approver"), None)
    seat = rules.Seat(consultation.room.approver_id, body.enters if body else ())
    return rules.only_enters_for(user, seat)


def day_of(limit, *, start: date) -> tuple[date | None, str]:
    """The day that a limit names, and how it came about (第 15 日是 10月7日，因国庆假期顺延 1 天)."""
    if not isinstance(limit, Span):
        return limit, ""
    due = counted(limit, start=start)
    return due.date, due.explanation[:200]


def counted(span: Span, *, start: date) -> calendar.Due:
    """The day on which a span ends on the working calendar, with 计算依据."""
    lengths = {"days": span.days, "workdays": span.workdays, "months": span.months}
    try:
        return calendar.due(start, **lengths, overrides=calendar.overrides())
    except calendar.DateOutOfRange as error:
        raise Refused(str(error)) from error


def gap_of(parts) -> Decimal:
    """What is still to be found: the parts that are only sought. What owners decide on themselves is no gap."""
    return sum((part.amount for part in parts if part.state == Money.State.SOUGHT), Decimal())


def _require_unchanged(matter, seen) -> None:
    if seen is not None and matter.decisions.count() != seen:
        last = matter.decisions.select_related("decided_by").last()
        said = f"{last.decided_by.name}已经先一步提交了决定（{last.get_adoption_display()}）"
        raise Refused(f"{said}，您的决定没有保存，请刷新页面查看。")


def _require_basis(consultation, *, adoption, opinion, basis_on) -> None:
    if adoption in NEEDS_REASON and not opinion.strip():
        raise Refused(consultation.say("“{said}”要写明理由，{room_short}看得到。", said=Adoption(adoption).label))
    if basis_on > timezone.localdate():
        raise Refused("决定日期不能晚于今天。")
    received = queries.received_minutes(consultation)
    if not consultation.is_backfilled and basis_on < timezone.localdate(received.received_at):
        raise Refused("决定日期不能早于接收纪要的日期。")


def _lay_plan(decision, plan) -> None:
    units = [*plan.responsible, *plan.helping]
    if not plan.responsible:
        raise Refused("请写明责任单位。")
    if len({unit.pk for unit in units}) != len(units):
        raise Refused("同一个单位只能列一次：责任单位不用再列为配合单位。")
    decision.start_on, decision.start_note = day_of(plan.start, start=decision.basis_on)
    decision.due_on, decision.due_note = day_of(plan.due, start=decision.basis_on)
    own = [unit for unit in units if rules.is_under(unit, decision.body)]
    _require_days(decision, own)
    decision.cost = _added_up(plan)


def _require_days(decision, own) -> None:
    start, due, today = decision.start_on, decision.due_on, timezone.localdate()
    if own and due is None:
        raise Refused("请写明完成期限。")
    if decision.matter.consultation.is_backfilled:
        today = decision.basis_on
    if due and due < today:
        raise Refused("完成期限不能早于今天。")
    if start and start < decision.basis_on:
        raise Refused("开工期限不能早于决定日期。")
    if start and due and due < start:
        raise Refused("完成期限不能早于开工期限。")


def _added_up(plan) -> Decimal | None:
    """The cost, when the parts of the money add up to it. Raises Refused with the difference."""
    total = sum((amount for _, amount, _ in plan.money), Decimal())
    if not plan.money or plan.cost is None:
        return plan.cost if not plan.money else total
    if total != plan.cost:
        word = "少" if total < plan.cost else "多"
        raise Refused(
            f"资金来源合计 {money_words(total)} 万元，比所需资金 {money_words(plan.cost)} 万元{word}"
            f" {money_words(abs(plan.cost - total))} 万元；没有着落的部分请列为“待争取”。"
        )
    return plan.cost


def money_words(amount) -> str:
    return f"{amount:f}".rstrip("0").rstrip(".") if "." in f"{amount:f}" else f"{amount:f}"


def _carry_out(decision, plan, *, by) -> None:
    Money.objects.bulk_create(
        Money(decision=decision, source=source, amount=amount, state=state) for source, amount, state in plan.money
    )
    advance(decision.matter, MATTER, MatterState.RUNNING, by=by)
    for role, units in ((AssignmentRole.RESPONSIBLE, plan.responsible), (AssignmentRole.HELPING, plan.helping)):
        for unit in units:
            details = {"due_on": decision.due_on, "at": decision.decided_at}
            assignment.issue(decision.matter, unit=unit, role=role, by=by, **details)


def _decline(decision, *, by) -> None:
    advance(
        decision.matter,
        MATTER,
        MatterState.DECLINED,
        by=by,
        outcome=decision.opinion,
        closed_by=by,
        closed_at=timezone.now(),
    )


def _return(decision, *, by) -> None:
    advance(decision.matter, MATTER, MatterState.NOTED, by=by)


def _raise(decision, *, by) -> None:
    matter = decision.matter
    for task in matter.assignments.open().select_for_update(of=("self",)).select_related("unit"):
        advance(task, ASSIGNMENT, AssignmentState.CANCELED, by=by)
        told = matter.consultation.say("{matter}已转市级，任务撤销：{task}", task=task.task[:80])
        assignment.tell_unit(task, told, matter.consultation)
    code = submission.code_of(pack_of(matter.consultation), MatterLevel.CITY)
    advance(matter, MATTER, MatterState.CITY, by=by, level=MatterLevel.CITY, disposition=code)
    edition = queries.signed_edition(matter.consultation)
    submission.send_to_office(matter, edition=edition, by=by)


AFTER = {
    Adoption.DECLINE: _decline,
    Adoption.RAISE: _raise,
    Adoption.RETURN: _return,
}


def _tell_all(decision, *, by) -> None:
    matter, body = decision.matter, decision.body
    consultation = matter.consultation
    told = {"to": body.short_name, "n": matter.number, "said": decision.get_adoption_display()}
    sentence = consultation.say("{to}对{matter} {n}：{said}", **told)
    notify_rooms(consultation, f"{sentence}（{consultation.title}）", url=f"/matters/{matter.pk}/", by=by)
    ledger.record(
        matter,
        f"consult.decide_{decision.adoption}",
        by=by,
        sentence=sentence,
        case=consultation,
        unit=consultation.room.unit,
        note=decision.opinion,
        entered_for=body.name if decision.entered_for_body else "",
    )
