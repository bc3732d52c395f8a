"""How the steps tell of an act: one ledger row in the case, one notice for the people of its rooms."""

from consult import queries
from consult.enums import SubmissionKind, SubmissionState
from members import ledger
from members.enums import NoticeKind, UnitKind
from members.models import Notice, Unit
from members.operations import notify
from members.permissions import TOWNSHIP
from members.queries import people_of


def tell(consultation, verb: str, *, by, sentence: str, about=None, **details) -> None:
    """Write the row of an act in the case; `about` is the record it was done to, if not the case itself."""
    ledger.record(
        about or consultation,
        verb,
        by=by,
        sentence=sentence,
        case=consultation,
        unit=consultation.room.unit,
        **details,
    )


def notify_once(people, sentence: str, *, url: str, case) -> bool:
    """Tell those who were not told the same sentence before; say whether there were any."""
    told = Notice.objects.filter(user__in=people, url=url, sentence=sentence).values_list("user", flat=True)
    people = [user for user in people if user.pk not in set(told)]
    notify(people, sentence, url=url, case=case, kind=NoticeKind.DEADLINE)
    return bool(people)


def escalated(case, roles) -> list:
    """Whom the pack tells when a day has passed: roles of the approving body, of the city's offices, of the room."""
    found = []
    for role in roles:
        if role in TOWNSHIP:
            found += people_of(case.room.approver, role)
        elif role in UnitKind.values:
            units = Unit.objects.active().filter(kind=role, region__code=case.room.unit.region.city_code)
            found += [user for unit in units for user in people_of(unit, role)]
        else:
            found += people_of(case.room.unit, role)
    return found


def notify_holders(consultation, edition) -> None:
    """Tell who holds matters of the case out of an earlier edition: they are read as the corrected one has them."""
    held = consultation.submission_set.filter(kind=SubmissionKind.MATTER).exclude(edition=edition)
    for each in held.exclude(state=SubmissionState.RETURNED).select_related("to", "matter"):
        said = "{room}更正《{edition}》，{matter} {n} 以更正稿为准"
        sentence = consultation.say(said, room=consultation.room.name, edition=edition, n=each.matter.number)
        notify(people_of(each.to), sentence, url=f"/submissions/{each.pk}/", case=consultation)


def notify_rooms(consultation, sentence: str, *, by, url: str = "") -> None:
    """Tell the clerks and conveners of every room that holds the case; whoever did it knows already."""
    people = [user for user in queries.room_staff(consultation) if user != by]
    notify(people, sentence, url=url or consultation.get_absolute_url(), case=consultation)
