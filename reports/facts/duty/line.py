"""One line of the file: what was done on a day, and where its record is, as far as the reader may open it."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from rooms.enums import ActivityKind

ACTIVITIES = "activities"


@dataclass(frozen=True)
class Kind:
    """A kind of line: what it is called, what it counts in, and the group in which the filter names it."""

    name: str
    unit: str
    group: str = ""


KINDS = {
    "meetings": Kind("参加协商会", "次"),
    "statements": Kind("协商发言", "条"),
    "topics": Kind("提出议题", "件"),
    "seats": Kind("列为协商主体", "次"),
    "research": Kind("登记调研", "次"),
    **{str(code): Kind(name, ActivityKind(code).unit, ACTIVITIES) for code, name in ActivityKind.choices},
    "days": Kind("活动日", "次"),
    "assemblies": Kind("动员、部署和培训会", "次"),
    "information": Kind("社情民意信息", "条"),
    "suggestion": Kind("意见建议", "条"),
    "proposals": Kind("提案和社情民意", "件"),
    "awards": Kind("评优表彰", "项"),
    "ratings": Kind("参加评议", "次"),
    "postings": Kind("派驻", "次"),
    "standing": Kind("任职变动", "次"),
}


@dataclass(frozen=True)
class Line:
    kind: str
    day: date
    what: str
    # What else there is to say; private text only for whoever may read it.
    note: str = ""
    url: str = ""
    # How much it counts, in the unit of its kind: a meeting that one could not attend counts nothing.
    n: int = 1
    # There is a record, and the reader may not open it.
    is_hidden: bool = False
    # Without its record nothing is left to tell but that it was.
    is_sealed: bool = False

    @property
    def name(self) -> str:
        return KINDS[self.kind].name

    @property
    def unit(self) -> str:
        return KINDS[self.kind].unit


def fits(line: Line, kind: str) -> bool:
    """Whether the filter lets a line through: one kind, or all kinds of a group."""
    return kind in ("", line.kind, KINDS[line.kind].group)


def sealed(lines, why: str = "所在的协商您没有权限查看") -> str:
    """One sentence for all lines that tell nothing to this reader; how many there are of each kind is no secret."""
    found = Counter(line.kind for line in lines if line.is_sealed)
    if not found:
        return ""
    told = "、".join(f"{kind.name} {found[code]} 条" for code, kind in KINDS.items() if code in found)
    return f"另有 {found.total()} 条记录{why}：{told}。"


def plain(number: Decimal) -> str:
    """1600 and 3.5: without zeros that say nothing, and without exponents."""
    return f"{number.normalize():f}"
