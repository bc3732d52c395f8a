"""Bind the papers of a volume into one PDF: page numbers throughout, contents and bookmarks that lead to them.

Nothing is held in memory but what one paper needs: every paper becomes a file, files are joined a few dozen at a time,
and qpdf copies the pages from file to file without unpacking them.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import pikepdf
from pikepdf import OutlineItem, Rectangle

from reports.documents import tables
from reports.documents.volume import front
from reports.documents.volume.gathering import Gathered
from reports.documents.volume.pieces import ALL, COPY, WHOLE, Missing, Unbindable
from reports.models.volume import open_rows

# Files that are open at once while their pages are copied.
MOST_OPEN = 40
# Numbers laid out at once.
MOST_STAMPED = 300
HASHED = 1024 * 1024
# In points.
A4 = (595.28, 841.89)


@dataclass(frozen=True)
class Bound:
    """A finished PDF, with what its contents say of each piece."""

    path: Path
    contents: list
    pages: int
    sha256: str


@dataclass(frozen=True)
class Made:
    """A piece whose pages lie in files."""

    piece: object
    paths: list[Path]
    pages: int


def make_pieces(gathered: Gathered, folder: Path, *, told: Callable) -> tuple[list[Made], list[Missing]]:
    """Make the pages of every piece; one that has none is told of among what is missing."""
    made, missing = [], list(gathered.missing)
    for number, piece in enumerate(gathered.pieces):
        told(number, len(gathered.pieces))
        try:
            paths = piece.make(folder, f"piece-{number:04d}")
        except Unbindable as fault:
            missing.append(Missing(piece.part or piece.section, piece.title, str(fault), piece.readers))
            continue
        made.append(Made(piece, paths, sum(page_count(path) for path in paths)))
    return made, missing


def bind(volume, made: list[Made], missing: list[dict], folder: Path, *, readers: str) -> Bound:
    """Bind what these readers may read."""
    is_whole = readers == WHOLE
    shown = [one for one in made if one.piece.readers in (ALL, readers)]
    left_out = left_out_of(made) if not is_whole else 0
    missing = missing if is_whole else open_rows(missing)
    code = volume.verify_code if is_whole else volume.copy_verify_code
    heads, entries, total = _front(volume, shown, missing, folder, left_out=left_out, code=code, readers=readers)
    joined = _joined([*heads, *(path for one in shown for path in one.paths)], folder, readers)
    target = folder / f"volume-{readers}.pdf"
    _finish(joined, target, volume, entries, first=page_count(heads[0]) + 1)
    joined.unlink()
    return Bound(target, entries, total, _sha256(target))


def left_out_of(made) -> int:
    """Pieces that the copy leaves out; one that stands in it in another form does not count."""
    instead = {(one.piece.part, one.piece.title) for one in made if one.piece.readers == COPY}
    return sum(one.piece.readers == WHOLE and (one.piece.part, one.piece.title) not in instead for one in made)


def _front(volume, shown, missing, folder, *, left_out, code, readers):
    """Cover, contents and 备考表. Contents are laid out twice: the first time tells how many pages they take."""
    is_whole = readers == WHOLE
    body = sum(one.pages for one in shown)
    notes = {"missing": missing, "left_out": left_out, "is_whole": is_whole}
    before = 1 + _length(volume, shown, notes)
    entries = _entries(shown, first=before + 1)
    total = before + body
    cover = folder / f"cover-{readers}.pdf"
    cover.write_bytes(front.cover(volume, code=code, pages=total, is_whole=is_whole))
    contents = front.write(front.contents_sheet(volume, entries), folder, f"contents-{readers}")
    papers = front.write(front.notes_sheet(volume, pages=total, **notes), folder, f"notes-{readers}")
    heads = [cover, *contents, *papers]
    if sum(page_count(path) for path in heads) != before:
        raise RuntimeError("the contents took another number of pages than when they were measured")
    return heads, [_head("卷内文件目录", 2), _head("备考表", 2 + sum(map(page_count, contents))), *entries], total


def _length(volume, shown, notes) -> int:
    """How many pages contents and 备考表 take, whatever the numbers in them are."""
    entries = _entries(shown, first=1)
    sheets = (front.contents_sheet(volume, entries), front.notes_sheet(volume, pages=9999, **notes))
    return sum(map(tables.length, sheets))


def _head(title: str, page: int) -> dict:
    return {"section": title, "part": "", "title": title, "author": "", "on": "", "page": page, "pages": 0}


def _entries(shown, *, first: int) -> list[dict]:
    found, page = [], first
    for one in shown:
        piece = one.piece
        on = piece.on.isoformat() if piece.on else ""
        found.append(
            {
                "section": piece.section,
                "part": piece.part,
                "title": piece.title,
                "author": piece.author,
                "on": on,
                "page": page,
                "pages": one.pages,
            }
        )
        page += one.pages
    return found


def one_file(paths: list[Path], folder: Path, *, numbered_from: int = 0) -> bytes:
    """The bytes of files joined into one, with the running number on every page from that one on."""
    joined = paths[0] if len(paths) == 1 else _joined(paths, folder, "one")
    if not numbered_from:
        return joined.read_bytes()
    target = folder / "numbered.pdf"
    with pikepdf.open(joined) as found:
        opened = _stamp(found, numbered_from, folder)
        found.save(target, object_stream_mode=pikepdf.ObjectStreamMode.generate)
        for each in opened:
            each.close()
    return target.read_bytes()


def _joined(paths: list[Path], folder: Path, readers: str) -> Path:
    """Join files into one, a few dozen at a time."""
    round_ = 0
    while len(paths) > 1 or round_ == 0:
        joined = []
        for at in range(0, len(paths), MOST_OPEN):
            target = folder / f"join-{readers}-{round_}-{at}.pdf"
            _join(paths[at : at + MOST_OPEN], target)
            joined.append(target)
        paths, round_ = joined, round_ + 1
    return paths[0]


def _join(paths, target: Path) -> None:
    sources = [pikepdf.open(path) for path in paths]
    try:
        with pikepdf.new() as joined:
            for source in sources:
                joined.pages.extend(source.pages)
            joined.remove_unreferenced_resources()
            joined.save(target)
    finally:
        # Pages are copied from them when the new file is written.
        for source in sources:
            source.close()


def _finish(joined: Path, target: Path, volume, entries, *, first: int) -> None:
    """Number the pages, set the bookmarks, say what it is."""
    with pikepdf.open(joined) as found:
        opened = _stamp(found, first, joined.parent)
        with found.open_outline() as outline:
            outline.root.extend(_bookmarks(entries))
        found.docinfo["/Title"] = str(volume)
        found.docinfo["/Author"] = volume.room.name
        found.docinfo["/Subject"] = volume.reference
        found.Root.PageMode = pikepdf.Name.UseOutlines
        found.save(target, object_stream_mode=pikepdf.ObjectStreamMode.generate, deterministic_id=True)
        for each in opened:
            each.close()


def _stamp(found, first: int, folder: Path) -> list:
    """Lay the number over every page but the cover; a page that lies on its side or is larger gets it in its corner."""
    count, opened = len(found.pages), []
    starts = [*range(first, count + 1, MOST_STAMPED), count + 1]
    for start, end in pairwise(starts):
        path = folder / f"stamps-{start}.pdf"
        path.write_bytes(front.stamps(start, end - start))
        numbers = pikepdf.open(path)
        opened.append(numbers)
        for at in range(start, end):
            page = found.pages[at - 1]
            page.add_overlay(numbers.pages[at - start], _corner(page, is_right=at % 2 == 1))
    return opened


def _corner(page, *, is_right: bool) -> Rectangle:
    """Where the stamp lies: as large as an A4 page, at the outer upper corner of a page of whatever size.

    On a page that is turned, the corner is another one; there the stamp takes the shape of the whole page.
    """
    box = Rectangle(page.trimbox)
    if int(page.obj.get("/Rotate", 0)) % 360:
        return box
    left = box.urx - A4[0] if is_right else box.llx
    return Rectangle(left, box.ury - A4[1], left + A4[0], box.ury)


def _bookmarks(entries) -> list:
    """Sections, under them the cases, under them the papers."""
    roots, sections, parts = [], {}, {}
    for entry in entries:
        page = entry["page"] - 1
        if not entry["pages"]:
            roots.append(OutlineItem(entry["title"], page))
            continue
        section = sections.get(entry["section"])
        if section is None:
            section = sections[entry["section"]] = OutlineItem(entry["section"], page)
            roots.append(section)
        above = section
        if entry["part"]:
            above = parts.get(entry["part"])
            if above is None:
                above = parts[entry["part"]] = OutlineItem(entry["part"], page)
                above.is_closed = True
                section.children.append(above)
        above.children.append(OutlineItem(entry["title"], page))
    return roots


def page_count(path: Path) -> int:
    with pikepdf.open(path) as found:
        return len(found.pages)


def _sha256(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(HASHED):
            digest.update(chunk)
    return digest.hexdigest()
