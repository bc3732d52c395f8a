"""What a unit says to a proposal that it is to be given: yes, or that it is not its own; or the window closes."""

from django.db import transaction
from django.utils import timezone

from members.enums import RoleCode
from proposals.enums import HandlingState
from proposals.models import Handling
from proposals.operations.proposal_limits import REFUSALS, locked
from proposals.operations.proposal_telling import record, tell_office, tell_unit
from proposals.workflow import HANDLING, Refused, advance
from rooms.models import TimeLimit
from rooms.operations import time_limits

HANDLE = "proposals.handle_proposal"
STATE = HandlingState


@transaction.atomic
def agree(handling: Handling, *, by, **people) -> Handling:
    """同意承办, or of what was given at once 签收. `people`: leader, handler, phone, deputy."""
    row, handling = locked(handling)
    to = STATE.AGREED if handling.state == STATE.PROPOSED else STATE.ACCEPTED
    if handling.state == STATE.AGREED:
        raise Refused("已经同意承办，等正式交办以后开始办理。")
    accepted = {"accepted_by": by, "accepted_at": timezone.now(), **people}
    advance(handling, HANDLING, to, by=by, **accepted)
    time_limits.meet_all(handling, *REFUSALS, by=by)
    word = "同意承办" if to == STATE.AGREED else "签收"
    tell_office(row, f"{handling.unit.short_name}{word}", by=by)
    write(row, handling, by=by, sentence=f"{handling.unit.short_name}{word}")
    return handling


@transaction.atomic
def object_to_proposal(handling: Handling, *, by, reason: str, better_unit=None) -> Handling:
    """申请退办 within the window, with the reason and who should have it instead."""
    row, handling = locked(handling)
    if not reason.strip():
        raise Refused("申请退办要写明理由。")
    if better_unit and better_unit.pk == handling.unit_id:
        raise Refused("建议承办单位不能是本单位。")
    if handling.agreed_by_lapse or _window_is_closed(handling):
        raise Refused("申请退办的期限已过，已视为同意承办；确实不能承办的，请与交办单位联系。")
    if handling.ruling:
        raise Refused(f"退办申请已经答复：{handling.ruling}。确实不能承办的，请与交办单位联系。")
    objected = {"objection": reason, "better_unit": better_unit, "objected_at": timezone.now(), "ruling": ""}
    advance(handling, HANDLING, STATE.OBJECTED, by=by, **objected)
    time_limits.meet_all(handling, *REFUSALS, by=by)
    tell_office(row, f"{handling.unit.short_name}申请退办", by=by)
    write(row, handling, by=by, sentence=f"{handling.unit.short_name}申请退办", note=reason)
    return handling


def _window_is_closed(handling: Handling) -> bool:
    """Its day has passed, whether or not a worker has written down yet that this was consent."""
    closed = TimeLimit.objects.lapsing(timezone.localdate(), *REFUSALS)
    return closed.of(handling).exists()


def lapse_refusals() -> int:
    """Windows that closed without a word: silence is consent. Each once, however many workers look."""
    return time_limits.lapse_all(Handling, REFUSALS, _agreed_by_silence)


def _agreed_by_silence(handling: Handling, limit) -> None:
    row, handling = locked(handling)
    if handling.state not in (STATE.PROPOSED, STATE.ISSUED):
        return
    to = STATE.AGREED if handling.state == STATE.PROPOSED else STATE.ACCEPTED
    advance(handling, HANDLING, to, by=None, agreed_by_lapse=True)
    tell_office(row, f"{handling.unit.short_name}期内没有申请退办，视为同意", by=None)
    tell_unit(handling, "申请退办的期限已过，视为同意承办", by=None)
    record(row, HANDLE, by=None, sentence=f"{handling.unit.short_name}期内没有申请退办，视为同意承办")


def write(row, handling, *, by, sentence: str, **details) -> None:
    """An act of the unit; of one without an account the office enters it (代录), and the ledger names both."""
    own = handling.unit_id in by.units_as(RoleCode.DEPARTMENT)
    record(row, HANDLE, by=by, sentence=sentence, entered_for="" if own else handling.unit.name, **details)
