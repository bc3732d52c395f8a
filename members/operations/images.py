"""Pictures: metadata and hidden tails are gone, the way up is right, the resolution stays."""

import struct
import warnings
from dataclasses import dataclass
from io import BytesIO

from PIL import Image, ImageOps

from members.workflow import Refused

# A phone's 50-megapixel mode passes; a picture that would fill the memory does not.
MOST_PIXELS = 52_000_000
THUMBNAIL = (480, 480)
FORMATS = ("JPEG", "PNG", "WEBP")
BROKEN = (OSError, SyntaxError, ValueError, EOFError, IndexError, struct.error)


@dataclass(frozen=True)
class Picture:
    content: bytes
    thumbnail: bytes
    width: int
    height: int
    format: str


def cleaned(content: bytes) -> Picture:
    """Draw the picture anew from its pixels: what is not a pixel (place, device, a hidden file) does not come along."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            picture = Image.open(BytesIO(content), formats=FORMATS)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise Refused("图片尺寸太大，没有上传。请改小到 5000 万像素以内再传。") from None
    except BROKEN:
        raise Refused("这张图片打不开，可能已经损坏，请换一张再传。") from None
    width, height = picture.size
    if width * height > MOST_PIXELS:
        raise Refused(f"图片尺寸太大（{width}×{height}），没有上传。请改小到 5000 万像素以内再传。")
    try:
        return _redrawn(picture)
    except BROKEN:
        raise Refused("这张图片打不开，可能已经损坏，请换一张再传。") from None


def _redrawn(picture) -> Picture:
    # Some telephones write several pictures into one file; the first is the photo.
    kind = "JPEG" if picture.format == "MPO" else picture.format
    profile = picture.info.get("icc_profile")
    picture.load()
    turned = ImageOps.exif_transpose(picture)
    if kind == "JPEG" and turned.mode not in ("RGB", "L"):
        turned = turned.convert("RGB")
    turned.info = {}
    out = BytesIO()
    options = {} if kind == "PNG" else {"quality": 92}
    turned.save(out, kind, icc_profile=profile, **options)
    return Picture(out.getvalue(), _thumbnail(turned), *turned.size, kind)


def _thumbnail(picture) -> bytes:
    small = picture.copy()
    small.thumbnail(THUMBNAIL)
    small = small.convert("RGBA")
    ground = Image.new("RGB", small.size, "white")
    ground.paste(small, mask=small.getchannel("A"))
    out = BytesIO()
    ground.save(out, "JPEG", quality=80)
    return out.getvalue()
