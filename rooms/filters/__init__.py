"""Filters of this app's lists."""

from rooms.filters.activities import ActivityFilter, VoiceFilter
from rooms.filters.days import DayRoomFilter
from rooms.filters.registers import AssemblyFilter, DutyFilter, HearingFilter, PlaceFilter, RuleFilter
from rooms.filters.representatives import RepresentativeFilter
from rooms.filters.rooms import RoomFilter, RuleCheckFilter

__all__ = [
    "ActivityFilter",
    "AssemblyFilter",
    "DayRoomFilter",
    "DutyFilter",
    "HearingFilter",
    "PlaceFilter",
    "RepresentativeFilter",
    "RoomFilter",
    "RuleCheckFilter",
    "RuleFilter",
    "VoiceFilter",
]
