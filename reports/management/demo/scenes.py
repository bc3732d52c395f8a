"""Every kind of photograph and the function that draws it."""

from reports.management.demo import country, indoors, town, walls

SCENES = {
    "bench": town.bench,
    "bridge": country.bridge,
    "bus": town.bus,
    "canteen": indoors.canteen,
    "drain": town.drain,
    "ebike": town.ebike,
    "estate": town.estate,
    "factory": town.factory,
    "field": country.field,
    "house": country.house,
    "lake": country.lake,
    "lamp": town.lamp,
    "lift": town.lift,
    "market": town.market,
    "meeting": indoors.meeting,
    "paper": indoors.paper,
    "parking": town.parking,
    "research": indoors.research,
    "road": town.road,
    "shop": town.shop,
    "tea": country.tea,
    "water": town.water,
    "well": country.well,
}
# What shows the items of a room's checklist; no case has such a photo.
OF_ROOMS = {"board": walls.board, "plaque": walls.plaque, "shelf": walls.shelf}
