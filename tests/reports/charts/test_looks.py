"""Colours of charts: strong enough on their sheet, and told apart by people who see colours differently."""

from dataclasses import replace
from itertools import combinations

import pytest

from reports.charts import SCREEN, WALL
from reports.charts.looks import Fill

# Machado, Oliveira and Fernandes 2009, full strength, on linear RGB.
SEEN_BY = {
    "normal": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protan": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "deutan": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881)),
    "tritan": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.303900)),
}
LOOKS = pytest.mark.parametrize("look", [SCREEN, WALL], ids=["screen", "wall"])
# Graphics need 3:1 (WCAG 1.4.11), text 4.5:1; a difference of colours of 10 is plain to see.
GRAPHICS, TEXT, PLAIN = 3, 4.5, 10


def linear(colour):
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    return [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]


def contrast(one, other):
    lights = sorted(sum(w * p for w, p in zip((0.2126, 0.7152, 0.0722), linear(c), strict=True)) for c in (one, other))
    return (lights[1] + 0.05) / (lights[0] + 0.05)


def lab(colour, eyes):
    red, green, blue = (
        min(1, max(0, sum(w * p for w, p in zip(row, linear(colour), strict=True)))) for row in SEEN_BY[eyes]
    )
    xyz = (
        (0.4124 * red + 0.3576 * green + 0.1805 * blue) / 0.95047,
        0.2126 * red + 0.7152 * green + 0.0722 * blue,
        (0.0193 * red + 0.1192 * green + 0.9505 * blue) / 1.08883,
    )
    x, y, z = (part ** (1 / 3) if part > 0.008856 else 7.787 * part + 16 / 116 for part in xyz)
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def difference(one, other, eyes):
    return sum((a - b) ** 2 for a, b in zip(lab(one, eyes), lab(other, eyes), strict=True)) ** 0.5


def weak(look):
    """What is too pale on the sheet, or a number on a bar that cannot be read."""
    fills = [fill.colour for fill in look.fills if contrast(fill.colour, look.sheet) < TEXT]
    return fills + [ink for ink in (look.ink, look.second) if contrast(ink, look.sheet) < TEXT]


def confused(look):
    """Pairs of series that somebody cannot tell apart by their colours."""
    pairs = combinations((fill.colour for fill in look.fills), 2)
    return [(a, b, eyes) for a, b in pairs for eyes in SEEN_BY if difference(a, b, eyes) < PLAIN]


@LOOKS
def test_bars_and_their_numbers_stand_out_from_the_sheet(look):
    assert min(contrast(fill.colour, look.sheet) for fill in look.fills) >= GRAPHICS
    assert weak(look) == []


@LOOKS
def test_series_are_told_apart_by_everybody(look):
    assert confused(look) == []


@LOOKS
def test_all_series_but_the_first_have_a_pattern_of_their_own(look):
    patterns = [str(fill.pattern) for fill in look.fills]
    assert patterns[0] == "None"
    assert len(set(patterns)) == len(patterns)


@pytest.mark.parametrize(
    ("colour", "finds"),
    [("#cfe3f5", weak), ("#6b4a1b", confused), ("#1f5ca8", confused)],
    ids=["pale", "brown beside green", "two blues"],
)
def test_a_badly_chosen_colour_is_found(colour, finds):
    first, _, *rest = SCREEN.fills
    assert finds(SCREEN) == []
    assert finds(replace(SCREEN, fills=(first, Fill(colour), *rest))) != []
