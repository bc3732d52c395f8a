"""What differs between two packs, told in Chinese: any table that the schema knows, without knowing any by name."""

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from rooms.practice.fields import Field
from rooms.practice.labels import HEAD_KEYS, label_of
from rooms.practice.schema import PACK, TABLES
from rooms.practice.showing import NONE, row_title, row_words, shown
from rooms.practice.tables import Tables
from rooms.practice.walking import as_several, is_citation, is_table, keys_of, names_only, stands_alone, title_of

ADDED, REMOVED, MOVED, CHANGED = "added", "removed", "moved", "changed"
# What everybody works by: who adopts a method must have read these.
READ_FIRST = ("stage", "route", "deadline", "quota")
KIND_WORDS = {ADDED: "增加", REMOVED: "取消", MOVED: "移动", CHANGED: "改动"}


@dataclass(frozen=True)
class Difference:
    """One thing that is otherwise: in which table, what it is, what it was and what it is now."""

    table: str
    label: str
    was: str
    now: str
    kind: str = CHANGED
    # Where it stands or that it is provisional: nothing works otherwise.
    mark: bool = False

    @property
    def table_name(self) -> str:
        return label_of((self.table,)) if self.table != "head" else "基本情况"

    @property
    def is_read_first(self) -> bool:
        return self.table in READ_FIRST

    @property
    def kind_word(self) -> str:
        return KIND_WORDS[self.kind]


@dataclass(frozen=True)
class Sides:
    """Both packs as a whole: codes are named by the side on which they stand."""

    a: dict
    b: dict


def differences(a: dict, b: dict) -> list[Difference]:
    """Everything in which the resolved pack `b` differs from `a`, in the order of the schema."""
    sides = Sides(a, b)
    found = []
    for key in HEAD_KEYS:
        found += compared(PACK.keys[key], a.get(key), b.get(key), (key,), sides, table="head")
    for key, field in PACK.keys.items():
        if key in TABLES:
            found += compared(field, a.get(key), b.get(key), (key,), sides, table=key)
    return found


def compared(field: Field, was: Any, now: Any, path, sides: Sides, *, table: str, lead="") -> Iterator[Difference]:
    was, now = as_several(field, was), as_several(field, now)
    if was == now:
        return
    # A table that stands directly in the pack needs no word: the group is headed by it.
    label = joined(lead, "" if len(path) == 1 and table != "head" else label_of(names_only(path)))
    if isinstance(field, Tables) and all(isinstance(side, list | None) for side in (was, now)):
        yield from rows_compared(field, was or [], now or [], path, sides, table=table, lead=lead)
    elif is_open(field, path) and all(isinstance(side, dict | None) for side in (was, now)):
        yield from keys_compared(field, was or {}, now or {}, path, sides, table=table, lead=label)
    else:
        said = shown(field, was, path, sides.a), shown(field, now, path, sides.b)
        mark = table != "head" and (path[-1] == "default" or is_citation(path[-1], field))
        yield Difference(table, label or label_of(names_only(path)), *said, kind=came_or_went(*said), mark=mark)


def is_open(field: Field, path) -> bool:
    """A table that is told key by key; a small one inside a row (a span, a condition) is told as one thing."""
    return is_table(field) and (len(path) == 1 or path[0] == "words" or stands_alone(field))


def came_or_went(was: str, now: str) -> str:
    return ADDED if was == NONE else REMOVED if now == NONE else CHANGED


def keys_compared(field, was: dict, now: dict, path, sides, *, table, lead) -> Iterator[Difference]:
    known = dict(keys_of(field, was)) | dict(keys_of(field, now))
    for key, each in known.items():
        yield from compared(each, was.get(key), now.get(key), (*path, key), sides, table=table, lead=lead)


def rows_compared(field: Tables, was: list, now: list, path, sides, *, table, lead) -> Iterator[Difference]:
    old, new = keyed(field, was), keyed(field, now)
    word = label_of(names_only(path))
    common = [key for key in new if key in old]
    moved = out_of_order([list(old).index(key) for key in common])
    for key, (index, row) in old.items():
        name = joined(lead, f"{word}“{row_title(row, field.each, path, sides.a, index)}”")
        if key not in new:
            yield Difference(table, name, row_words(field.each, row, path, sides.a), "", REMOVED)
            continue
        if common.index(key) in moved:
            yield Difference(table, name, f"第 {index + 1} 个", f"第 {new[key][0] + 1} 个", MOVED)
        yield from keys_compared(field.each, row, new[key][1], path, sides, table=table, lead=name)
    for key, (index, row) in new.items():
        if key not in old:
            name = joined(lead, f"{word}“{row_title(row, field.each, path, sides.b, index)}”")
            yield Difference(table, name, "", row_words(field.each, row, path, sides.b), ADDED)


def keyed(field: Tables, rows: list) -> dict:
    """Rows by what tells them apart: the schema's unique key, else their name, else their place."""
    found = {}
    for index, row in enumerate(row for row in rows if isinstance(row, dict)):
        key = row.get(field.unique) if field.unique else title_of(row)
        key = key if isinstance(key, str) and key and key not in found else f"#{index}"
        found[key] = (index, row)
    return found


def out_of_order(places: list[int]) -> set[int]:
    """The fewest of these that must have moved: all but a longest run that kept its order."""
    ends: list[int] = []
    runs: list[int] = []
    for place in places:
        at = bisect_left(ends, place)
        ends[at:] = [place, *ends[at + 1 :]] if at < len(ends) else [place]
        runs.append(at)
    stayed, wanted = set(), len(ends) - 1
    for index in range(len(places) - 1, -1, -1):
        if runs[index] == wanted:
            stayed.add(index)
            wanted -= 1
    return set(range(len(places))) - stayed


def joined(lead: str, word: str) -> str:
    return " · ".join(part for part in (lead, word) if part)


def tables_of(found: list[Difference]) -> list[tuple[str, list[Difference]]]:
    """Differences grouped by table, for a page; without those that are marks only."""
    groups: dict[str, list[Difference]] = {}
    for one in (one for one in found if not one.mark):
        groups.setdefault(one.table_name, []).append(one)
    return list(groups.items())


def changed_stages(a: dict, b: dict) -> set[str]:
    """Codes of stages that are otherwise on one side, for the marks of the flow picture."""
    sides = [{row["code"]: row for row in data.get("stage", ()) if "code" in row} for data in (a, b)]
    sides = [{code: unmarked(row) for code, row in side.items()} for side in sides]
    return {code for code in sides[0].keys() | sides[1].keys() if sides[0].get(code) != sides[1].get(code)}


def unmarked(value: Any) -> Any:
    """A stage without its citations and without what is said to be provisional."""
    if isinstance(value, list):
        return [unmarked(one) for one in value]
    if isinstance(value, dict):
        return {key: unmarked(one) for key, one in value.items() if key not in ("default", "source")}
    return value
