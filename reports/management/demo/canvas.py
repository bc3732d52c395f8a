"""The pieces from which the demonstration's pictures are put together. Coordinates are those of 1600 × 1200."""

from PIL import Image, ImageDraw

SIZE = (1600, 1200)
# Drawn larger and shrunk, so that edges are smooth.
SCALE = 2

SHIRTS = ("#3f6ea5", "#b5533c", "#4f8a5b", "#6d5a8c", "#c08a2d", "#5b6b73", "#8f3f55", "#2f7f86", "#a7a095")
SKINS = ("#e3b894", "#d6a57e", "#c9966f")
# Cars from the side: right of the bumper, above the ground.
CABIN = ((46, 84), (86, 128), (206, 128), (250, 84))
WINDOWS = ((66, 86), (94, 118), (198, 118), (228, 86))
HAIR = ("#2b2724", "#3a322c", "#8d8a86", "#bdb9b3")


class Canvas:
    def __init__(self, dice, *, night: bool):
        self.dice = dice
        self.night = night
        self.image = Image.new("RGB", (SIZE[0] * SCALE, SIZE[1] * SCALE), "#dfe7ea")
        self.pen = ImageDraw.Draw(self.image)

    def picture(self) -> Image.Image:
        return self.image.reduce(SCALE)

    # Plain shapes.

    def box(self, x, y, width, height, fill, *, radius=0):
        shape = [value * SCALE for value in (x, y, x + width, y + height)]
        self.pen.rounded_rectangle(shape, radius=radius * SCALE, fill=fill)

    def disc(self, x, y, radius, fill, *, flat=1.0):
        shape = [value * SCALE for value in (x - radius, y - radius * flat, x + radius, y + radius * flat)]
        self.pen.ellipse(shape, fill=fill)

    def shape(self, points, fill):
        self.pen.polygon([(x * SCALE, y * SCALE) for x, y in points], fill=fill)

    def line(self, points, fill, *, width=4):
        self.pen.line([(x * SCALE, y * SCALE) for x, y in points], fill=fill, width=int(width * SCALE), joint="curve")

    # Light and ground.

    def sky(self, *, top="#a9c7de", bottom="#e8eff1", height=780):
        if self.night:
            top, bottom = "#141d31", "#3a4560"
        first, last = (self._rgb(colour) for colour in (top, bottom))
        for y in range(0, height, 4):
            mixed = tuple(int(a + (b - a) * y / height) for a, b in zip(first, last, strict=True))
            self.box(0, y, SIZE[0], 5, mixed)

    def ground(self, y, fill):
        fill = self.shade(fill, -84) if self.night else fill
        self.box(0, y, SIZE[0], SIZE[1] - y, fill)

    def hills(self, y, fill, *, height=120):
        for index in range(-1, 6):
            x = index * 330 + self.dice.randint(-60, 60)
            self.disc(x + 160, y + 60, 300, fill, flat=(height + self.dice.randint(-30, 30) + 60) / 300)

    def glow(self, x, y, radius, *, colour="#ffe9a8", strength=150):
        """Add light around a lamp, with a soft edge."""
        side = radius * 2 * SCALE
        mask = Image.radial_gradient("L").point(lambda value: max(0, 255 - value * 2) * strength // 255)
        mask = mask.resize((side, side), Image.Resampling.BILINEAR)
        self.image.paste(colour, ((x - radius) * SCALE, (y - radius) * SCALE), mask)

    # Things.

    def tree(self, x, y, size=1.0, *, fill="#5f8a58"):
        fill = self.shade(fill, -52) if self.night else fill
        self.box(x - 9 * size, y - 130 * size, 18 * size, 130 * size, "#75604c", radius=4)
        for left, up, radius in ((-48, 170, 62), (44, 178, 66), (0, 230, 78)):
            self.disc(x + left * size, y - up * size, radius * size, self.shade(fill, self.dice.randint(-10, 10)))

    def block(self, x, y, *, floors=6, bays=5, fill="#d9cfbf"):
        """A block of flats standing on y; at night a part of the windows is lit."""
        fill = self.shade(fill, -84) if self.night else fill
        panes = ("#39434d", "#434e59") if self.night else ("#8aa0ad", "#7d939f", "#9bb0ba")
        width, height = bays * 92 + 30, floors * 92 + 36
        self.box(x, y - height, width, height, fill)
        self.box(x - 8, y - height - 14, width + 16, 18, self.shade(fill, -36))
        for floor in range(floors):
            for bay in range(bays):
                left, top = x + 24 + bay * 92, y - height + 26 + floor * 92
                glass = "#f6d98b" if self.night and self.dice.random() < 0.4 else self.dice.choice(panes)
                self.box(left, top, 56, 52, self.shade(fill, 26))
                self.box(left + 5, top + 5, 46, 42, glass)
                self.box(left + 26, top + 5, 3, 42, self.shade(fill, 26))
                if self.dice.random() < 0.3:
                    self.box(left + 6, top + 54, 34, 20, "#e9e9e6", radius=2)
        return width

    def person(self, x, y, size=1.0, *, sitting=False, shirt=None, arm=False):
        """A figure without a face; (x, y) is between the feet, or under the stool."""
        shirt, skin, hair = shirt or self.dice.choice(SHIRTS), self.dice.choice(SKINS), self.dice.choice(HAIR)
        self.disc(x, y, 48 * size, "#8b8a84", flat=0.18)
        if sitting:
            self.box(x - 34 * size, y - 52 * size, 68 * size, 12 * size, "#8a6a45", radius=3)
            for leg in (-28, 20):
                self.box(x + leg * size, y - 46 * size, 8 * size, 46 * size, "#74583a")
            self.box(x - 30 * size, y - 66 * size, 60 * size, 22 * size, "#3c434c", radius=9 * size)
            hips = y - 60 * size
        else:
            for leg in (-22, 3):
                self.box(x + leg * size, y - 92 * size, 19 * size, 90 * size, "#3c434c", radius=6 * size)
            hips = y - 86 * size
        self.box(x - 32 * size, hips - 96 * size, 64 * size, 102 * size, shirt, radius=20 * size)
        if arm:
            self.line([(x + 22 * size, hips - 74 * size), (x + 74 * size, hips - 92 * size)], shirt, width=17 * size)
            self.disc(x + 78 * size, hips - 94 * size, 11 * size, skin)
        self.box(x - 9 * size, hips - 112 * size, 18 * size, 22 * size, skin)
        self.disc(x, hips - 130 * size, 27 * size, skin)
        self.pen.pieslice(
            [value * SCALE for value in (x - 29 * size, hips - 162 * size, x + 29 * size, hips - 104 * size)],
            178,
            362,
            fill=hair,
        )

    def car(self, x, y, size=1.0, *, fill=None):
        fill = fill or self.dice.choice(("#e8e8e6", "#b9bfc4", "#40464d", "#8e2f2b", "#3d5a7d", "#d8d2c4"))
        for outline, colour in ((CABIN, fill), (WINDOWS, "#55656f")):
            self.shape([(x + left * size, y - up * size) for left, up in outline], colour)
        self.box(x, y - 88 * size, 300 * size, 66 * size, fill, radius=20 * size)
        for wheel in (62, 236):
            self.disc(x + wheel * size, y - 22 * size, 28 * size, "#22262a")
            self.disc(x + wheel * size, y - 22 * size, 13 * size, "#9aa1a6")

    def bike(self, x, y, size=1.0, *, fill=None):
        fill = fill or self.dice.choice(("#b5533c", "#3f6ea5", "#2f7f86", "#40464d", "#c08a2d"))
        for wheel in (0, 128):
            self.disc(x + wheel * size, y - 30 * size, 31 * size, "#2a2e33")
            self.disc(x + wheel * size, y - 30 * size, 19 * size, "#b7bcc0")
        self.line(
            [(x, y - 34 * size), (x + 46 * size, y - 44 * size), (x + 104 * size, y - 46 * size)], fill, width=20 * size
        )
        self.line([(x + 128 * size, y - 30 * size), (x + 104 * size, y - 122 * size)], fill, width=10 * size)
        self.line([(x + 84 * size, y - 124 * size), (x + 116 * size, y - 120 * size)], "#2a2e33", width=8 * size)
        self.box(x + 2 * size, y - 92 * size, 66 * size, 18 * size, "#2a2e33", radius=8 * size)
        self.line([(x + 36 * size, y - 78 * size), (x + 40 * size, y - 44 * size)], fill, width=14 * size)

    def banner(self, x, y, width, *, fill="#a8332b"):
        self.box(x, y, width, 56, fill)
        for index in range(int(width // 60) - 1):
            self.box(x + 36 + index * 60, y + 17, 34, 22, "#f4dfb2", radius=3)

    # Colours.

    def shade(self, colour, by):
        return tuple(max(0, min(255, value + by)) for value in self._rgb(colour))

    @staticmethod
    def _rgb(colour):
        if isinstance(colour, tuple):
            return colour
        return tuple(int(colour[index : index + 2], 16) for index in (1, 3, 5))
