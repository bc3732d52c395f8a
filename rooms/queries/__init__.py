"""Reads that the pages of this app share."""

from rooms.queries.rooms import Part, followings, for_list, own_settings, rooms_that_follow, team_of

__all__ = ["Part", "followings", "for_list", "own_settings", "rooms_that_follow", "team_of"]
