"""The tables of a draft as a person goes through them: which table is a page, what it is called, where a fault lies."""

from dataclasses import dataclass
from typing import Any

from rooms.practice.drafting import holds_settable, inner_tables, may_set, seal_of, whole_row, written
from rooms.practice.faults import Fault, Path
from rooms.practice.labels import PARTS, label_of, part_of
from rooms.practice.schema import PACK
from rooms.practice.showing import row_facts, row_title
from rooms.practice.tables import Tables
from rooms.practice.walking import find, is_table, names_only, stands_alone

# Too long for a list.
LONG = ("help", "source")


@dataclass(frozen=True)
class Line:
    """One row of an array in the list of rows: where it is, what it says, how many faults lie in it."""

    at: str
    title: str
    words: str
    seal: str
    faults: int
    first: bool
    last: bool


@dataclass(frozen=True)
class List:
    """An array of tables, or one table alone, as it stands in the page of what holds it."""

    at: str
    title: str
    lines: list[Line]
    is_array: bool
    faults: int = 0
    # Whether rows can be added: whoever may only set part of it may not.
    is_open: bool = True


def lists_in(data: dict, path: Path, faults: list[Fault], allowed: list | None = None) -> list[List]:
    """The arrays and tables that lie directly in the table at the path."""
    field, value = find(data, path)
    inner = [(*path, key) for key in inner_tables(field, value, path)]
    return [list_of(data, each, faults, allowed) for each in inner if holds_settable(allowed, each)]


def lists_of_part(data: dict, part: str, faults: list[Fault], allowed: list | None = None) -> list[List]:
    """The tables of one part; the plain keys of the whole pack stand in its head."""
    tables = next((tables for code, _, tables in PARTS if code == part), ())
    known = [key for key in tables if key in PACK.keys] + [key for key in PACK.keys if key not in tables]
    return [
        list_of(data, (key,), faults, allowed)
        for key in known
        if part_of(key) == part and is_page(PACK.keys[key]) and holds_settable(allowed, (key,))
    ]


def is_page(field: Any) -> bool:
    return isinstance(field, Tables) or is_table(field)


def list_of(data: dict, path: Path, faults: list[Fault], allowed: list | None) -> List:
    field, value = find(data, path)
    title = label_of(names_only(path))
    if not isinstance(field, Tables):
        told = isinstance(value, dict) and path[0] != "words"
        words = row_facts(field, value, path, data, without=LONG) if told else ""
        line = Line(written(path), title, words, "", within(faults, path), True, True)
        return List(written(path), title, [line], False, within(faults, path), may_set(allowed, path))
    rows = value if isinstance(value, list) else []
    lines = [line_of(data, (*path, index), field, len(rows), faults) for index in range(len(rows))]
    return List(written(path), title, lines, True, within(faults, path), may_set(allowed, path))


def line_of(data: dict, path: Path, field: Tables, count: int, faults: list[Fault]) -> Line:
    row, index = whole_row(data, path), path[-1]
    title = row_title(row, field.each, path, data, index)
    words = row_facts(field.each, row, path, data, without=LONG)
    return Line(written(path), title, words, seal_of(row), within(faults, path), index == 0, index == count - 1)


def within(faults: list[Fault], path: Path) -> int:
    return sum(1 for fault in faults if fault.path[: len(path)] == path)


def faults_of_part(faults: list[Fault], part: str) -> int:
    return sum(1 for fault in faults if fault.path and part_of(str(fault.path[0])) == part and is_below(fault.path))


def is_below(path: Path) -> bool:
    return is_page(PACK.keys[path[0]]) if path and path[0] in PACK.keys else False


@dataclass(frozen=True)
class Told:
    """A fault for the page of the whole draft: where, what, and the page on which it is put right."""

    where: str
    fault: Fault
    at: str
    part: str


def told(data: dict, fault: Fault) -> Told:
    page = page_path(data, fault.path)
    array = page is None
    at = "" if array else written(page)
    part = part_of(str(fault.path[0])) if fault.path else "stages"
    return Told(place_words(data, fault.path), fault, at, part)


def page_path(data: dict, path: Path) -> Path | None:
    """The table whose page holds what is wrong; None where a whole array is, which stands in the list of its part."""
    found: Path | None = None
    for length in range(len(path) + 1):
        try:
            field, _ = find(data, path[:length])
        except KeyError:
            break
        if isinstance(field, Tables):
            found = None if length == 1 else found
        elif is_table(field) and (length <= 1 or isinstance(path[length - 1], int) or stands_alone(field)):
            found = path[:length]
    return found


def place_words(data: dict, path: Path) -> str:
    """环节“定题” · 关口“备案” · 要求."""
    said: list[str] = []
    for length in range(1, len(path) + 1):
        part, above = path[length - 1], path[: length - 1]
        if isinstance(part, str):
            said.append(label_of(names_only(path[:length])))
            continue
        try:
            field, row = find(data, path[:length])
            title = row_title(row, field, path[:length], data, part) if is_table(field) else f"第 {part + 1} 个"
        except KeyError:
            title = f"第 {part + 1} 个"
        said[-1] = f"{said[-1]}“{title}”" if above else title
    return " · ".join(said) or "整个做法"
