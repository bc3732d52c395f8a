"""年度画册 on paper: a cover, the contents, one to four photos a page with what they show; so many pages at once."""

import base64
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from django.template.loader import render_to_string
from PIL import Image

from reports.documents import faces, pdf
from reports.documents.papers import chinese_date
from reports.documents.volume.binding import one_file
from reports.queries import albums

STYLES = "album.css"
# Photos a page → the longer side in pixels: about 170 dpi, so that two hundred of them stay below some 30 MB.
SIDES = {1: 1300, 2: 1150, 3: 900, 4: 800}
QUALITY = 76
# Pages laid out at once, and lines of the contents on one page.
AT_ONCE, LINES = 12, 32
# Characters of a line of the contents.
LONGEST_LINE = 34


@dataclass(frozen=True)
class Shown:
    """One photo as it is printed."""

    attachment: object
    caption: str
    place: str
    month: object


@dataclass(frozen=True)
class Made:
    content: bytes
    pages: int


def shown_in(album) -> list[Shown]:
    """The photos of an album that whoever ordered it may show today, in the order of the year."""
    chosen = set(album.photos)
    pictures = [each for each in albums.offered(album.ordered_by, album.unit, album.year) if each.pk in chosen]
    captions = albums.captions(pictures)
    return [
        Shown(each.attachment, captions[each.pk], f"{each.on:%-m月%-d日}　{each.room.name}", each.month)
        for each in pictures
    ]


def make(*, title: str, unit: str, year: int, day, per_page: int, shown: list[Shown], folder: Path, told) -> Made:
    """The whole album. `told(number, count)` hears how many pages of photos are done."""
    pages = _paged(shown, per_page)
    lines = _contents(pages)
    first = 1 + len(lines) + 1
    context = {"title": faces.printable(title), "unit": faces.printable(unit), "year": year, "day": chinese_date(day)}
    front = [{"lines": [{**line, "page": line["page"] + first} for line in part]} for part in lines]
    context |= {"contents": front, "count": len(shown)}
    files = [_write(folder, 0, render_to_string("reports/papers/album_front.html", context))]
    for start in range(0, len(pages), AT_ONCE):
        part = [_laid(page, per_page, first + start + at) for at, page in enumerate(pages[start : start + AT_ONCE])]
        html = render_to_string("reports/papers/album_pages.html", {"title": context["title"], "pages": part})
        files.append(_write(folder, start + 1, html))
        told(min(start + AT_ONCE, len(pages)), len(pages))
    return Made(one_file(files, folder), first - 1 + len(pages))


def _paged(shown, per_page: int) -> list[list[Shown]]:
    return [shown[at : at + per_page] for at in range(0, len(shown), per_page)]


def _contents(pages) -> list[list[dict]]:
    """A line for each month and for what was done in it, with the number of the page among those of photos."""
    lines, month, before = [], None, None
    for number, page in enumerate(pages):
        for each in page:
            if each.month != month:
                month = each.month
                lines.append({"month": _named(month), "page": number})
            if (each.place, each.caption) != before:
                before = each.place, each.caption
                lines.append({"what": faces.printable(_cut(f"{each.place}　{each.caption}")), "page": number})
    return [lines[at : at + LINES] for at in range(0, len(lines), LINES)]


def _laid(page, per_page: int, number: int) -> dict:
    photos = [
        {
            "picture": _data_url(each.attachment, SIDES[per_page]),
            "place": faces.printable(each.place),
            "caption": faces.printable(each.caption),
        }
        for each in page
    ]
    months = list(dict.fromkeys(_named(each.month) for each in (page[0], page[-1])))
    return {"photos": photos, "number": number, "month": "—".join(months), "per_page": per_page}


def _named(month) -> str:
    return f"{month.year}年{month.month}月"


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST_LINE else f"{text[: LONGEST_LINE - 1]}…"


def _data_url(attachment, side: int) -> str:
    target = BytesIO()
    with attachment.file.open("rb") as source, Image.open(source) as picture:
        # Read no larger than needed: a JPEG of a camera has ten times as many pixels.
        picture.draft("RGB", (side, side))
        small = picture.convert("RGB")
        small.thumbnail((side, side))
        small.save(target, "JPEG", quality=QUALITY, optimize=True)
    return f"data:image/jpeg;base64,{base64.b64encode(target.getvalue()).decode('ascii')}"


def _write(folder: Path, number: int, html: str) -> Path:
    path = folder / f"album-{number:04}.pdf"
    path.write_bytes(pdf.render_html(html, stylesheet=STYLES))
    return path
