"""{% flow picture %}: the way of a pack as inline SVG, across for wide screens and down for narrow ones."""

from dataclasses import dataclass, field
from itertools import pairwise

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from rooms.practice.flow import Flow, FlowStage

register = template.Library()

PAD, LINE, GAP = 12, 20, 30
# As many boxes as stand in one line before the way goes on below.
MOST_ACROSS = 6
WIDE, DOWN = 196, 320
NAME_SIZE, TEXT_SIZE = 16, 13


@dataclass
class Drawing:
    width: float = 0
    height: float = 0
    pieces: list[SafeString] = field(default_factory=list)

    def add(self, pattern: str, *values) -> None:
        self.pieces.append(format_html(pattern, *values))

    def words(self, x: float, y: float, text: str, kind: str) -> None:
        self.add('<text x="{}" y="{}" class="{}">{}</text>', round(x, 1), round(y, 1), kind, text)

    def arrow(self, way: str, *, to: tuple[float, float], heading: str, kind: str = "way") -> None:
        """A line with its head drawn by hand: a marker is lost where the picture that defines it is hidden."""
        x, y = to
        head = {
            "right": f"M{x} {y}l-8 -4v8z",
            "left": f"M{x} {y}l8 -4v8z",
            "down": f"M{x} {y}l-4 -8h8z",
        }[heading]
        self.add('<path d="{}" class="{}"/><path d="{}" class="head-{}"/>', way, kind, head, kind)

    def svg(self, shape: str, told: str) -> SafeString:
        return format_html(
            '<svg class="flow-{}" viewBox="0 0 {} {}" role="img" aria-label="{}">{}</svg>',
            shape,
            round(self.width),
            round(self.height),
            told,
            format_html_join("", "{}", ((piece,) for piece in self.pieces)),
        )


@dataclass
class Box:
    """A stage laid out: its lines, and how high it is."""

    stage: FlowStage
    number: int
    width: float
    x: float = 0
    y: float = 0

    def __post_init__(self):
        room = self.width - 2 * PAD
        self.name = wrapped(f"{self.number}　{self.stage.name}", room / NAME_SIZE)
        self.facts = wrapped("对应：" + "、".join(self.stage.steps), room / TEXT_SIZE)
        self.facts += wrapped("由" + "、".join(self.stage.who) + "办理", room / TEXT_SIZE) if self.stage.who else []
        self.gates = [(gate, wrapped(gate.name, (room - 18) / TEXT_SIZE)) for gate in self.stage.gates]
        lines = sum(len(lines) for _, lines in self.gates)
        self.height = 2 * PAD + len(self.name) * 24 + len(self.facts) * LINE + (lines * LINE + 12 if lines else 0)

    def draw(self, on: Drawing) -> None:
        kind = "stage changed" if self.stage.changed else "stage"
        on.add(
            '<rect x="{}" y="{}" width="{}" height="{}" rx="4" class="{}"/>',
            self.x,
            self.y,
            self.width,
            self.height,
            kind,
        )
        x, y = self.x + PAD, self.y + PAD
        for line in self.name:
            on.words(x, y + 17, line, "name")
            y += 24
        for line in self.facts:
            on.words(x, y + 14, line, "fact")
            y += LINE
        if self.gates:
            on.add('<path d="M{} {}h{}" class="rule"/>', x, y + 6, self.width - 2 * PAD)
            y += 12
        for gate, lines in self.gates:
            on.add("<g><title>{}</title>", gate.sentence or gate.name)
            on.add('<circle cx="{}" cy="{}" r="5" class="gate is-{}"/>', x + 5, y + 10, gate.mode)
            for line in lines:
                on.words(x + 18, y + 14, line, "gate-name")
                y += LINE
            on.pieces.append(SafeString("</g>"))


@register.simple_tag
def flow(picture: Flow, shape: str = "both") -> SafeString:
    """Draw it; `shape` is both (the page shows the one that fits) or down."""
    if not picture.stages:
        return SafeString("")
    told = "流程图：" + " → ".join(stage.name for stage in picture.stages)
    down = draw_down(picture).svg("down", told)
    if shape == "down":
        return format_html('<div class="flow only-down">{}</div>', down)
    return format_html('<div class="flow">{}{}</div>', draw_across(picture).svg("across", told), down)


def draw_across(picture: Flow) -> Drawing:
    rows = -(-len(picture.stages) // MOST_ACROSS)
    across = -(-len(picture.stages) // rows)
    width = min(WIDE + (MOST_ACROSS - across) * 40, 300)
    boxes = [Box(stage, number, width) for number, stage in enumerate(picture.stages, 1)]
    drawing, top = Drawing(width=across * width + (across - 1) * GAP + 2), 0.0
    for start in range(0, len(boxes), across):
        line = boxes[start : start + across]
        lanes = [each for each in picture.branches if start <= each.end < start + across]
        top += 30 * len(lanes) + (8 if lanes else 1) + (30 if start else 0)
        height = max(box.height for box in line)
        for place, box in enumerate(line):
            box.x, box.y, box.height = 1 + place * (width + GAP), top, height
        if start:
            draw_turn(drawing, boxes[start - 1], line[0], top - 30 * len(lanes) - 16)
        for lane, branch in enumerate(lanes):
            draw_branch_across(drawing, branch, boxes, top - 18 - 30 * lane, lane)
        top += height
    for box, after in pairwise(boxes):
        if after.y == box.y:
            y = box.y + 30
            drawing.arrow(f"M{box.x + width} {y}H{after.x - 6}", to=(after.x - 1, y), heading="right")
    for box in boxes:
        box.draw(drawing)
    drawing.height = top + 1
    return drawing


def draw_turn(drawing: Drawing, last: Box, first: Box, lane: float) -> None:
    """From the end of one line to the beginning of the next."""
    middle = last.x + last.width / 2
    way = f"M{middle} {last.y + last.height}V{lane}H{first.x + 30}V{first.y - 6}"
    drawing.arrow(way, to=(first.x + 30, first.y - 1), heading="down")


def draw_branch_across(drawing: Drawing, branch, boxes: list[Box], lane: float, number: int) -> None:
    start, end = boxes[branch.start], boxes[branch.end]
    # Beside the line that leads on to the next row.
    aside = 0 if start.y == end.y else 24
    out, into = aside + start.x + start.width / 2 + 14 * number, end.x + end.width / 2 - 14 * number
    leave = start.y if start.y == end.y or branch.end < branch.start else start.y + start.height
    way = f"M{out} {leave}V{lane}H{into}V{end.y - 6}"
    drawing.arrow(way, to=(into, end.y - 1), heading="down", kind="branch")
    # The whole name stands beside the disposition; here what fits over the line.
    first, *rest = wrapped(branch.name, max(8, (abs(out - into) - 36) / TEXT_SIZE)) or [""]
    drawing.words(min(out, into) + 10, lane - 5, first + ("…" if rest else ""), "branch-name")


def draw_down(picture: Flow) -> Drawing:
    side = 46 if picture.branches else 0
    boxes = [Box(stage, number, DOWN - side) for number, stage in enumerate(picture.stages, 1)]
    drawing, top = Drawing(width=DOWN + 2), 1.0
    for box in boxes:
        box.x, box.y = 1, top
        top += box.height + 24
    for box, after in pairwise(boxes):
        drawing.arrow(f"M30 {box.y + box.height}V{after.y - 6}", to=(30, after.y - 1), heading="down")
    for lane, branch in enumerate(picture.branches):
        start, end = boxes[branch.start], boxes[branch.end]
        right = DOWN - side + 14 + 12 * (lane % 3)
        leave, come = start.y + start.height - 16 - 6 * lane, end.y + 20 + 6 * lane
        edge = end.x + end.width + 1
        way = f"M{start.x + start.width} {leave}H{right}V{come}H{edge + 5}"
        drawing.arrow(way, to=(edge, come), heading="left", kind="branch")
    for box in boxes:
        box.draw(drawing)
    for branch in picture.branches:
        text = f"虚线：{branch.name}，转入{picture.stages[branch.end].name}"
        for line in wrapped(text, (DOWN - 4) / TEXT_SIZE):
            drawing.words(1, top + 10, line, "branch-name")
            top += LINE
    drawing.height = top
    return drawing


def wrapped(text: str, width: float) -> list[str]:
    """Lines of at most this many full-width characters; a Latin letter counts as a little more than half."""
    lines, line, used = [], "", 0.0
    for letter in text:
        size = 0.6 if letter.isascii() else 1
        if used + size > width and letter not in "，。、；：）”":
            lines.append(line)
            line, used = "", 0.0
        line, used = line + letter, used + size
    if len(line) == 1 and lines:
        # No line of one character alone.
        line, lines[-1] = lines[-1][-1] + line, lines[-1][:-1]
    return [*lines, line] if line else lines
