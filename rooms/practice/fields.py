"""Kinds of plain values in a pack file: each tells what is wrong with a value, and what may stand there."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from rooms.practice.faults import UNSEEN, Fault, Path, listed
from rooms.practice.shares import is_fraction

CODE = re.compile(r"[a-z][a-z0-9_-]{0,39}")


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

    def wanted(self, path: Path) -> str:
        """What belongs there, where nothing stands."""
        return self.allowed()


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

    def wanted(self, path):
        return f"写文字，最多 {self.limit} 个字"

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

    def wanted(self, path):
        return "写 true 或 false"

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
        # 1.0 and true equal 1 as well.
        return "" if value == self.value and type(value) is type(self.value) else "不支持这个版本的格式"

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

    def wanted(self, path):
        return f"写成 {path[-1]} = [ … ]。{self.each.wanted(path)}"

    def mended(self, value):
        if self.single and not isinstance(value, list):
            return self.each.mended(value)
        values = value[: self.most] if isinstance(value, list) else []
        return [self.each.mended(one) for one in values] or self.sample()

    def sample(self):
        return [self.each.sample()] * self.least
