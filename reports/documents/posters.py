"""What hangs on the wall of a room, as plain frozen data: 公示牌, 上墙制度."""

from dataclasses import dataclass, field
from datetime import date

from reports.documents.papers import SILENT
from reports.documents.sheets import Entry


@dataclass(frozen=True, slots=True)
class Face:
    """A person on the poster; `attachment` is the key of the photo, 0 without one."""

    name: str
    duty: str = ""
    attachment: int = field(default=0, metadata=SILENT)
    content: bytes = field(default=b"", metadata=SILENT)


@dataclass(frozen=True, slots=True)
class Group:
    """People under one heading of the poster."""

    name: str
    people: tuple[Face, ...]


@dataclass(frozen=True, slots=True)
class RoomPoster:
    """联络室公示牌, A3: who is here, where and when, for everybody who comes in."""

    unit: str
    date: date
    topic: str
    kind: str
    entries: tuple[Entry, ...]
    hours: tuple[Entry, ...]
    conveners: tuple[Face, ...]
    members: tuple[Face, ...]
    groups: tuple[Group, ...]
    services: tuple[Entry, ...]
    url: str = field(metadata=SILENT)
    title: str = "联络室公示牌"


@dataclass(frozen=True, slots=True)
class Plate:
    """One plate for the wall: its articles."""

    name: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RoomPlates:
    """工作职责、工作制度、工作流程图, A3: one page each."""

    unit: str
    date: date
    topic: str
    plates: tuple[Plate, ...]
    # The way of the place: name of the stage, who does it, what is asked.
    flow_name: str
    steps: tuple[Entry, ...]
    title: str = "上墙制度"
