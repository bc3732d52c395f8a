from rooms.models.calendar import CalendarDay
from rooms.models.practice import ROOM_CODE, PracticeDraft, PracticeVersion, RegionPractice, RoomPractice
from rooms.models.room import Convener, Posting, Representative, Room

__all__ = [
    "ROOM_CODE",
    "CalendarDay",
    "Convener",
    "Posting",
    "PracticeDraft",
    "PracticeVersion",
    "RegionPractice",
    "Representative",
    "Room",
    "RoomPractice",
]
