"""How the steps tell of an act: one ledger row in the case, one notice for the people of its rooms."""

from consult import queries
from members import ledger
from members.operations import notify


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


def notify_rooms(consultation, sentence: str, *, url: str = "") -> None:
    """Tell the clerks and conveners of every room that holds the case."""
    people = queries.room_staff(consultation)
    notify(people, sentence, url=url or consultation.get_absolute_url(), case=consultation)
