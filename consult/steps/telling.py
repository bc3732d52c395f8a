"""How the steps tell of an act: one ledger row in the case, one notice for the people of its room."""

from members import ledger
from members.operations import notify
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


def notify_room(consultation, sentence: str) -> None:
    """Tell the clerks and conveners of the room that leads."""
    people = people_of(consultation.room.unit, "clerk", "convener")
    notify(people, sentence, url=consultation.get_absolute_url(), case=consultation)
