"""Who is told what became of a report: by status alone, never by what a leader wrote."""

from members import ledger
from members.enums import NoticeKind, RoleCode, UnitKind
from members.models import Unit
from members.operations import notify
from members.permissions import ROOM_STAFF, TOWNSHIP
from members.queries import people_of

OFFICE, DISPATCHER = RoleCode.OFFICE, RoleCode.DISPATCHER


def tell_sources(report, told: str, *, verb: str, by) -> None:
    """Tell the rooms and townships where the report began, and write it into the timeline of each case.

    `told` goes on after what it is told of: “…”, 事项 2.
    """
    items = list(report.items.for_page())
    for item in items:
        sentence = f"“{str(item)[:60]}”{told}"
        notify(_people_of_item(item), sentence, url=item.url, case=item.case, internal=report.is_internal)
    for item in items:
        if case := item.case:
            # About the matter, so that its page tells its own events and not those of the others.
            sentence = case.say("{matter} {n} ", n=item.matter.number) + told
            ledger.record(item.matter, verb, by=by, case=case, unit=case.room.unit, sentence=sentence)


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


def tell_dispatchers(report, sentence: str) -> None:
    """The offices of the city's leaders: what leaders write is entered there."""
    people = [user for unit in offices_for(report) for user in people_of(unit, DISPATCHER)]
    notify(people, sentence, url=report.get_absolute_url(), kind=NoticeKind.TASK, internal=report.is_internal)


def offices_for(report) -> list[Unit]:
    """The offices of the leaders in the city, for which an instruction can be entered."""
    path = f"/{report.office.region.city_code}/"
    rows = Unit.objects.active().filter(kind=UnitKind.DISPATCH_OFFICE, region__path__startswith=path)
    return list(rows.order_by("pk"))


def record(report, verb: str, *, by, sentence: str, **details) -> None:
    ledger.record(report, verb, by=by, unit=report.office, sentence=sentence, **details)
