from rooms.models.calendar import CalendarDay
from rooms.models.practice import PracticeDraft, PracticeVersion, RegionPractice, RoomPractice
from rooms.models.room import Convener, Posting, Representative, Room

__all__ = [
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
