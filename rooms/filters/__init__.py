"""Filters of this app's lists."""

from rooms.filters.days import DayRoomFilter
from rooms.filters.rooms import RoomFilter

__all__ = ["DayRoomFilter", "RoomFilter"]
