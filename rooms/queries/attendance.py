"""Who is called to an activity day of a room, and who came."""

from dataclasses import dataclass

from django.db.models import QuerySet

from members.models import Member, User
from rooms.enums import DayAttendance
from rooms.models import ActivityDay, DayAttendee, Representative
from rooms.queries.activities import Mate, team_on


@dataclass(frozen=True)
class Line:
    """One person on the sheet of a day, and what was noted down."""

    mate: Mate
    noted: DayAttendee | None

    @property
    def is_present(self) -> bool:
        return self.noted is not None and self.noted.attendance == DayAttendance.PRESENT


def called_to(room, day: ActivityDay) -> list[Mate]:
    """一委员两代表 of the room on the day."""
    return [mate for mate in team_on(room, day.on) if isinstance(mate.person, Member | Representative)]


def sheet_of(room, day: ActivityDay) -> list[Line]:
    """Everybody called, and who came though he has left the room since."""
    rows = DayAttendee.objects.filter(room_day__room=room, room_day__day=day)
    noted = {row.member or row.representative: row for row in rows.select_related("member", "representative")}
    lines = [Line(mate, noted.pop(mate.person, None)) for mate in called_to(room, day)]
    return [*lines, *(Line(Mate("", person, "已离开本室"), row) for person, row in noted.items())]


def came_to(sheet: list[Line]) -> int:
    return sum(line.is_present for line in sheet)


def own_place(user: User, room, day: ActivityDay) -> Member | Representative | None:
    """As whom the person belongs to the room on the day; first as a member."""
    return next((mate.person for mate in called_to(room, day) if mate.person.user_id == user.pk), None)


def attended_days(member: Member) -> QuerySet:
    """The activity days at which the member was present, the latest first: for the duty file and its counts."""
    rows = DayAttendee.objects.filter(member=member, attendance=DayAttendance.PRESENT)
    return rows.select_related("room_day__day__region", "room_day__room__unit").order_by("-room_day__day__on", "-pk")
