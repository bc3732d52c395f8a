"""A pack's points scheme as objects: items over measures or marked by assessors, weights, grades."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction

from rooms.practice import counting
from rooms.practice.labels import citation_words
from rooms.practice.shares import exact

# Whose points a scheme may count: those whose records the facts hold one by one.
KINDS = {"member": "委员", "room": "联络室", "unit": "单位"}


@dataclass(frozen=True)
class Item:
    # Its place in the scheme, counted from one.
    number: int
    name: str
    points: Decimal
    measure: str = ""
    where: Mapping[str, str] = field(default_factory=dict, hash=False)
    # What has to be reached before it counts, once; each one counts where it is empty.
    at: int | None = None
    cap: Decimal | None = None
    highest_only: bool = False
    deducts: bool = False
    is_manual: bool = False
    # Every assessor gives one mark, from nothing to `points`; the weights make one of them.
    is_rated: bool = False
    help: str = ""
    source: str = ""
    is_provisional: bool = False

    @property
    def unit(self) -> str:
        return counting.MEASURE_UNITS[self.measure] if self.measure else "项"

    @property
    def sign(self) -> int:
        return -1 if self.deducts else 1

    @property
    def family(self) -> tuple:
        """Items of which only the highest counts: those over the same measure, narrowed alike."""
        return (self.measure, *sorted(self.where.items())) if self.measure else (self.name,)


@dataclass(frozen=True)
class Assessor:
    name: str
    role: str
    weight: Fraction


@dataclass(frozen=True)
class Grade:
    name: str
    least: Decimal | None = None
    top: int | None = None
    top_share: Fraction | None = None
    bottom: int | None = None
    consequence: str = ""


@dataclass(frozen=True)
class Scheme:
    code: str
    name: str
    kind: str
    items: tuple[Item, ...]
    full: Decimal | None = None
    minimum: Decimal | None = None
    consequence: str = ""
    help: str = ""
    source: str = ""
    assessors: tuple[Assessor, ...] = ()
    grades: tuple[Grade, ...] = ()
    # Keys that are our own choice and no rule of the source.
    default: tuple[str, ...] = ()

    def item(self, number: int) -> Item | None:
        return self.items[number - 1] if 0 < number <= len(self.items) else None

    def named(self, name: str) -> Item | None:
        return next((item for item in self.items if item.name == name), None)

    @property
    def marked(self) -> list[Item]:
        """What somebody has to mark by hand."""
        return [item for item in self.items if item.is_manual]


def schemes_of(resolved: Mapping) -> list[Scheme]:
    return [_scheme(table) for table in resolved.get("scheme", ()) if table["subject"] in KINDS]


def scheme_named(resolved: Mapping, code: str) -> Scheme | None:
    return next((scheme for scheme in schemes_of(resolved) if scheme.code == code), None)


def _scheme(table: Mapping) -> Scheme:
    assessors = tuple(
        Assessor(each["name"], each.get("role", ""), exact(each["weight"])) for each in table.get("assessor", ())
    )
    return Scheme(
        code=table["code"],
        name=table["name"],
        kind=table["subject"],
        items=tuple(_items(table, is_rated=bool(assessors))),
        full=_number(table, "full"),
        minimum=_number(table, "minimum"),
        consequence=table.get("consequence", ""),
        help=table.get("help", ""),
        source=citation_words(table.get("source", "")),
        assessors=assessors,
        grades=tuple(_grade(each) for each in table.get("grade", ())),
        default=tuple(table.get("default", ())),
    )


def _items(table: Mapping, *, is_rated: bool) -> Iterator[Item]:
    for number, each in enumerate(table["item"], 1):
        is_manual = bool(each.get("manual"))
        yield Item(
            number=number,
            name=each["name"],
            points=_number(each, "points"),
            measure=each.get("measure", ""),
            where=each.get("where", {}),
            at=each.get("at"),
            cap=_number(each, "cap"),
            highest_only=bool(each.get("highest_only")),
            deducts=bool(each.get("deducts")),
            is_manual=is_manual,
            # Where each occurrence counts by itself, it is written down once and weighed by nobody.
            is_rated=is_manual and is_rated and "per" not in each,
            help=each.get("help", ""),
            source=citation_words(each.get("source", "")),
            is_provisional=bool({"points", "all"} & set(each.get("default", ()))),
        )


def _grade(table: Mapping) -> Grade:
    return Grade(
        name=table["name"],
        least=_number(table, "from"),
        top=table.get("top"),
        top_share=exact(table["top_share"]) if "top_share" in table else None,
        bottom=table.get("bottom"),
        consequence=table.get("consequence", ""),
    )


def _number(table: Mapping, key: str) -> Decimal | None:
    return Decimal(str(table[key])) if key in table else None
