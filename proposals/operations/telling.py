"""Who is told what became of a report: by status alone, never by what a leader wrote."""

from members import ledger
from members.enums import RoleCode
from members.operations import notify
from members.permissions import ROOM_STAFF, TOWNSHIP
from members.queries import people_of

OFFICE, DISPATCHER = RoleCode.OFFICE, RoleCode.DISPATCHER


def tell_sources(report, told: str, *, verb: str, by) -> None:
    """Tell the rooms and townships where the report began, and write it into the timeline of each case."""
    items = list(report.items.for_page())
    for item in items:
        sentence = f"“{str(item)[:60]}”{told}"
        notify(_people_of_item(item), sentence, url=item.url, case=item.case, internal=report.is_internal)
    for case in {item.case for item in items if item.case}:
        ledger.record(case, verb, by=by, case=case, unit=case.room.unit, sentence=told)


def _people_of_item(item) -> list:
    room = item.room
    people = [*people_of(room.unit, *ROOM_STAFF), *people_of(room.approver, *TOWNSHIP)]
    if item.proposal_id:
        own = item.proposal.member and item.proposal.member.user
        people += filter(None, [item.proposal.written_by, own])
    return people


def tell_office(report, sentence: str, *, by) -> None:
    """The office that issued it; whoever acts knows it already."""
    people = [user for user in people_of(report.office, OFFICE) if user.pk != by.pk]
    notify(people, sentence, url=report.get_absolute_url(), internal=report.is_internal)


def record(report, verb: str, *, by, sentence: str, **details) -> None:
    ledger.record(report, verb, by=by, unit=report.office, sentence=sentence, **details)
