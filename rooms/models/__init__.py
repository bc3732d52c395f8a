from rooms.models.activity import Activity, ActivityPerson, Goods, Voice
from rooms.models.activity_day import ActivityDay, DayAttendee, RoomDay
from rooms.models.calendar import CalendarDay
from rooms.models.opening import OpeningFigure
from rooms.models.practice import ROOM_CODE, PracticeDraft, PracticeVersion, RegionPractice, RoomPractice
from rooms.models.room import Convener, Posting, Representative, Room

__all__ = [
    "ROOM_CODE",
    "Activity",
    "ActivityDay",
    "ActivityPerson",
    "CalendarDay",
    "Convener",
    "DayAttendee",
    "Goods",
    "OpeningFigure",
    "Posting",
    "PracticeDraft",
    "PracticeVersion",
    "RegionPractice",
    "Representative",
    "Room",
    "RoomDay",
    "RoomPractice",
    "Voice",
]
