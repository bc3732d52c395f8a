"""A pack as a page shows it: table by table, row by row, each with its citation and with what is only provisional."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from rooms.practice.fields import Field
from rooms.practice.labels import PARTS, citation_words, label_of
from rooms.practice.schema import PACK, TABLES
from rooms.practice.showing import is_common_word, row_title, shown
from rooms.practice.tables import Tables
from rooms.practice.walking import is_citation, keys_of, names_only, stands_alone

# Said by the row's heading and its foot already, or only of use to the program.
NOT_FACTS = ("name", "label", "default", "code", "key")


@dataclass(frozen=True)
class Fact:
    label: str
    text: str
    # Our own choice, not a rule of the place: pages say 暂定.
    provisional: bool = False


@dataclass(frozen=True)
class Row:
    """A table with its plain keys, and the arrays of tables in it."""

    title: str
    path: tuple
    facts: list[Fact] = field(default_factory=list)
    source: str = ""
    # Its name is provisional, or the whole row.
    provisional: bool = False
    parts: list["Section"] = field(default_factory=list)
    inherited: bool = False


@dataclass(frozen=True)
class Section:
    """An array of tables under its heading."""

    title: str
    path: tuple
    rows: list[Row]
    # Another place says it, and this one says nothing of its own.
    inherited: bool = False


def parts_of(data: dict, *, only: str) -> list[Section | Row]:
    """The tables of one part of the page, in the order of the list."""
    tables = next(tables for code, _, tables in PARTS if code == only)
    others = [key for key in TABLES if only == "stages" and not any(key in each for _, _, each in PARTS)]
    known = [key for key in (*tables, *others) if data.get(key) not in (None, [], {}) and key in PACK.keys]
    own = data.get("own", known)
    found = [(key, table_of(PACK.keys[key], data[key], (key,), data)) for key in known]
    return [replace(table, inherited=key not in own) for key, table in found]


def table_of(one: Field, value: Any, path: tuple, data: dict) -> Section | Row:
    title = label_of(names_only(path))
    if isinstance(one, Tables):
        rows = value if isinstance(value, list) else []
        return Section(title, path, [row_of(one.each, row, (*path, at), data, at) for at, row in enumerate(rows)])
    if keys_of(one, value) and isinstance(value, dict):
        return row_of(one, value, path, data, 0, title=title)
    default = data.get("default")
    kept = isinstance(default, list) and path[-1] in default
    return Row(title, path, [Fact("", shown(one, value, path, data), kept)])


def row_of(one: Field, value: Any, path: tuple, data: dict, at: int, *, title: str = "") -> Row:
    title = title or row_title(value, one, path, data, at)
    if not isinstance(value, dict):
        return Row(title, path)
    keys = keys_of(one, value)
    provisional = value.get("default") if isinstance(value.get("default"), list) else []
    facts, parts, source = [], [], ""
    for key in (key for key in keys if key in value):
        if is_citation(key, keys[key]):
            source = citation_words(str(value[key]))
        elif isinstance(keys[key], Tables) or stands_alone(keys[key]):
            parts.append(table_of(keys[key], value[key], (*path, key), data))
        elif key not in NOT_FACTS and not is_common_word((*path, key), value[key]):
            label = label_of(names_only((*path, key)))
            facts.append(Fact(label, shown(keys[key], value[key], (*path, key), data), key in provisional))
    facts = [fact for fact in facts if fact.text]
    whole = any(key in provisional for key in ("name", "label", "code"))
    return Row(title, path, facts, source, whole, parts)


def provisional_keys(data: Any) -> Iterator[str]:
    """Every key that the pack calls provisional, for counting them."""
    if isinstance(data, dict):
        yield from data.get("default", ()) if isinstance(data.get("default"), list) else ()
        for one in data.values():
            yield from provisional_keys(one)
    elif isinstance(data, list):
        for one in data:
            yield from provisional_keys(one)
