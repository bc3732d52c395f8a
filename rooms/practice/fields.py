"""Kinds of values in a pack file: each tells what is wrong with a value, and what may stand there."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from rooms.practice.faults import UNSEEN, Fault, Path, listed
from rooms.practice.shares import is_fraction

# Of a table of a pack, by file or by form.
MOST_ROWS = 200
CODE = re.compile(r"[a-z][a-z0-9_-]{0,39}")
# (key of the table or "", problem, allowed)
Objection = tuple[str, str, str]


@dataclass(frozen=True)
class Field:
    required: bool = field(default=False, kw_only=True)

    def faults(self, value: Any, path: Path) -> Iterator[Fault]:
        problem = self.problem(value)
        if problem:
            yield Fault(path, value, problem, self.allowed())

    def problem(self, value: Any) -> str:
        raise NotImplementedError

    def mended(self, value: Any) -> Any:
        """The value, or one of the right shape instead: what else is wrong with a pack can then be told as well."""
        return self.sample() if next(self.faults(value, ()), None) else value

    def sample(self) -> Any:
        raise NotImplementedError

    def allowed(self) -> str:
        return ""


@dataclass(frozen=True)
class Text(Field):
    limit: int = 200

    def problem(self, value):
        if not isinstance(value, str):
            return "应当是文字"
        if not value.strip():
            return "不能为空"
        if UNSEEN.search(value):
            return "含有不可见的控制字符"
        return f"最多 {self.limit} 个字，现有 {len(value)} 个" if len(value) > self.limit else ""

    def sample(self):
        return "一"


@dataclass(frozen=True)
class Code(Field):
    def problem(self, value):
        return "" if isinstance(value, str) and CODE.fullmatch(value) else "不是代码"

    def allowed(self):
        return "代码以小写字母开头，由小写字母、数字、下划线和连字符组成，最多 40 个"

    def sample(self):
        return "a"


@dataclass(frozen=True)
class Flag(Field):
    def problem(self, value):
        return "" if isinstance(value, bool) else "应当是 true 或 false"

    def sample(self):
        return False


@dataclass(frozen=True)
class Whole(Field):
    least: int = 0
    most: int = 100_000

    def problem(self, value):
        fits = isinstance(value, int) and not isinstance(value, bool) and self.least <= value <= self.most
        return "" if fits else "数值不对"

    def allowed(self):
        return f"可以写 {self.least} 到 {self.most} 的整数"

    def sample(self):
        return self.least


@dataclass(frozen=True)
class Number(Field):
    most: float = 100_000
    # A share may be written as a fraction too: "2/3".
    share: bool = False

    def problem(self, value):
        if self.share and is_fraction(value):
            return ""
        fits = isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value <= self.most
        return "" if fits else "数值不对"

    def allowed(self):
        return f"可以写 0 到 {self.most:g} 的数" + ('，或者 "2/3" 这样的分数' if self.share else "")

    def sample(self):
        return 0


def share(**options) -> Number:
    """A part of a whole, from 0 to 1."""
    return Number(1, share=True, **options)


@dataclass(frozen=True)
class OneOf(Field):
    codes: Mapping[str, str]

    def problem(self, value):
        return "" if isinstance(value, str) and value in self.codes else "没有这个值"

    def allowed(self):
        return listed(dict(self.codes))

    def sample(self):
        return next(iter(self.codes))


@dataclass(frozen=True)
class Exactly(Field):
    value: Any

    def problem(self, value):
        return "" if value == self.value and not isinstance(value, bool) else "不支持这个版本的格式"

    def allowed(self):
        return f"可以写：{self.value}"

    def sample(self):
        return self.value


@dataclass(frozen=True)
class Several(Field):
    """An array of plain values, without repetition; `single` also takes one value alone."""

    each: Field
    least: int = 1
    most: int = 100
    single: bool = False

    def faults(self, value, path):
        if self.single and not isinstance(value, list):
            yield from self.each.faults(value, path)
            return
        if not isinstance(value, list):
            yield Fault(path, value, "应当是数组", self.each.allowed())
            return
        if len(value) < self.least:
            yield Fault(path, value, f"至少要有 {self.least} 个", self.each.allowed())
        if len(value) > self.most:
            yield Fault(path, len(value), f"最多 {self.most} 个")
            return
        for index, one in enumerate(value):
            yield from self.each.faults(one, (*path, index))
            if one in value[:index]:
                yield Fault((*path, index), one, "重复了")

    def allowed(self):
        return self.each.allowed()

    def mended(self, value):
        if self.single and not isinstance(value, list):
            return self.each.mended(value)
        values = value[: self.most] if isinstance(value, list) else []
        return [self.each.mended(one) for one in values] or self.sample()

    def sample(self):
        return [self.each.sample()] * self.least


@dataclass(frozen=True)
class Table(Field):
    """A table with these keys and no others. `check` looks at the keys together once each is right by itself."""

    keys: Mapping[str, Field]
    check: Callable[[dict], Iterator[Objection]] | None = None

    def faults(self, value, path):
        if not isinstance(value, dict):
            yield Fault(path, value, "应当是表", listed(list(self.keys)))
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
                yield Fault((*path, key), None, "缺少这个键", one.allowed())

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


def cited(keys: Mapping[str, Field], check=None, **options) -> Table:
    """A table that says where it comes from: `source` cites, `default` names the keys that the source leaves open.

    What is marked is this system's own provisional setting, and never shown as a rule of the place.
    """
    marks = {"source": Text(300), "default": Several(OneOf({key: key for key in keys} | {"all": "整张表"}))}
    # A category's own `source` says where its people come from; [participants] cites for all of them.
    return Table({**marks, **keys}, check, **options)
