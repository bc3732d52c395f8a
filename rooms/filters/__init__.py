"""Filters of this app's lists."""

from rooms.filters.rooms import RoomFilter

__all__ = ["RoomFilter"]
