"""提案办理专项资金: the pot is opened and topped up, and never gives more than it holds."""

from django.db import transaction
from django.utils import timezone

from members import ledger
from members.operations import attach
from members.operations.changes import overwrite
from proposals.enums import ProposalState
from proposals.models import FundGrant, FundPot
from proposals.operations.proposal_limits import RELATED
from proposals.operations.proposal_telling import record, tell_authors
from proposals.workflow import Refused, lock, take_turn

VERB = "proposals.grant_fund"


@transaction.atomic
def open_pot(office, *, by, year: int, amount, source: str, basis: str = "") -> FundPot:
    if amount <= 0:
        raise Refused("总额要大于 0。")
    take_turn(office)
    if FundPot.objects.filter(office=office, year=year).exists():
        raise Refused(f"{year}年的专项资金已经登记，请修改总额。")
    pot = FundPot.objects.create(office=office, year=year, amount=amount, source=source, basis=basis, entered_by=by)
    ledger.record(pot, VERB, by=by, unit=office, sentence=f"登记{pot}，{amount} 万元")
    return pot


@transaction.atomic
def change_pot(pot: FundPot, *, by, amount, reason: str) -> FundPot:
    """More money, or less; never below what was granted."""
    pot = lock(pot, related=("office",))
    if amount < pot.granted:
        raise Refused(f"已经安排 {pot.granted} 万元，总额不能少于这个数。")
    if not reason.strip():
        raise Refused("请写明调整的原因。")
    pot.amount = amount
    pot.save(update_fields=["amount"])
    ledger.record(pot, VERB, by=by, unit=pot.office, sentence=f"{pot}总额调整为 {amount} 万元", note=reason)
    return pot


@transaction.atomic
def grant(pot: FundPot, *, by, proposal, amount, attachments=(), **fields) -> FundGrant:
    """Whoever comes second for the last money waits for the first, and is told what is left."""
    row = lock(proposal, related=RELATED)
    pot = lock(pot, related=("office",))
    _check(pot, row, amount, fields)
    made = FundGrant.objects.create(pot=pot, proposal=row, amount=amount, entered_by=by, **fields)
    pot.granted += amount
    pot.save(update_fields=["granted"])
    attach(made, attachments, by=by)
    tell_authors(row, f"安排专项资金 {amount} 万元", by=by)
    record(row, VERB, by=by, sentence=f"安排专项资金 {amount} 万元", entered_for=made.approved_by)
    return made


def _check(pot, row, amount, fields) -> None:
    if not row.number or row.state == ProposalState.MERGED or row.office_id != pot.office_id:
        raise Refused("只能给本办公室已经立案的提案安排资金。")
    if amount <= 0:
        raise Refused("安排金额要大于 0。")
    if amount > pot.left:
        raise Refused(f"{pot}还剩 {pot.left} 万元，不够安排 {amount} 万元。")
    if pot.grants.filter(proposal=row).exists():
        raise Refused(f"“{row.title}”{pot.year}年已经安排过，请修改那一笔。")
    if fields["approved_on"] > timezone.localdate():
        raise Refused("批准日期不能晚于今天。")


@transaction.atomic
def account_for(grant: FundGrant, *, by, attachments=(), **values) -> FundGrant:
    """拨付 and 支出 so far, with the account of what it was spent on. Raises Stale."""
    row = lock(grant.proposal, related=RELATED)
    if values["paid"] > grant.amount:
        raise Refused(f"安排了 {grant.amount} 万元，拨付不能超过这个数。")
    if values["spent"] > values["paid"]:
        raise Refused("支出不能超过已拨付的金额。")
    if values["spent"] and not values["account"].strip():
        raise Refused("有支出的，请写明用在哪里。")
    grant, changes = overwrite(grant, values)
    attach(grant, attachments, by=by)
    if changes or attachments:
        record(row, VERB, by=by, sentence="登记专项资金拨付和支出", changes=changes)
    return grant
