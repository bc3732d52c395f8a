"""Reads that the pages of this app share."""

from rooms.queries.activities import NEAR_DAYS, Mate, activity_day_near, distance_to, key_of, team_on
from rooms.queries.rooms import Part, followings, for_list, own_settings, rooms_that_follow, team_of

__all__ = [
    "NEAR_DAYS",
    "Mate",
    "Part",
    "activity_day_near",
    "distance_to",
    "followings",
    "for_list",
    "key_of",
    "own_settings",
    "rooms_that_follow",
    "team_of",
    "team_on",
]
