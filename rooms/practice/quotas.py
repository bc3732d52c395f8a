"""次数要求: how much of what is wanted of whom, and until when. Silent rooms are such a rule, no case in the code."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from typing import Any

from members.enums import MemberKind, MemberLevel
from rooms.enums import ActivityContext, ActivityKind, ResponseKind
from rooms.practice import codes, counting
from rooms.practice.checks import bounds_in_order
from rooms.practice.definitions import DEFINITIONS
from rooms.practice.faults import Fault, listed
from rooms.practice.fields import Field, OneOf, Several, Text, Whole, share
from rooms.practice.labels import named_source
from rooms.practice.shares import share_after
from rooms.practice.tables import Table, Tables, for_cases, narrowing

LONGEST_WINDOW = 3650
REPLY_CLASSES = {"A": "A 类", "B": "B 类", "C": "C 类"}
YEARS = range(1949, 2200)
# The highest level at which a piece of information was taken up.
ADOPTED = {"county": "本级", "prefecture": "市级", "province": "省级", "nation": "全国"}
# What a quota's `where` may say; those without a list are names of the pack or free text.
FILTERS: dict[str, dict[str, str] | None] = {
    "category": None,
    "kind": codes.PERSON_KINDS,
    "form": None,
    "level": counting.LEVELS,
    "importance": codes.IMPORTANCE,
    "outcome": {"done": "已落实", "partly": "部分落实"},
    "role": {"responsible": "责任单位", "helping": "配合单位"},
    "entry": counting.ENTRIES,
    "counted_in": None,
    "context": dict(ActivityContext.choices),
    "activity": dict(ActivityKind.choices),
    "response": dict(ResponseKind.choices),
    "mode": counting.PROPOSED_BY,
    # Of replies A, B or C, of what was consulted on the pack's class of topics.
    "class": None,
    "verdict": {"yes": "满意", "no": "不满意", "undecided": "未定"},
    "adopted": ADOPTED,
    "in_time": {"yes": "按期", "no": "逾期"},
    "step": codes.STEPS,
    "outlet": {"national": "国家级", "province": "省级", "prefecture": "地市级", "county": "县（市、区）级"},
    "satisfaction": {"满意": "满意", "基本满意": "基本满意", "不满意": "不满意"},
}
# What a rule is set for: room → the kinds of rooms, member → the levels of members.
WHEN = {"room_kind": ("room", "联络室"), "level": ("member", "委员"), "member_kind": ("member", "委员")}


@dataclass(frozen=True)
class Day(Field):
    """A day, written as text: a pack is kept as JSON."""

    def problem(self, value):
        try:
            year = date.fromisoformat(value).year
        except (TypeError, ValueError):
            return "不是日期"
        # Terms are reckoned on from here; far away from our time there is no calendar.
        return "" if year in YEARS else f"应当在 {YEARS[0]} 年到 {YEARS[-1]} 年之间"

    def allowed(self):
        return '写成 "2021-12-01" 这样的文字'

    def sample(self):
        return "2021-12-01"


@dataclass(frozen=True)
class Quota:
    # Its place in the pack, counted from one: addresses name it.
    number: int
    name: str
    subject: str
    measure: str
    period: str
    severity: str
    where: Mapping[str, str] = field(default_factory=dict, hash=False)
    days: int = 0
    min: int | None = None
    max: int | None = None
    ratio: float | str | None = None
    ratio_of: str = ""
    consequence: str = ""
    when: Mapping[str, tuple] = field(default_factory=dict, hash=False)
    source: str = ""
    # Keys that are our own choice and no rule of the source.
    default: tuple[str, ...] = ()

    @property
    def is_on(self) -> bool:
        return self.severity != "off"

    @property
    def unit(self) -> str:
        return counting.MEASURE_UNITS[self.measure]

    @property
    def period_words(self) -> str:
        return f"最近 {self.days} 天" if self.period == "days" else counting.PERIODS[self.period]

    @property
    def measured(self) -> str:
        return counting.MEASURES[self.measure]


def check_quota(table: dict) -> Iterator[tuple[str, str, str]]:
    if not table.keys() & {"min", "max", "ratio"}:
        yield "", "要写 min、max 或 ratio", ""
    yield from bounds_in_order(table)
    yield from check_measure(table, "measure")
    yield from check_where(table)
    yield from check_ratio(table)
    if ("days" in table) != (table["period"] == "days"):
        yield "days", '天数和 period = "days" 要一起写', "补上另一个，或者删去这个键"
    for key in table.get("when", {}):
        subject, word = WHEN[key]
        if table["subject"] != subject:
            yield "when", f"{key} 只用于{word}", f"删去 {key}，或者 subject 写成 {subject}"
    for key in table.get("default", ()):
        if key not in table or key == "default":
            yield "default", f"没有写 {key} 这个键", "只列出上面写了、由我们自己选定的键"


def check_measure(table: dict, key: str):
    known = counting.counted_for(table["subject"])
    if key in table and table[key] not in known:
        yield key, f"“{counting.MEASURES[table[key]]}”不能按{counting.SUBJECTS[table['subject']]}统计", listed(known)


def check_where(table: dict):
    where, known = table.get("where", {}), DEFINITIONS[table["measure"]].where
    for key, value in where.items():
        if key not in known:
            may = f"可以写：{'、'.join(known)}" if known else "删去 where"
            yield "where", f"“{counting.MEASURES[table['measure']]}”不能按 {key} 筛选", may
        elif (values := values_of(key, table["measure"])) is not None and value not in values:
            yield "where", f"{key} 没有 {value} 这个值", listed(values)


def values_of(key: str, measure: str) -> dict[str, str] | None:
    return REPLY_CLASSES if (key, measure) == ("class", "proposals_replied") else FILTERS[key]


def check_ratio(table: dict):
    if ("ratio" in table) != ("ratio_of" in table):
        yield "ratio", "比例和 ratio_of（和什么相比）要一起写", "补上另一个，或者删去这个键"
    yield from check_measure(table, "ratio_of")
    if table.get("ratio_of") == table["measure"] and not table.get("where"):
        yield "ratio_of", "和自己相比，比例总是 100%", "加上 where，或者换一个指标"


WHEN_TABLE = for_cases(
    {
        "room_kind": Several(OneOf(codes.ROOM_KINDS), single=True),
        "level": Several(OneOf(dict(MemberLevel.choices)), single=True),
        "member_kind": Several(OneOf(dict(MemberKind.choices)), single=True),
    }
)
KEYS: dict[str, Field] = {
    "name": Text(80, required=True),
    "subject": OneOf(counting.SUBJECTS, required=True),
    "measure": OneOf(counting.MEASURES, required=True),
    "where": narrowing({key: Text(40) for key in FILTERS}),
    "period": OneOf(counting.PERIODS, required=True),
    "days": Whole(1, LONGEST_WINDOW),
    "min": Whole(),
    "max": Whole(),
    "ratio": share(),
    "ratio_of": OneOf(counting.MEASURES),
    "severity": OneOf(counting.SEVERITIES, required=True),
    "consequence": Text(60),
    "when": WHEN_TABLE,
}
PROVISIONAL = Several(OneOf({key: key for key in KEYS}))
QUOTAS = Tables(Table({**KEYS, "source": Text(200), "default": PROVISIONAL}, check_quota), "name", 0)


def quota_faults(resolved: dict) -> Iterator[Fault]:
    """A rule by the term of office needs the day on which the term began."""
    for at, table in enumerate(resolved.get("quota", ())):
        if table["period"] == "term" and "term_starts_on" not in resolved:
            allowed = '写一行 term_starts_on = "2021-12-01"，放在各表前面'
            yield Fault(("quota", at, "period"), "term", "没有写本届从哪一天开始", allowed)


def quotas_of(resolved: Mapping[str, Any]) -> tuple[Quota, ...]:
    return tuple(_quota(number, table) for number, table in enumerate(resolved.get("quota", ()), 1))


def _quota(number: int, table: dict) -> Quota:
    known = {each.name for each in fields(Quota)}
    plain = {key: value for key, value in table.items() if key in known and key not in ("default", "when")}
    when = {key: tuple(value if isinstance(value, list) else [value]) for key, value in table.get("when", {}).items()}
    plain["source"] = named_source(table.get("source", ""))
    return Quota(number=number, when=when, default=tuple(table.get("default", ())), **plain)


def quota_sentence(quota: Quota, pack) -> str:
    """联络室每月协商会次数（板凳会）至少 1 次（提醒）。"""
    return f"{subject_words(quota.subject, pack)}{told(quota, pack)}（{_strict(quota)}）。{_more(quota)}"


def subject_words(subject: str, pack) -> str:
    """Of whom it is wanted, in the place's own words. What is wanted of a whole city is counted over all its rooms."""
    room = pack.words["room_short"]
    own = {"room": room, "city": f"各{room}合计", "convener": pack.words["convener"]}
    return own.get(subject, counting.SUBJECTS[subject])


def told(quota: Quota, pack) -> str:
    """每月协商会次数（板凳会）至少 1 次，最多 2 次: the rule without its subject."""
    wanted = [f"至少 {quota.min} {quota.unit}"] if quota.min is not None else []
    wanted += [f"最多 {quota.max} {quota.unit}"] if quota.max is not None else []
    if quota.ratio is not None:
        wanted.append(f"不低于{pack.measure_name(quota.ratio_of)}的{share_after(quota.ratio)}")
    narrowed = "、".join(_narrowed(key, value, pack) for key, value in quota.where.items())
    return (
        f"{quota.period_words}{pack.measure_name(quota.measure)}"
        + (f"（{narrowed}）" if narrowed else "")
        + "，".join(wanted)
    )


def _narrowed(key: str, value: str, pack) -> str:
    if key == "category":
        return pack.category(value).name
    if key == "form":
        return next(mode.name for mode in pack.meeting_modes if mode.code == value)
    if key == "class":
        about = pack.topic_class(value)
        return about.name if about else REPLY_CLASSES.get(value, value)
    return (FILTERS[key] or {}).get(value, value)


def _strict(quota: Quota) -> str:
    return counting.SEVERITIES[quota.severity]


def _more(quota: Quota) -> str:
    kinds = [codes.ROOM_KINDS[code] for code in quota.when.get("room_kind", ())]
    kinds += [MemberLevel(code).label for code in quota.when.get("level", ())]
    kinds += [MemberKind(code).label for code in quota.when.get("member_kind", ())]
    said = [f"只对{'、'.join(kinds)}。"] if kinds else []
    said += [f"达不到的，{quota.consequence}。"] if quota.consequence else []
    # The keys that a source does not give are told as what they are.
    said += ["其中的数字暂定，可以修改。"] if quota.default else []
    return "".join(said)
