"""Files of the records as pages of a volume: PDFs as they are, pictures one to a page, all others not at all."""

import shutil
from pathlib import Path

import pikepdf
from PIL import Image, ImageOps, UnidentifiedImageError

from reports.documents.volume.pieces import Unbindable

PDF = "application/pdf"
# What is said of a file that is neither a PDF nor a picture.
NOT_BOUND = "不是 PDF 或图片，不能装订，存于系统"
# A4 at 150 dots to the inch; enough for a photograph of a paper.
PAGE = (1240, 1754)
MARGIN = 90
RESOLUTION = 150
# Longer files would make the volume unreadable, and the binding endless.
MOST_PAGES = 500
COPIED = 1024 * 1024


def is_bound(attachment) -> bool:
    return attachment.media_type == PDF or attachment.media_type.startswith("image/")


def maker_of(attachment):
    """How the pages of an attachment are made."""
    return lambda folder, name: [_pages(attachment.file, attachment.media_type, folder / f"{name}.pdf")]


def maker_of_stored(file):
    """How the pages of a file that is a PDF already are made."""
    return lambda folder, name: [_pages(file, PDF, folder / f"{name}.pdf")]


def _pages(file, media_type: str, target: Path) -> Path:
    try:
        with file.open("rb") as source:
            if media_type == PDF:
                with target.open("wb") as written:
                    shutil.copyfileobj(source, written, COPIED)
            else:
                _picture(source, target)
    except FileNotFoundError:
        raise Unbindable("文件已不在存储中") from None
    if media_type == PDF:
        _check(target)
    return target


def _check(path: Path) -> None:
    """A file that only its owner's password opens, or that is broken, has no pages to bind."""
    try:
        with pikepdf.open(path) as found:
            count = len(found.pages)
    except pikepdf.PasswordError:
        raise Unbindable("PDF 设有打开密码，不能装订") from None
    except pikepdf.PdfError:
        raise Unbindable("PDF 已损坏，打不开") from None
    if not count:
        raise Unbindable("PDF 没有页面")
    if count > MOST_PAGES:
        raise Unbindable(f"PDF 有 {count} 页，超过 {MOST_PAGES} 页的另行装订")


def _picture(source, target: Path) -> None:
    try:
        with Image.open(source) as opened:
            picture = ImageOps.exif_transpose(opened).convert("RGB")
    except (UnidentifiedImageError, OSError, Image.DecompressionBombError):
        raise Unbindable("图片已损坏，打不开") from None
    # A wide picture lies on a wide page.
    page = PAGE if picture.height >= picture.width else PAGE[::-1]
    picture.thumbnail((page[0] - 2 * MARGIN, page[1] - 2 * MARGIN))
    sheet = Image.new("RGB", page, "white")
    sheet.paste(picture, ((page[0] - picture.width) // 2, (page[1] - picture.height) // 2))
    sheet.save(target, "PDF", resolution=RESOLUTION, quality=85)
