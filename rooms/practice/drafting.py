"""A pack that is being changed as plain data: what is wrong with it, where a row stands, and the file it becomes."""

import hashlib
import json
from collections.abc import Iterator
from copy import deepcopy
from typing import Any

import tomli_w

from rooms.practice import reading
from rooms.practice.building import build
from rooms.practice.faults import Fault, Path
from rooms.practice.fields import Exactly, Field
from rooms.practice.pack import Practice
from rooms.practice.schema import PACK, TABLES
from rooms.practice.tables import Tables
from rooms.practice.walking import find, is_table, keys_of, names_only, stands_alone

# Set where the draft is made and published, never in a row's form.
FIXED = ("schema", "code", "version", "extends")


def whole(resolved: dict, **head) -> dict:
    """A copy that says everything itself, so that it depends on no other pack that is loaded."""
    data = {key: value for key, value in deepcopy(resolved).items() if key in PACK.keys}
    if data.get("extends") not in reading.shipped():
        data.pop("extends", None)
    return data | head


def faults_of(data: dict) -> list[Fault]:
    """Everything that the validator says, by the paths of the data."""
    return examined(data)[0]


def pack_of(data: dict) -> Practice | None:
    """The pack object, where there is nothing wrong with the data."""
    faults, resolved = examined(data)
    return build(resolved) if not faults else None


def examined(data: dict) -> tuple[list[Fault], dict]:
    return reading.examined(deepcopy(data))


def toml_of(data: dict, *, own: list) -> str:
    """The file of a pack: keys in the order of the schema, since the database keeps none.

    `own` are the tables that the place itself says. Another one that still is as it was inherited stays inherited: the
    place is not made to say it.
    """
    inherited = [key for key in TABLES if key in data and key not in own and is_inherited(data, key)]
    return tomli_w.dumps(in_order(PACK, {key: value for key, value in data.items() if key not in inherited}))


def is_inherited(data: dict, key: str) -> bool:
    without = {each: value for each, value in deepcopy(data).items() if each != key}
    return reading.resolve(without).get(key) == data[key]


def in_order(field: Field, value: Any) -> Any:
    if isinstance(field, Tables) and isinstance(value, list):
        return [in_order(field.each, row) for row in value]
    if is_table(field) and isinstance(value, dict):
        keys = keys_of(field, value)
        named = [key for key in keys if key in value] + [key for key in value if key not in keys]
        return {key: in_order(keys[key], value[key]) if key in keys else value[key] for key in named}
    return value


# ── rows ──────────────────────────────────────────────────────────────────────────────────────────────────────────────


def own_keys(field: Field, value: Any, path: Path) -> dict[str, Field]:
    """The keys that the form of a table holds: not its arrays of tables, which have pages of their own."""
    return {
        key: each
        for key, each in keys_of(field, value).items()
        if not isinstance(each, Tables | Exactly)
        and not stands_alone(each)
        and not (path == () and (key in FIXED or is_table(each)))
    }


def own_part(data: dict, path: Path) -> dict:
    field, value = find(data, path)
    value = value if isinstance(value, dict) else {}
    return {key: value[key] for key in own_keys(field, value, path) if key in value}


def inner_tables(field: Field, value: Any, path: Path) -> dict[str, Field]:
    """Arrays of tables in a table, and tables that hold some: each is a list or a page of its own."""
    keys = keys_of(field, value)
    return {key: each for key, each in keys.items() if path and (isinstance(each, Tables) or stands_alone(each))}


def seal_of(value: Any) -> str:
    """What a row looked like when somebody opened it; whoever saves sends it back."""
    return hashlib.sha256(json.dumps(value, sort_keys=True, ensure_ascii=False).encode()).hexdigest()[:16]


def located(data: dict, path: Path, seal: str, *, part=own_part) -> Path | None:
    """Where the row with this seal stands now: where it was, or where it was moved to; None when it was changed."""
    try:
        if seal_of(part(data, path)) == seal:
            return path
    except KeyError:
        pass
    elsewhere = [one for one in same_rows(data, path) if seal_of(part(data, one)) == seal]
    return elsewhere[0] if len(elsewhere) == 1 else None


def standing_at(data: dict, path: Path, seal: str, name: str) -> Path | None:
    """Where the row stands now that somebody opened at the path: by its seal, else by its name. None: it is gone."""
    found = located(data, path, seal)
    if found is not None:
        return found
    if not path or isinstance(path[-1], str):
        return path if is_there(data, path) else None
    if not name:
        return path if path in same_rows(data, path) else None
    named = [one for one in same_rows(data, path) if row_name(whole_row(data, one)) == name]
    near = [one for one in named if one[:-1] == path[:-1]]
    return next((rows[0] for rows in (near, named) if len(rows) == 1), None)


def is_there(data: dict, path: Path) -> bool:
    try:
        find(data, path)
    except KeyError:
        return False
    return True


def row_name(row: Any) -> str:
    """By what a row is told from its neighbours while it is edited; nothing where it has no name."""
    row = row if isinstance(row, dict) else {}
    return next((row[key] for key in ("code", "key", "of", "kind", "name") if isinstance(row.get(key), str)), "")


def same_rows(data: dict, path: Path) -> Iterator[Path]:
    """Every row of the arrays that have the names of this path: all checkpoints of all stages."""
    yield from spread(PACK, data, (), names_only(path), wants_row=bool(path) and isinstance(path[-1], int))


def spread(field: Field, value: Any, at: Path, names: tuple, *, wants_row: bool) -> Iterator[Path]:
    if isinstance(field, Tables):
        for index, row in enumerate(value if isinstance(value, list) else []):
            yield from spread(field.each, row, (*at, index), names, wants_row=wants_row)
    elif not names:
        if not wants_row or (at and isinstance(at[-1], int)):
            yield at
    elif isinstance(value, dict) and names[0] in keys_of(field, value):
        field = keys_of(field, value)[names[0]]
        yield from spread(field, value.get(names[0]), (*at, names[0]), names[1:], wants_row=wants_row)


def whole_row(data: dict, path: Path) -> Any:
    return find(data, path)[1]


def put_own_part(data: dict, path: Path, values: dict, keys) -> None:
    """Write the form's keys into the table at the path; what no field of the form held stays as it is."""
    _, table = find(data, path)
    if not isinstance(table, dict):
        table = {}
        parent_of(data, path)[path[-1]] = table
    for key in keys:
        table.pop(key, None)
    table.update(values)
    if not table and path and isinstance(path[-1], str):
        # Nothing is said any more: no table at all.
        del parent_of(data, path)[path[-1]]


def rows_at(data: dict, path: Path) -> list:
    """The array at the path, made where there is none yet."""
    parent = parent_of(data, path)
    if not isinstance(parent.get(path[-1]), list):
        parent[path[-1]] = []
    return parent[path[-1]]


def parent_of(data: Any, path: Path) -> Any:
    for part in path[:-1]:
        if isinstance(part, str) and not isinstance(data.get(part), dict | list):
            data[part] = {}
        data = data[part]
    return data


def written(path: Path) -> str:
    """The path as it stands in an address: stage.0.checkpoint.1."""
    return ".".join(str(part) for part in path) or "head"


def read_path(text: str) -> Path:
    return () if text == "head" else tuple(int(part) if part.isdigit() else part for part in text.split("."))


# ── what a room may set ───────────────────────────────────────────────────────────────────────────────────────────────


def may_set(allowed: list | None, path: Path) -> bool:
    """Whether a room may set what stands there: a table that its region's pack names, or one word of the place."""
    if allowed is None:
        return True
    names = names_only(path)
    return any(names[: len(each.split("."))] == tuple(each.split(".")) for each in allowed)


def holds_settable(allowed: list | None, path: Path) -> bool:
    """Whether something below the path may be set: the words, where one of them may."""
    names = names_only(path)
    return may_set(allowed, path) or any(tuple(each.split("."))[: len(names)] == names for each in allowed or ())


def outside(base: dict, data: dict, allowed: list) -> list[str]:
    """What a room changed although its region's pack does not let it: the dotted keys."""
    found = []
    for key in TABLES:
        was, now = base.get(key), data.get(key)
        if was == now or may_set(allowed, (key,)):
            continue
        inner = sorted(was.keys() | now.keys()) if isinstance(was, dict) and isinstance(now, dict) else ()
        changed = [f"{key}.{each}" for each in inner if was.get(each) != now.get(each)]
        found += [each for each in changed or [key] if not may_set(allowed, tuple(each.split(".")))]
    return found


def lay_over(data: dict, earlier: dict, allowed: list) -> None:
    """Take over from an earlier setting of a room what its region's pack lets it set."""
    for each in allowed:
        keys = each.split(".")
        source = earlier
        for key in keys:
            source = source.get(key) if isinstance(source, dict) else None
        if source is not None:
            parent_of(data, tuple(keys))[keys[-1]] = deepcopy(source)
