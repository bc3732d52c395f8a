"""Kinds of tables in a pack file: which keys each takes, and what is wrong with the keys together."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from rooms.practice.faults import Fault, listed
from rooms.practice.fields import Field, OneOf, Several, Text
from rooms.practice.labels import label_of

# Of a table of a pack, by file or by form.
MOST_ROWS = 200
# (key of the table or "", problem, allowed)
Objection = tuple[str, str, str]


@dataclass(frozen=True)
class Table(Field):
    """A table with these keys and no others. `check` looks at the keys together once each is right by itself."""

    keys: Mapping[str, Field]
    check: Callable[[dict], Iterator[Objection]] | None = None
    # What is wrong with one that says nothing, where that would be no condition at all.
    empty: str = field(default="", kw_only=True)

    def faults(self, value, path):
        if not isinstance(value, dict):
            yield Fault(path, value, "应当是表", listed(list(self.keys)))
            return
        if self.empty and not value:
            yield Fault(path, value, self.empty, "写明条件，或者删去这个键")
            return
        found = [*self.unknown(value, path), *self.missing(value, path)]
        for key, one in value.items():
            if key in self.keys:
                found += self.keys[key].faults(one, (*path, key))
        yield from found
        for key, problem, allowed in self.check(value) if self.check and not found else ():
            at = (*path, key) if key else path
            yield Fault(at, value.get(key), problem, allowed)

    def unknown(self, value, path):
        for key in (key for key in value if key not in self.keys):
            yield Fault((*path, key), value[key], "没有这个键", listed(list(self.keys)))

    def missing(self, value, path):
        for key, one in self.keys.items():
            if one.required and key not in value:
                yield Fault((*path, key), None, "缺少这个键", one.wanted((*path, key)))

    def wanted(self, path):
        names = tuple(part for part in path if isinstance(part, str))
        needed = [key for key, one in self.keys.items() if one.required] or list(self.keys)
        told = "、".join(f"{key}（{label_of((*names, key))}）" for key in needed)
        return f"写成 {names[-1]} = {{ … }}，里面写 {told}"

    def mended(self, value):
        values = value if isinstance(value, dict) else {}
        needed = {key: field.sample() for key, field in self.keys.items() if field.required and key not in values}
        return {key: self.keys[key].mended(one) for key, one in values.items() if key in self.keys} | needed

    def sample(self):
        return self.mended({})


@dataclass(frozen=True)
class Tables(Field):
    """An array of tables, in which `unique` names the key that no two may share."""

    each: Field
    unique: str = ""
    least: int = 1
    most: int = MOST_ROWS

    def faults(self, value, path):
        if not isinstance(value, list):
            yield Fault(path, value, "应当是表的数组", f"写成 [[{path[-1]}]]")
            return
        if len(value) < self.least:
            yield Fault(path, value, f"至少要有 {self.least} 个")
        if len(value) > self.most:
            yield Fault(path, len(value), f"一张表最多 {self.most} 行")
            return
        seen = set()
        for index, one in enumerate(value):
            yield from self.each.faults(one, (*path, index))
            code = one.get(self.unique) if isinstance(one, dict) and self.unique else None
            if isinstance(code, str) and code in seen:
                yield Fault((*path, index, self.unique), code, "与前面的重复")
            seen.add(code if isinstance(code, str) else None)

    def wanted(self, path):
        names = tuple(part for part in path if isinstance(part, str))
        told = self.each.wanted(path).partition("里面")[2]
        return f"写一组 [[{'.'.join(names)}]]，每个{told}"

    def mended(self, value):
        return [self.each.mended(one) for one in value[: self.most]] if isinstance(value, list) else self.sample()

    def sample(self):
        return [self.each.sample()] * self.least


@dataclass(frozen=True)
class Kinded(Field):
    """A table whose keys depend on one of them: a checkpoint takes the parameters of its own kind and no others."""

    key: str
    tables: Mapping[str, Table]
    names: Mapping[str, str]

    def table_of(self, value) -> Table | None:
        """The keys that this one takes; none while its kind is not known."""
        kind = value.get(self.key) if isinstance(value, dict) else None
        return self.tables.get(kind) if isinstance(kind, str) else None

    def faults(self, value, path):
        table = self.table_of(value)
        if table:
            yield from table.faults(value, path)
        elif not isinstance(value, dict):
            yield Fault(path, value, "应当是表", listed([self.key]))
        else:
            field = OneOf(self.names)
            problem = field.problem(value[self.key]) if self.key in value else "缺少这个键"
            yield Fault((*path, self.key), value.get(self.key), problem, field.allowed())

    def mended(self, value):
        table = self.table_of(value)
        return table.mended(value) if table else self.sample()

    def sample(self):
        kind, table = next(iter(self.tables.items()))
        return table.mended({self.key: kind})


def narrowing(keys: Mapping[str, Field]) -> Table:
    """What narrows something down: who writes it means some condition."""
    return Table(keys, empty="没有写按什么筛选")


def for_cases(keys: Mapping[str, Field]) -> Table:
    """The cases for which something holds; without it, for all."""
    return Table(keys, empty="没有写在什么情况下适用")


def cited(keys: Mapping[str, Field], check=None, **options) -> Table:
    """A table that says where it comes from: `source` cites, `default` names the keys that the source leaves open.

    What is marked is this system's own provisional setting, and never shown as a rule of the place.
    """
    marks = {"source": Text(300), "default": Several(OneOf({key: key for key in keys} | {"all": "整张表"}))}
    # A category's own `source` says where its people come from; [participants] cites for all of them.
    return Table({**marks, **keys}, check, **options)
