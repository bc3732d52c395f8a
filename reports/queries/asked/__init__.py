"""承办件: everything that units are asked for, in one list: tasks, requests, handlings, what hearings asked for."""

from reports.queries.asked.rows import AskedRows
from reports.queries.asked.shown import Item, with_items
from reports.queries.asked.sources import NEVER, OPEN, OWN_TURN, SOURCES, asked_of, sees_all

__all__ = ["NEVER", "OPEN", "OWN_TURN", "SOURCES", "AskedRows", "Item", "asked_of", "sees_all", "with_items"]
