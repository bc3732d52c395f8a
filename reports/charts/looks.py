"""How charts look: on a sheet or on paper, and on the wall.

The tests check every colour for contrast and with the eyes of the colour-blind.
"""

from dataclasses import dataclass

FACES = '"PingFang SC","Microsoft YaHei","Noto Sans CJK SC",sans-serif'


@dataclass(frozen=True)
class Fill:
    """What a series is filled with: a colour and, from the second series on, a pattern beside it."""

    colour: str
    pattern: dict | None = None


@dataclass(frozen=True)
class Look:
    sheet: str
    ink: str
    second: str
    rule: str
    size: int
    # How high columns and lines are.
    tall: int
    # In the order of the series: blue runs, green is done.
    fills: tuple[Fill, ...]

    @property
    def done(self) -> Fill:
        return self.fills[1]

    def width(self, text: str) -> int:
        """How wide a text is at most: a Chinese character is square, a Latin one half of it and a bit."""
        return round(sum(0.6 if each.isascii() else 1 for each in text) * self.size)


def _patterns(stroke: str) -> tuple:
    """None, strokes that rise, dots, strokes that fall."""
    lines = {"symbol": "rect", "dashArrayX": [1, 0], "dashArrayY": [2, 4], "color": stroke}
    dots = {"symbol": "circle", "dashArrayX": [[6, 6], [0, 6, 6, 0]], "dashArrayY": [6, 0], "symbolSize": 0.7}
    return None, {**lines, "rotation": -0.78}, {**dots, "color": stroke}, {**lines, "rotation": 0.78}


def _fills(colours, stroke: str) -> tuple[Fill, ...]:
    return tuple(map(Fill, colours, _patterns(stroke)))


SCREEN = Look(
    sheet="#ffffff",
    ink="#1c2026",
    second="#454c56",
    rule="#dfe2e6",
    size=13,
    tall=260,
    fills=_fills(("#1f5c9e", "#1b6b40", "#7d5200", "#5f6771"), "rgba(255,255,255,0.4)"),
)
WALL = Look(
    sheet="#191f27",
    ink="#e9edf2",
    second="#c3cad4",
    rule="#3a4350",
    size=18,
    tall=290,
    fills=_fills(("#6ea8e0", "#5fbf8b", "#e0b252", "#9aa4b1"), "rgba(0,0,0,0.4)"),
)
