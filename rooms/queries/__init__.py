"""Reads that the pages of this app share."""

from rooms.queries.activities import (
    NEAR_DAYS,
    Mate,
    activity_day_near,
    days_since,
    distance_to,
    figures,
    for_activity_list,
    key_of,
    of_room_page,
    team_on,
    usual_people,
)
from rooms.queries.attendance import attended_days, called_to, came_to, own_place, sheet_of
from rooms.queries.day_sums import (
    DayRow,
    Yields,
    activities_of,
    missing_rooms,
    rooms_seen,
    rows_of_days,
    with_day,
    yields_of,
)
from rooms.queries.day_tasks import DayDesk, day_desk, days_ahead
from rooms.queries.days import coming_day, day_of_room, days_for, days_of_rooms, rooms_of
from rooms.queries.rooms import Part, followings, for_list, own_settings, rooms_that_follow, team_of
from rooms.queries.rulers import Rulers

__all__ = [
    "NEAR_DAYS",
    "DayDesk",
    "DayRow",
    "Mate",
    "Part",
    "Rulers",
    "Yields",
    "activities_of",
    "activity_day_near",
    "attended_days",
    "called_to",
    "came_to",
    "coming_day",
    "day_desk",
    "day_of_room",
    "days_ahead",
    "days_for",
    "days_of_rooms",
    "days_since",
    "distance_to",
    "figures",
    "followings",
    "for_activity_list",
    "for_list",
    "key_of",
    "missing_rooms",
    "of_room_page",
    "own_place",
    "own_settings",
    "rooms_of",
    "rooms_seen",
    "rooms_that_follow",
    "rows_of_days",
    "sheet_of",
    "team_of",
    "team_on",
    "usual_people",
    "with_day",
    "yields_of",
]
