"""The state tables as full matrices: every pair of states follows its table or is refused."""

import pytest
from django.db import transaction
from django.utils import timezone

from members.enums import RoleCode, UnitKind
from proposals.enums import CallState, ClueState, HandlingState, ProposalState, ReportState, SignerState
from proposals.models import Clue, Handling, JointSigner, Proposal, ProposalCall, SpecialReport
from proposals.workflow import CALL, CLUE, HANDLING, PROPOSAL, REPORT, SIGNER, Refused, advance
from tests import factories as make

pytestmark = pytest.mark.django_db

NUMBERED = {"year": 2026, "number": 1, "issued_on": "2026-03-02"}
UNNUMBERED = dict.fromkeys(NUMBERED)


def a_proposal():
    room = make.RoomFactory()
    clerk = make.person(RoleCode.CLERK, unit=room.unit)
    return Proposal.objects.create(room=room, kind="proposal", title="增设公交站点", written_by=clerk)


def a_report():
    office = make.office()
    by = make.person(RoleCode.OFFICE, unit=office)
    return SpecialReport.objects.create(kind="digest", office=office, title="农村饮水", body="……", written_by=by)


def a_handling():
    dispatch = make.UnitFactory(kind=UnitKind.DISPATCH_OFFICE)
    by = make.person(RoleCode.DISPATCHER, unit=dispatch)
    given = {"unit": make.UnitFactory(), "issued_by_unit": dispatch, "issued_by": by}
    return Handling.objects.create(proposal=a_proposal(), task="研究办理", **given)


def a_signer():
    proposal = a_proposal()
    return JointSigner.objects.create(
        proposal=proposal, member=make.MemberFactory(), invited_by=proposal.written_by, answered_at=timezone.now()
    )


def a_call():
    office = make.office()
    return ProposalCall.objects.create(
        issuer=office,
        region=office.region,
        theme="全会提案",
        kinds=["proposal"],
        asked=["members"],
        opens_on="2026-01-01",
        closes_on="2026-02-01",
        created_by=make.person(RoleCode.OFFICE, unit=office),
    )


def a_clue():
    return Clue.objects.create(office=make.office(), title="增设公交站点", text="离站点太远", source="public")


def along_with(table, state) -> dict:
    """What the row must hold in a state, whoever moved it there."""
    if table is SIGNER:
        return {"signed_version": 1 if state == "signed" else None}
    return (NUMBERED if state in ("issued", "closed") else UNNUMBERED) if table is REPORT else {}


CASES = [
    *((PROPOSAL, ProposalState, a_proposal, state) for state in ProposalState),
    *((REPORT, ReportState, a_report, state) for state in ReportState),
    *((SIGNER, SignerState, a_signer, state) for state in SignerState),
    *((CALL, CallState, a_call, state) for state in CallState),
    *((CLUE, ClueState, a_clue, state) for state in ClueState),
    *((HANDLING, HandlingState, a_handling, state) for state in HandlingState),
]


@pytest.mark.parametrize(("table", "states", "make_row", "start"), CASES, ids=lambda each: getattr(each, "value", ""))
def test_from_each_state_a_row_moves_along_its_table_or_is_refused(table, states, make_row, start):
    assert set(table) == set(states)
    row = make_row()
    model, rows = type(row), type(row).objects.filter(pk=row.pk)
    for end in states:
        rows.update(state=start, **along_with(table, start))
        row = model.objects.get(pk=row.pk)
        moving = end in table[start]
        try:
            with transaction.atomic():
                advance(row, table, end, by=None, **along_with(table, end))
        except Refused:
            assert not moving
        else:
            assert moving
        assert model.objects.get(pk=row.pk).state == (end if moving else start)
