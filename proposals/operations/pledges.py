"""五定三包: filled in by the unit that answers, and checked by the office before the proposal is closed."""

from django.db import transaction
from django.utils import timezone

from members.operations.changes import overwrite
from proposals.enums import HandlingState, ProposalState
from proposals.models import Handling, HandlingPledge, Proposal
from proposals.models.pledge import GUARANTEES
from proposals.operations.accepting import write
from proposals.operations.proposal_limits import BESIDE, locked
from proposals.operations.proposal_telling import record, tell_unit
from proposals.queries.pledges import pledge_wanted
from proposals.workflow import Refused, lock


@transaction.atomic
def pledge(handling: Handling, *, by, version=None, **fields) -> HandlingPledge:
    """Fill the sheet in, or change it as long as it was not answered. Raises Stale."""
    row, handling = locked(handling)
    if handling.role in BESIDE:
        raise Refused(f"五定三包由主办单位填写，{handling.get_role_display()}单位不填。")
    if handling.state not in (HandlingState.AGREED, HandlingState.ACCEPTED):
        raise Refused(f"现在是“{handling.get_state_display()}”，不能填写五定三包。")
    own = HandlingPledge.objects.filter(handling=handling).first()
    if own is None:
        own = HandlingPledge.objects.create(handling=handling, written_by=by, **fields)
        write(row, handling, by=by, sentence=f"{handling.unit.short_name}填写五定三包")
        return own
    own, changes = overwrite(own, {**fields, "version": version})
    if changes:
        write(row, handling, by=by, sentence=f"{handling.unit.short_name}修改五定三包", changes=changes)
    return own


@transaction.atomic
def check_pledge(pledge: HandlingPledge, *, by, note: str = "", **held) -> HandlingPledge:
    """Say of each guarantee whether it held; one that did not needs a word."""
    row, handling = locked(pledge.handling)
    pledge = lock(pledge)
    if row.state not in (ProposalState.REPLIED, ProposalState.CLOSED):
        raise Refused(f"现在是“{row.get_state_display()}”，答复以后才能核对。")
    held = {f"{name}_held": held[name] for name in GUARANTEES}
    if not all(held.values()) and not note.strip():
        raise Refused("有没有兑现的，请写明情况。")
    values = {**held, "check_note": note, "checked_by": by, "checked_at": timezone.now()}
    for name, value in values.items():
        setattr(pledge, name, value)
    pledge.save(update_fields=list(values))
    tell_unit(handling, "五定三包已经核对", by=by)
    count = sum(held[f"{name}_held"] for name in GUARANTEES)
    record(row, "proposals.close_proposal", by=by, sentence=f"核对五定三包：{count}/3 项兑现", note=note)
    return pledge


def require_checked(row: Proposal) -> None:
    """Before the proposal is closed: where the pack asks for the sheets, each was checked against what was done."""
    if not pledge_wanted(row):
        return
    answering = row.handlings.open().exclude(role__in=BESIDE)
    if answering.filter(pledge__isnull=False, pledge__checked_at__isnull=True).exists():
        raise Refused("五定三包还没有核对哪些兑现，请先核对，再办结。")
