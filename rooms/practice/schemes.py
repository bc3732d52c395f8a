"""考核办法: what a scheme may say of its items, groups, classes, assessors and grades, and what goes together."""

from members.enums import MemberKind, MemberLevel
from rooms.practice import codes, counting
from rooms.practice.definitions import DEFINITIONS
from rooms.practice.faults import listed
from rooms.practice.fields import Code, Flag, Number, OneOf, Several, Text, Whole, share
from rooms.practice.quotas import FILTERS, values_of
from rooms.practice.shares import exact
from rooms.practice.tables import Table, Tables, cited, narrowing

PER = {"each": "每件计分", "reached": "达到数量计分", "rate": "按比例折算", "band": "按档次计分"}
# What is divided by before it counts.
HEADS = {"room": "按联络室平均", "member": "按委员平均"}
HEADS_OF = {"room": ("member",), "township": ("room", "member"), "committee": ("member",), "sector": ("member",)}
# How what several did together counts for each of them.
JOINT = {"full": "参加的同样计全分", "part": "参加的按比例计分", "equal": "各方平均分摊"}
# What others of a piece of work are counted by, beside the one who leads.
JOINED = {"proposals": "joint_proposals", "consultations": "consultations_joined"}
WHEN_NONE = {"zero": "不计分", "full": "计满分"}
TIES = {"in": "末位并列的一并计入", "out": "并列放不下的都不计入"}
# A class of subjects is told by the level of a member, by the kind of a member (差异化), or by the kind of a room.
BY_LEVEL, BY_KIND = dict(MemberLevel.choices), dict(MemberKind.choices)
CLASSES = {"member": BY_LEVEL | BY_KIND, "room": codes.ROOM_KINDS}
WHERE = narrowing({key: Text(40) for key in FILTERS})
BANDS = Tables(Table({"from": Number(required=True), "points": Number(required=True)}), "from")
KEYS = {
    "name": Text(60, required=True),
    "group": Text(40),
    "classes": Several(Text(40)),
    "measure": OneOf(counting.MEASURES),
    "where": WHERE,
    # Marked by an assessor, instead of being counted; with `evidence` a file or a link has to show it.
    "manual": Flag(),
    "evidence": Flag(),
    "points": Number(required=True),
    "per": OneOf(PER),
    "at": Whole(1),
    # What a rate is of.
    "out_of": OneOf(counting.MEASURES),
    "out_of_where": WHERE,
    "when_none": OneOf(WHEN_NONE),
    "band": BANDS,
    "per_head": OneOf(HEADS),
    "joint": OneOf(JOINT),
    "joint_share": share(),
    "cap": Number(),
    "highest_only": Flag(),
    "deducts": Flag(),
    # Counts beyond the full mark.
    "bonus": Flag(),
    "help": Text(300),
}


def check_item(table):
    if ("measure" in table) == bool(table.get("manual")):
        yield "", "评分项要写 measure，或者写 manual = true，只能写一样", ""
        return
    if (table.get("per") == "reached") != ("at" in table):
        yield "at", '达到数量才计分的（per = "reached"），要写 at；其他的不写', ""
    if "evidence" in table and not table.get("manual"):
        yield "evidence", "只有人工评分的项目才要佐证", "删去这个键"
    if table.get("bonus") and table.get("deducts"):
        yield "bonus", "同一项不能既是加分又是扣分", "bonus、deducts 只能写一个"
    if "measure" in table:
        yield from _check_filters(table)
        yield from _check_joint(table)
        yield from _check_rate(table)
    else:
        for key in ("where", "out_of", "per_head", "joint", "band"):
            if key in table:
                yield key, f"没有 measure，谈不上{ABOUT[key]}", "删去这个键"


ABOUT = {"where": "筛选", "out_of": "比例", "per_head": "平均", "joint": "联合", "band": "档次"}


def _check_filters(table):
    for measure, where in (("measure", "where"), ("out_of", "out_of_where")):
        if where in table and measure not in table:
            yield where, f"没有 {measure}，谈不上筛选", "删去这个键"
            continue
        known = DEFINITIONS[table[measure]].where if measure in table else ()
        for key, value in table.get(where, {}).items():
            if key not in known:
                may = f"可以写：{'、'.join(known)}" if known else f"删去 {where}"
                yield where, f"“{counting.MEASURES[table[measure]]}”不能按 {key} 筛选", may
            elif (values := values_of(key, table[measure])) is not None and value not in values:
                yield where, f"{key} 没有 {value} 这个值", listed(values)


def _measures(codes_of) -> str:
    return listed({code: counting.MEASURES[code] for code in codes_of})


def _check_joint(table):
    if "joint" not in table:
        if "joint_share" in table:
            yield "joint_share", '没有写 joint = "part"，谈不上比例', "删去这个键"
        return
    if table["measure"] not in JOINED:
        yield "joint", f"“{counting.MEASURES[table['measure']]}”不分主办和参加", _measures(JOINED)
    if "where" in table:
        yield "where", "联合的项目不能再筛选", "删去 where，或者删去 joint"
    if (table["joint"] == "part") != ("joint_share" in table):
        yield "joint_share", 'joint = "part" 和 joint_share 要一起写', "补上另一个，或者删去这个键"


def _check_rate(table):
    per = table.get("per", "each")
    if per == "rate" and "out_of" not in table:
        yield "out_of", '按比例折算的（per = "rate"），要写和什么相比', ""
    if "out_of" in table and per not in ("rate", "band"):
        yield "per", "写了 out_of 的，按比例或者按档次计分", 'per 写成 "rate" 或 "band"'
    if "when_none" in table and "out_of" not in table:
        yield "when_none", "没有 out_of，谈不上没有可比的", "删去这个键"
    if "out_of" in table and "per_head" in table:
        yield "per_head", "比例不再平均", "删去 per_head，或者删去 out_of"
    yield from _check_bands(table)


def _check_bands(table):
    per = table.get("per", "each")
    if (per == "band") != ("band" in table):
        yield "band", 'per = "band" 和 band 要一起写', "补上另一个，或者删去这个键"
    for band in table.get("band", ()):
        if exact(band["points"]) > exact(table["points"]):
            yield "band", f"有一档 {band['points']:g} 分，比 points 还多", f"应当不多于 {table['points']:g}"
        if "out_of" in table and exact(band["from"]) > 1:
            yield "band", "比例的档次在 0 到 1 之间", "写 0.9 表示 90%"


GROUP = Table(
    {
        "name": Text(40, required=True),
        # What the points of its items are multiplied by.
        "weight": share(),
        "cap": Number(),
        "highest_only": Flag(),
        "help": Text(300),
    }
)
CLASS = Table(
    {
        "name": Text(40, required=True),
        "of": Several(Text(40), required=True),
        "minimum": Number(),
        "full": Number(),
        "help": Text(300),
    }
)
GRADE = {
    "name": Text(20, required=True),
    "from": Number(),
    "top": Whole(1),
    "top_share": share(),
    "bottom": Whole(1),
    "bottom_share": share(),
    "ties": OneOf(TIES),
    "consequence": Text(100),
}
PLACED = ("top", "top_share", "bottom", "bottom_share")


def check_grade(table):
    ways = [key for key in PLACED if key in table]
    if len(ways) > 1:
        yield "", f"等次“{table['name']}”同时写了 {'、'.join(ways)}", "top、top_share、bottom、bottom_share 只能写一个"
    if "ties" in table and not ways:
        yield "ties", "不按名次的等次没有并列的问题", "删去这个键"


def check_scheme(table):
    for item in table.get("item", ()):
        yield from _check_of_subject(item, table)
    weights = [exact(assessor["weight"]) for assessor in table.get("assessor", ())]
    if weights and sum(weights) != 1:
        yield "assessor", f"各考核方的权重合计是 {float(sum(weights)):g}", "合计应当是 1"
    names = [item["name"] for item in table.get("item", ())]
    for name in table.get("tie_break", ()):
        if name not in names:
            yield "tie_break", f"没有“{name}”这个考核项目", listed(names)
    if "full" in table and table.get("minimum", 0) > table["full"]:
        yield "minimum", "比 full 还大", f"应当不大于 {table['full']:g}"
    yield from _check_classes(table)


def _check_of_subject(item, table):
    known, subject = counting.counted_for(table["subject"]), counting.SUBJECTS[table["subject"]]
    for key in ("measure", "out_of"):
        if item.get(key, "") in counting.MEASURES.keys() - known.keys():
            yield (
                "item",
                f"考核项目“{item['name']}”的指标“{counting.MEASURES[item[key]]}”不能按{subject}统计",
                listed(known),
            )
    joined = JOINED.get(item.get("measure", ""), "") if "joint" in item else ""
    if joined and joined not in known:
        yield "item", f"考核项目“{item['name']}”的“{counting.MEASURES[joined]}”不能按{subject}统计", "删去 joint"
    heads = HEADS_OF.get(table["subject"], ())
    if item.get("per_head", "") in HEADS.keys() - set(heads):
        yield "item", f"考核项目“{item['name']}”不能{HEADS[item['per_head']]}", listed({k: HEADS[k] for k in heads})
    groups = [group["name"] for group in table.get("group", ())]
    if "group" in item and item["group"] not in groups:
        yield "item", f"考核项目“{item['name']}”的分组“{item['group']}”没有写在 group 里", listed(groups)
    classes = [each["name"] for each in table.get("class", ())]
    for name in item.get("classes", ()):
        if name not in classes:
            yield "item", f"考核项目“{item['name']}”的类别“{name}”没有写在 class 里", listed(classes)


def _check_classes(table):
    known, seen = CLASSES.get(table["subject"], {}), set()
    if "class" in table and not known:
        yield (
            "class",
            f"{counting.SUBJECTS[table['subject']]}不分类别",
            "只有委员（按级别或者类别）和联络室（按类型）分类别",
        )
        return
    for each in table.get("class", ()):
        for code in each["of"]:
            if code not in known:
                yield "class", f"类别“{each['name']}”里没有 {code} 这个值", listed(known)
            elif code in seen:
                yield "class", f"{code} 属于两个类别", "一种只能写在一个类别里"
            seen.add(code)
    if seen & BY_LEVEL.keys() and seen & BY_KIND.keys():
        yield (
            "class",
            "有的类别按委员级别分，有的按委员类别分",
            f"只按一种分：{listed(BY_LEVEL)}，或者{listed(BY_KIND)}",
        )
    if table.get("apart") and "class" not in table:
        yield "apart", "没有分类别，谈不上分别排名", "删去这个键"


SCHEMES = Tables(
    cited(
        {
            "code": Code(required=True),
            "name": Text(60, required=True),
            "subject": OneOf(counting.SUBJECTS, required=True),
            # On trial (试行): nothing of it is a rule yet.
            "tentative": Flag(),
            "full": Number(),
            "minimum": Number(),
            "consequence": Text(100),
            "help": Text(300),
            # Of equal totals the one with more points of these comes first, one after the other.
            "tie_break": Several(Text(60)),
            "apart": Flag(),
            # Who has nothing to be counted takes no part.
            "only_active": Flag(),
            "group": Tables(GROUP, "name"),
            "class": Tables(CLASS, "name"),
            "item": Tables(cited(KEYS, check_item), required=True),
            "assessor": Tables(
                Table({"name": Text(40, required=True), "role": OneOf(codes.ROLES), "weight": share(required=True)})
            ),
            "grade": Tables(Table(GRADE, check_grade)),
        },
        check_scheme,
    ),
    "code",
    0,
)
