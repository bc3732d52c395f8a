"""Who is told what became of a proposal, and how its acts are written into the ledger."""

from members import ledger
from members.enums import RoleCode
from members.operations import notify
from members.queries import desks, people_of
from proposals.models import Proposal
from proposals.operations.signing import signed_users

# Room for the title in a sentence of at most 200 characters.
MOST_TITLE = 60


def authors_of(row: Proposal) -> list:
    """The accounts of whoever wrote it, puts it forward or signed it."""
    people = [row.written_by, row.member and row.member.user, *signed_users(row)]
    return list({user.pk: user for user in people if user}.values())


def tell_authors(row: Proposal, told: str, *, by) -> None:
    people = [user for user in authors_of(row) if user != by]
    notify(people, f"{row.ledger_label}“{row.title}”{told}"[:200], url=row.get_absolute_url())


def tell_office(row: Proposal, told: str, *, by, url: str = "") -> None:
    people = [user for user in people_of(row.office, RoleCode.OFFICE) if user != by]
    notify(people, f"{told}：{row.title}"[:200], url=url or row.get_absolute_url())


def tell_unit(handling, told: str, *, by) -> None:
    people = [user for user in desks.in_charge(handling, handling.unit) if user != by]
    notify(people, f"{told}：{handling.proposal.title}"[:200], url=handling.get_absolute_url())


def record(row: Proposal, verb: str, *, by, sentence: str, **details) -> None:
    """One act upon a proposal, in the chain of its city."""
    ledger.record(row, verb, by=by, unit=row.room.unit, sentence=sentence, **details)
