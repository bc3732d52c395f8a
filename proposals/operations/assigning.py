"""预交办、协商调整、正式交办: to which units a proposal is given, and in which part."""

from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from members.models import Unit
from members.operations.desks import take_by_desk
from proposals.enums import HandlingRole, HandlingState, ProposalState
from proposals.models import Handling, Proposal
from proposals.operations.proposal_limits import BESIDE, RELATED, begin_handling_limits, begin_refusal, locked
from proposals.operations.proposal_telling import record, tell_authors, tell_unit
from proposals.operations.replies import end_if_answered
from proposals.queries.reviewing import rule_of
from proposals.workflow import HANDLING, PROPOSAL, Refused, advance, lock, lock_all
from rooms.operations import time_limits

ASSIGN = "proposals.assign_proposal"
ROLE, STATE = HandlingRole, HandlingState
# Proposals of one 交办会.
MOST_AT_ONCE = 200
MOST_UNITS = 20
# The units can still be changed.
OPEN_TO_CHANGE = (ProposalState.PREASSIGNED, ProposalState.RUNNING)


@dataclass(frozen=True)
class Part:
    """What one unit is asked."""

    unit: Unit
    role: str


@transaction.atomic
def preassign(proposal: Proposal, *, by, parts, task: str = "") -> list[Handling]:
    """预交办: ask the units whether it is theirs; they answer within the window, or it is taken as agreed."""
    row = lock(proposal, related=RELATED)
    if not rule_of(row).preassigned or row.is_urgent:
        raise Refused(f"这件{row.ledger_label}不用预交办，请直接交办。")
    _check(row, parts)
    advance(row, PROPOSAL, ProposalState.PREASSIGNED, by=by)
    given = [_give(row, part, STATE.PROPOSED, by=by, task=task) for part in parts]
    record(row, ASSIGN, by=by, sentence=f"预交办：{_named(given)}")
    return given


@transaction.atomic
def assign(proposal: Proposal, *, by, parts, on, paper: str = "", task: str = "") -> list[Handling]:
    """Give it to the units at once: kinds without 预交办, and what is on the fast track."""
    row = lock(proposal, related=RELATED)
    if rule_of(row).preassigned and not row.is_urgent:
        raise Refused(f"{row.ledger_label}要先预交办，单位同意以后再正式交办。")
    _check(row, parts)
    _check_day(row, on)
    advance(row, PROPOSAL, ProposalState.RUNNING, by=by, assigned_on=on, assigned_paper=paper)
    given = [_give(row, part, STATE.ISSUED, by=by, task=task) for part in parts]
    begin_handling_limits(row, given, by=by, starts_on=on)
    tell_authors(row, f"已交{_named(given)}办理", by=by)
    record(row, ASSIGN, by=by, sentence=f"交办：{_named(given)}")
    return given


@transaction.atomic
def assign_formally(proposals, *, by, on, paper: str) -> list[Proposal]:
    """正式交办 of a batch: at one meeting or by one paper; the limits of all of them begin on its day."""
    if not proposals:
        raise Refused("请先勾选要正式交办的件。")
    if len(proposals) > MOST_AT_ONCE:
        raise Refused(f"一次最多交办 {MOST_AT_ONCE} 件，请分几次办理。")
    return [_assign_one(row, by=by, on=on, paper=paper) for row in lock_all(proposals, related=RELATED)]


def _assign_one(row, *, by, on, paper) -> Proposal:
    _check_day(row, on)
    handlings = list(row.handlings.open().select_related("unit__region").select_for_update(of=("self",)).order_by("pk"))
    if reason := why_not_assigned(row, handlings):
        raise Refused(f"{row.issue}{reason}")
    advance(row, PROPOSAL, ProposalState.RUNNING, by=by, assigned_on=on, assigned_paper=paper)
    for handling in handlings:
        handling.proposal = row
        advance(handling, HANDLING, STATE.ACCEPTED, by=by, issued_at=timezone.now())
        tell_unit(handling, f"正式交办，请{handling.get_role_display()}", by=by)
    begin_handling_limits(row, handlings, by=by, starts_on=on)
    tell_authors(row, f"已交{_named(handlings)}办理", by=by)
    record(row, ASSIGN, by=by, sentence=f"正式交办：{_named(handlings)}")
    return row


def why_not_assigned(row: Proposal, handlings) -> str:
    """Say which unit is still asked, or what is still to be settled; empty when it can be given for good."""
    if row.state != ProposalState.PREASSIGNED:
        return f"现在是“{row.get_state_display()}”，预交办以后才能正式交办。"
    asked = "、".join(each.unit.short_name for each in handlings if each.state == STATE.PROPOSED)
    objected = "、".join(each.unit.short_name for each in handlings if each.state == STATE.OBJECTED)
    if objected:
        return f"{objected}申请退办，请先协商调整。"
    if asked:
        return f"{asked}还没有答复预交办，答复或者期满以后才能正式交办。"
    return "" if _has_answerer(handlings) else "还没有主办或者分办单位，请先补充。"


@transaction.atomic
def adjust(
    handling: Handling, *, by, agrees: bool, ruling: str, unit: Unit | None = None, proposer_asked: str = ""
) -> Handling:
    """协商调整: the objection is agreed to and another unit is asked, or it is not, and the unit goes on."""
    row, handling = locked(handling)
    if handling.state != STATE.OBJECTED:
        raise Refused(f"{handling.unit.short_name}没有待处理的退办申请。")
    if not ruling.strip():
        raise Refused("请写明处理意见，单位看得到。")
    if not agrees:
        to = STATE.AGREED if row.state == ProposalState.PREASSIGNED else STATE.ISSUED
        advance(handling, HANDLING, to, by=by, ruling=ruling)
        tell_unit(handling, f"不同意退办：{ruling}", by=by)
        record(row, ASSIGN, by=by, sentence=f"不同意{handling.unit.short_name}退办", note=ruling)
        return handling
    return _hand_over(row, handling, unit, by=by, ruling=ruling, proposer_asked=proposer_asked)


def _hand_over(row, handling, unit, *, by, ruling, proposer_asked) -> Handling | None:
    """Another unit takes the part over. Without one only a part beside others can fall away."""
    if not proposer_asked.strip():
        raise Refused("调整承办单位前要征求提出人的意见，请写明征求意见的情况。")
    if unit is None and handling.role not in BESIDE:
        raise Refused(f"{handling.get_role_display()}单位退办的，要选择改由哪个单位承办。")
    if unit and unit.pk == handling.unit_id:
        raise Refused("改由的单位不能是申请退办的单位。")
    said = {"ruling": ruling, "proposer_asked": proposer_asked}
    advance(handling, HANDLING, STATE.REFUSED, by=by, **said)
    _end_limits(handling, "同意退办", by=by)
    tell_unit(handling, f"同意退办：{ruling}", by=by)
    new = None
    if unit:
        _require_free(row, [Part(unit, handling.role)])
        asked = STATE.PROPOSED if row.state == ProposalState.PREASSIGNED else STATE.ISSUED
        new = _give(row, Part(unit, handling.role), asked, by=by, task=handling.task, previous=handling)
        if asked == STATE.ISSUED:
            begin_handling_limits(row, [new], by=by, starts_on=timezone.localdate())
    row.advices.filter(handling=handling).update(handling=new)
    to = f"，改由{unit.short_name}{handling.get_role_display()}" if unit else ""
    record(row, ASSIGN, by=by, sentence=f"同意{handling.unit.short_name}退办{to}", note=ruling)
    return new


@transaction.atomic
def add_unit(proposal: Proposal, *, by, unit: Unit, role: str, task: str = "") -> Handling:
    """Another unit beside those that have it."""
    row = lock(proposal, related=RELATED)
    if row.state not in OPEN_TO_CHANGE:
        raise Refused(f"这件{row.ledger_label}{row.get_state_display()}，不能再增加承办单位。")
    _require_free(row, [Part(unit, role)])
    asked = STATE.PROPOSED if row.state == ProposalState.PREASSIGNED else STATE.ISSUED
    new = _give(row, Part(unit, role), asked, by=by, task=task)
    if asked == STATE.ISSUED:
        begin_handling_limits(row, [new], by=by, starts_on=timezone.localdate())
    record(row, ASSIGN, by=by, sentence=f"增加{unit.short_name}{new.get_role_display()}")
    return new


@transaction.atomic
def take_away(handling: Handling, *, by, reason: str) -> Handling:
    """撤销 a part that was given by mistake; what was reported stays."""
    row, handling = locked(handling)
    if not reason.strip():
        raise Refused("请写明撤销的理由，单位看得到。")
    if handling.state in (STATE.ANSWERED, STATE.CLOSED):
        raise Refused(f"{handling.unit.short_name}{handling.get_state_display()}，不能撤销。")
    others = row.handlings.open().exclude(pk=handling.pk)
    if row.state == ProposalState.REWORK and not _has_answerer(others):
        raise Refused("撤销以后没有单位答复了，重新办理期间不能撤销最后一个答复的单位。")
    if row.state == ProposalState.RUNNING and not _has_answerer(others):
        raise Refused("撤销以后没有单位答复了，请先增加主办或者分办单位，或者由单位申请退办后改派。")
    advance(handling, HANDLING, STATE.CANCELED, by=by, ruling=reason)
    row.advices.filter(handling=handling).update(handling=None)
    _end_limits(handling, "撤销承办", by=by)
    tell_unit(handling, f"撤销承办任务：{reason}", by=by)
    record(row, ASSIGN, by=by, sentence=f"撤销{handling.unit.short_name}的承办任务", note=reason)
    if row.state in (ProposalState.RUNNING, ProposalState.REWORK):
        # It may have been the last one that still owed its letter.
        end_if_answered(row, by=by)
    return handling


def _give(row, part, state, *, by, task, previous=None) -> Handling:
    handling = Handling.objects.create(
        proposal=row,
        unit=part.unit,
        role=part.role,
        state=state,
        task=task,
        previous=previous,
        issued_by_unit=row.office,
        issued_by=by,
    )
    begin_refusal(handling, by=by)
    take_by_desk(handling, part.unit, f"{row.title}{task}")
    word = "预交办，请答复是否同意" if state == STATE.PROPOSED else "交办，请签收"
    tell_unit(handling, f"{row.office.short_name}{word}{handling.get_role_display()}", by=by)
    return handling


def _end_limits(handling, reason: str, *, by) -> None:
    time_limits.void_all(handling, by=by, reason=reason)


def _check(row, parts) -> None:
    if row.state != ProposalState.FILED:
        raise Refused(f"现在是“{row.get_state_display()}”，不能交办。")
    if not rule_of(row).handled:
        raise Refused(f"{row.ledger_label}不交单位办理。")
    if not parts:
        raise Refused("请选择承办单位。")
    _require_free(row, parts)
    if not _has_answerer(parts):
        raise Refused("要有一个主办单位，或者几个分办单位。")


def _require_free(row, parts) -> None:
    units = [part.unit for part in parts]
    if double := next((unit for unit in units if units.count(unit) > 1), None):
        raise Refused(f"{double.short_name}选了两次，一个单位只有一项任务。")
    standing = list(row.handlings.open().select_related("unit"))
    if taken := next((each.unit for each in standing if each.unit in units), None):
        raise Refused(f"{taken.short_name}已经承办这件{row.ledger_label}。")
    if len(standing) + len(parts) > MOST_UNITS:
        raise Refused(f"一件{row.ledger_label}最多由 {MOST_UNITS} 个单位承办。")
    roles = [each.role for each in (*standing, *parts)]
    if roles.count(ROLE.LEAD) > 1:
        raise Refused("主办单位只能有一个；由几个单位各办各的，请选分办。")
    if ROLE.LEAD in roles and ROLE.DIVIDED in roles:
        raise Refused("有主办单位的，其他单位选协办或者会办；各办各的，全部选分办。")


def _has_answerer(parts) -> bool:
    return any(part.role not in BESIDE for part in parts)


def _check_day(row, on) -> None:
    if on > timezone.localdate() or on < timezone.localdate(row.filed_at):
        raise Refused("交办日期不能早于立案日期，也不能晚于今天。")


def _named(given) -> str:
    return "、".join(f"{each.unit.short_name}（{each.get_role_display()}）" for each in given)
