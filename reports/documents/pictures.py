"""A photo in an official paper: it takes whole lines of the grid, and stands on one page with what it shows."""

import math
from base64 import b64encode

from django.template.loader import render_to_string

from reports.documents import faces, grid, markup
from reports.documents.papers import Picture

# Three quarters of the width of the type area, and lines of the grid: two upright ones stand on a page.
MOST_WIDE, MOST_LINES = grid.AREA_WIDTH * 0.75, 9
# Air between the photo and the lines around it.
AIR = 8.0


def sides_of(picture: Picture) -> tuple[float, float]:
    """Width and height in points, as large as both bounds let it be."""
    wide, high = picture.size
    scale = min(MOST_WIDE / wide, (MOST_LINES * grid.PITCH - 2 * AIR) / high)
    return wide * scale, high * scale


def picture_block(picture: Picture) -> markup.Block:
    width, height = sides_of(picture)
    lines = math.ceil((height + 2 * AIR) / grid.PITCH)
    context = {
        "width": width,
        "height": height,
        "room": lines * grid.PITCH,
        "above": (lines * grid.PITCH - height) / 2,
        "picture": b64encode(picture.content).decode("ascii"),
        "words": faces.printable(picture.caption) or "照片",
        "caption": markup.spans(faces.printable(picture.caption), "kai"),
    }
    html = render_to_string("reports/papers/picture.html", context)
    return markup.Block(html, lines + bool(picture.caption), is_whole=True)
