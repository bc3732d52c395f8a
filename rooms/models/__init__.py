from rooms.models.calendar import CalendarDay
from rooms.models.practice import PracticeVersion, RegionPractice
from rooms.models.room import Convener, Posting, Representative, Room

__all__ = [
    "CalendarDay",
    "Convener",
    "Posting",
    "PracticeVersion",
    "RegionPractice",
    "Representative",
    "Room",
]
