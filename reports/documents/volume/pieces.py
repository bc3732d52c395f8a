"""One paper of a volume, and what has to be said of those that are not there."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from reports.documents import tables
from reports.documents.tables import TableSheet

# Who may read a piece: everybody who may read the volume, the room alone, or all others in place of the room's.
ALL, WHOLE, COPY = "all", "whole", "copy"


class Unbindable(Exception):
    """A file that cannot become pages; the message says why, for the list of what is missing."""


@dataclass(frozen=True)
class Piece:
    """A paper: where it stands in the volume, what the contents say of it, and how its pages are made."""

    section: str
    title: str
    # Writes files into the folder under the name and returns them in order.
    make: Callable[[Path, str], list[Path]]
    # The case it belongs to, as bookmarks and contents name it.
    part: str = ""
    author: str = ""
    on: date | None = None
    readers: str = ALL


@dataclass(frozen=True)
class Missing:
    """Something that belongs into the volume and is not there: in which part, what, and why."""

    part: str
    what: str
    why: str
    # Whose copy it would stand in: its very name may say what others are not to read.
    readers: str = ALL

    def told(self) -> dict:
        return {"part": self.part, "what": self.what, "why": self.why, "readers": self.readers}


def of_table(section: str, sheet: TableSheet, **more) -> Piece:
    """A piece that is a table of records."""
    return Piece(
        section,
        sheet.title,
        lambda folder, name: tables.write(sheet, folder, name),
        author=sheet.unit,
        on=sheet.date,
        **more,
    )
