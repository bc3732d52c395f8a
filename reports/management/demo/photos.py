"""Photographs of the demonstration, drawn by code: flat scenes, 1600 × 1200, the same for the same kind and seed."""

import io
import random

from PIL import Image, ImageChops, ImageFilter

from reports.management.demo.canvas import SIZE, Canvas
from reports.management.demo.scenes import OF_ROOMS, SCENES


def draw(kind: str, *, seed: int = 0, night: bool = False) -> bytes:
    """Return the JPEG of one scene; `seed` varies people and things."""
    # Pictures, not secrets: the same seed must give the same picture.
    dice = random.Random(f"{kind}:{seed}")  # noqa: S311
    canvas = Canvas(dice, night=night)
    (SCENES | OF_ROOMS)[kind](canvas, dice)
    picture = canvas.picture()
    out = io.BytesIO()
    _as_taken(picture, dice).save(out, "JPEG", quality=86, optimize=True)
    return out.getvalue()


def _as_taken(picture: Image.Image, dice: random.Random) -> Image.Image:
    """Give the drawing the light of a camera: a soft vignette and a little grain."""
    shade = Image.new("L", (64, 48), 255)
    for inset, light in ((0, 234), (3, 243), (6, 250), (10, 255)):
        shade.paste(light, (inset, inset, 64 - inset, 48 - inset))
    shade = shade.filter(ImageFilter.GaussianBlur(5)).resize(SIZE, Image.Resampling.BICUBIC)
    picture = ImageChops.multiply(picture, Image.merge("RGB", [shade] * 3))
    small = Image.frombytes("L", (400, 300), dice.randbytes(400 * 300))
    grain = small.point(lambda value: 124 + value // 32).resize(SIZE, Image.Resampling.BICUBIC)
    return ImageChops.add(picture, Image.merge("RGB", [grain] * 3), offset=-128)
