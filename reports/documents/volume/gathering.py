"""What lies in the volume of a room and a year, in order, and what is missing from it."""

from dataclasses import dataclass, field

from consult.models import Consultation
from reports.documents.volume import case_pieces, plan_pieces, proposal_pieces, room_pieces
from reports.documents.volume.pieces import Missing, Piece


@dataclass
class Gathered:
    pieces: list[Piece] = field(default_factory=list)
    missing: list[Missing] = field(default_factory=list)

    def take(self, found) -> None:
        for one in found:
            (self.missing if isinstance(one, Missing) else self.pieces).append(one)


def gather(room, year: int) -> Gathered:
    """The room and its team first, then the plan, then each case of the year, proposals, activities and registers."""
    found = Gathered()
    own = list(room_pieces.pieces_of(room, year))
    first = (room_pieces.ROOM, room_pieces.TEAM)
    found.take(one for one in own if _section(one) in first)
    found.take(plan_pieces.pieces_of(room, year))
    cases = cases_of(room, year)
    for case in cases:
        found.take(case_pieces.pieces_of(case))
    if not cases:
        found.missing.append(Missing(case_pieces.SECTION, "协商案卷", "全年没有立项协商"))
    found.take(proposal_pieces.pieces_of(room, year))
    found.take(one for one in own if _section(one) not in first)
    for case in joined_cases(room, year):
        sentence = f"由{case.room.name}牵头，存于该室归档卷"
        found.missing.append(Missing(case_pieces.SECTION, f"联合协商“{case.title}”的案卷", sentence))
    return found


def _section(one) -> str:
    return one.part if isinstance(one, Missing) else one.section


def cases_of(room, year: int) -> list[Consultation]:
    return list(Consultation.objects.for_page().filter(room=room, year=year).order_by("number"))


def joined_cases(room, year: int) -> list[Consultation]:
    """Cases in which the room took part while another one led: they are kept by that one."""
    joined = Consultation.objects.filter(joined_rooms__room=room, year=year).exclude(room=room)
    return list(joined.select_related("topic", "room__unit").order_by("pk"))
