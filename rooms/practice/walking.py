"""The way through a pack's plain data by its schema: which field stands where, and which row a code names."""

from collections.abc import Mapping
from typing import Any

from rooms.practice.faults import Path
from rooms.practice.fields import Field, OneOf, Several, Text
from rooms.practice.labels import REFERENCES, most_exact
from rooms.practice.schema import PACK
from rooms.practice.tables import Kinded, Table, Tables


def keys_of(field: Field, value: Any) -> Mapping[str, Field]:
    """The keys that a table takes; those of a checkpoint or a view depend on one of them. None for what is no table."""
    if isinstance(field, Kinded):
        table = field.table_of(value)
        return table.keys if table else {field.key: OneOf(field.names, required=True)}
    return field.keys if isinstance(field, Table) else {}


def is_table(field: Field) -> bool:
    return isinstance(field, Table | Kinded)


def holds_rows(field: Field, value: Any = None) -> bool:
    """A table that has arrays of tables in it, somewhere below."""
    return any(isinstance(one, Tables) or holds_rows(one) for one in keys_of(field, value).values())


def stands_alone(field: Field) -> bool:
    """A table in a table that is a thing of its own: it holds rows, or cites where it comes from."""
    return is_table(field) and (holds_rows(field) or "default" in keys_of(field, None))


def find(data: Any, path: Path) -> tuple[Field, Any]:
    """The field at a path, and the value that stands there (None where nothing does). KeyError: no such place."""
    field: Field = PACK
    value = data
    for part in path:
        if isinstance(field, Tables) and isinstance(part, int):
            rows = value if isinstance(value, list) else []
            if not 0 <= part < len(rows):
                raise KeyError(part)
            field, value = field.each, rows[part]
        else:
            field = keys_of(field, value)[part]
            value = value.get(part) if isinstance(value, dict) else None
    return field, value


def names_only(path: Path) -> tuple[str, ...]:
    """The keys of a path without the numbers of its rows."""
    return tuple(part for part in path if isinstance(part, str))


def named_rows(data: Mapping, path: Path) -> dict[str, str] | None:
    """Code → name of the rows that a key may name (stages for `next`); None where the key names no row."""
    table = most_exact(REFERENCES, names_only(path))
    if table is None:
        return None
    rows: Any = data
    for part in table.split("."):
        rows = rows.get(part) if isinstance(rows, Mapping) else None
    rows = rows if isinstance(rows, list) else []
    return {row["code"]: title_of(row) for row in rows if isinstance(row, Mapping) and isinstance(row.get("code"), str)}


def is_citation(key: str, one: Field) -> bool:
    """`source` is where a rule stands, but for a category, where it says who comes."""
    return key == "source" and (isinstance(one, Text) or (isinstance(one, Several) and isinstance(one.each, Text)))


def title_of(row: Any) -> str:
    """How a row is called: its name, else what it is a row of."""
    if not isinstance(row, Mapping):
        return ""
    found = next((row[key] for key in ("name", "label", "title", "code") if isinstance(row.get(key), str)), "")
    return found.strip()


def as_several(field: Field, value: Any) -> Any:
    """What may be written alone or as an array, as an array; in a table, each key of it."""
    if isinstance(field, Several) and value is not None and not isinstance(value, list):
        return [value]
    if isinstance(value, dict) and is_table(field):
        keys = keys_of(field, value)
        return {key: as_several(keys[key], one) if key in keys else one for key, one in value.items()}
    return value
