"""A pack's points scheme as objects: items over measures or marked by assessors, groups, classes, weights, grades."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from fractions import Fraction

from rooms.practice import counting
from rooms.practice.labels import named_source
from rooms.practice.shares import exact

# Whose points a scheme may count: those whose records the facts hold one by one, and who sums several of them.
KINDS = {
    "member": "委员",
    "room": "联络室",
    "unit": "单位",
    "township": "乡镇（街道）",
    "committee": "专委会",
    "sector": "界别",
}


@dataclass(frozen=True)
class Band:
    least: Fraction
    points: Decimal


@dataclass(frozen=True)
class Item:
    # Its place in the scheme, counted from one.
    number: int
    name: str
    points: Decimal
    group: str = ""
    # Of the classes of subjects only these; of all where it is empty.
    classes: tuple[str, ...] = ()
    measure: str = ""
    where: Mapping[str, str] = field(default_factory=dict, hash=False)
    # each, reached, rate, band
    per: str = "each"
    # What has to be reached before it counts, once.
    at: int | None = None
    # What a rate is of, and whether nothing to compare is full points.
    out_of: str = ""
    out_of_where: Mapping[str, str] = field(default_factory=dict, hash=False)
    is_full_without: bool = False
    bands: tuple[Band, ...] = ()
    per_head: str = ""
    # How work done together counts: full, part (with its share), equal.
    joint: str = ""
    joint_share: Fraction = Fraction(1)
    cap: Decimal | None = None
    highest_only: bool = False
    deducts: bool = False
    is_bonus: bool = False
    is_manual: bool = False
    needs_evidence: bool = False
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
class Group:
    name: str
    weight: Fraction | None = None
    cap: Decimal | None = None
    highest_only: bool = False
    help: str = ""


@dataclass(frozen=True)
class SubjectClass:
    """Subjects that are told by their level or their kind (差异化), with a least and a full mark of their own."""

    name: str
    of: tuple[str, ...]
    minimum: Decimal | None = None
    full: Decimal | None = None


@dataclass(frozen=True)
class Assessor:
    name: str
    role: str
    weight: Fraction


@dataclass(frozen=True)
class Grade:
    """What has to hold together: a least total, and a place among the first or last. Nothing of it: the rest."""

    name: str
    least: Decimal | None = None
    top: int | None = None
    top_share: Fraction | None = None
    bottom: int | None = None
    bottom_share: Fraction | None = None
    # What becomes of those who are equal at the edge: in or out.
    ties: str = ""
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
    is_tentative: bool = False
    groups: tuple[Group, ...] = ()
    classes: tuple[SubjectClass, ...] = ()
    # Each class has places and grades of its own.
    is_apart: bool = False
    # Who has nothing to be counted takes no part.
    only_active: bool = False
    tie_break: tuple[str, ...] = ()
    assessors: tuple[Assessor, ...] = ()
    grades: tuple[Grade, ...] = ()
    # Keys that are our own choice and no rule of the source.
    default: tuple[str, ...] = ()

    def item(self, number: int) -> Item | None:
        return next((item for item in self.items if item.number == number), None)

    def named(self, name: str) -> Item | None:
        return next((item for item in self.items if item.name == name), None)

    def group(self, name: str) -> Group | None:
        return next((group for group in self.groups if group.name == name), None)

    @property
    def marked(self) -> list[Item]:
        """What somebody has to mark by hand."""
        return [item for item in self.items if item.is_manual]

    def class_of(self, tags: Iterable[str]) -> SubjectClass | None:
        return next((each for each in self.classes if set(tags) & set(each.of)), None)

    def for_tags(self, tags: Iterable[str]) -> "Scheme":
        """What of it holds for a subject: the items of its class, with the least and the full mark of the class."""
        found = self.class_of(tags)
        if not self.classes:
            return self
        name = found.name if found else ""
        own = tuple(item for item in self.items if not item.classes or name in item.classes)
        minimum = found.minimum if found and found.minimum is not None else self.minimum
        full = found.full if found and found.full is not None else self.full
        return replace(self, items=own, minimum=minimum, full=full)


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
        source=named_source(table.get("source", "")),
        is_tentative=bool(table.get("tentative")),
        groups=tuple(_group(each) for each in table.get("group", ())),
        classes=tuple(_class(each) for each in table.get("class", ())),
        is_apart=bool(table.get("apart")),
        only_active=bool(table.get("only_active")),
        tie_break=tuple(table.get("tie_break", ())),
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
            group=each.get("group", ""),
            classes=tuple(each.get("classes", ())),
            is_manual=is_manual,
            needs_evidence=bool(each.get("evidence")),
            # Where each occurrence counts by itself, it is written down once and weighed by nobody.
            is_rated=is_manual and is_rated and "per" not in each,
            cap=_number(each, "cap"),
            highest_only=bool(each.get("highest_only")),
            deducts=bool(each.get("deducts")),
            is_bonus=bool(each.get("bonus")),
            help=each.get("help", ""),
            source=named_source(each.get("source", "")),
            is_provisional=bool({"points", "all"} & set(each.get("default", ()))),
            **_counted(each),
        )


def _counted(each: Mapping) -> dict:
    """What of an item says how its records are counted."""
    bands = [Band(exact(band["from"]), _number(band, "points")) for band in each.get("band", ())]
    return {
        "measure": each.get("measure", ""),
        "where": each.get("where", {}),
        "per": "reached" if "at" in each else each.get("per", "each"),
        "at": each.get("at"),
        "out_of": each.get("out_of", ""),
        "out_of_where": each.get("out_of_where", {}),
        "is_full_without": each.get("when_none") == "full",
        "bands": tuple(sorted(bands, key=lambda band: band.least, reverse=True)),
        "per_head": each.get("per_head", ""),
        "joint": each.get("joint", ""),
        "joint_share": exact(each.get("joint_share", 1)),
    }


def _group(table: Mapping) -> Group:
    weight = exact(table["weight"]) if "weight" in table else None
    return Group(table["name"], weight, _number(table, "cap"), bool(table.get("highest_only")), table.get("help", ""))


def _class(table: Mapping) -> SubjectClass:
    return SubjectClass(table["name"], tuple(table["of"]), _number(table, "minimum"), _number(table, "full"))


def _grade(table: Mapping) -> Grade:
    return Grade(
        name=table["name"],
        least=_number(table, "from"),
        top=table.get("top"),
        top_share=_share(table, "top_share"),
        bottom=table.get("bottom"),
        bottom_share=_share(table, "bottom_share"),
        ties=table.get("ties", ""),
        consequence=table.get("consequence", ""),
    )


def _share(table: Mapping, key: str) -> Fraction | None:
    return exact(table[key]) if key in table else None


def _number(table: Mapping, key: str) -> Decimal | None:
    return Decimal(str(table[key])) if key in table else None
