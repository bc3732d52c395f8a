"""What waits for a person among proposals, for the workbench."""

from collections.abc import Iterator

from consult.queries import MOST_TASKS, Task
from members.enums import RoleCode
from members.permissions import ROOM_TEAM
from proposals.enums import ProposalState
from proposals.models import Proposal
from proposals.queries.clues import clues_waiting
from proposals.queries.following import care_waiting
from proposals.queries.own import mine
from proposals.queries.signing import invitations
from proposals.queries.waiting_cycle import of_cycle
from proposals.queries.waiting_reports import of_reports


def waiting_for(user) -> Iterator[Task]:
    """What waits for a signature, what came back to be completed, and what an office has not yet taken in."""
    yield from invitations(user)
    yield from clues_waiting(user)
    if user.holds(*ROOM_TEAM):
        for row in mine(user).filter(state=ProposalState.RETURNED).select_related("room__unit")[:MOST_TASKS]:
            yield _task(f"补充{row.ledger_label}后再提交", row, row.answered_at)
    if units := user.units_as(RoleCode.OFFICE):
        rows = Proposal.objects.filter(office__in=units, state=ProposalState.SUBMITTED).select_related("room__unit")
        for row in rows.order_by("submitted_at", "pk")[:MOST_TASKS]:
            yield _task(f"收件：{row.room.unit.short_name}提交的{row.ledger_label}", row, row.submitted_at)
    yield from of_reports(user)
    yield from of_cycle(user)
    yield from care_waiting(user)


def _task(sentence: str, row: Proposal, since) -> Task:
    return Task(sentence, row.title, row.get_absolute_url(), since)
