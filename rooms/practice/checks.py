"""What the keys of one table must be together, each by itself being right: (key, what is wrong, what may stand)."""

import re

from rooms.practice import codes, counting
from rooms.practice.faults import listed
from rooms.practice.shares import exact

# What stands between 有 and 提出.
VOICE = re.compile(r"(?!有)[\u4e00-\u9fff]+")


def one_span(table):
    if len(table) != 1:
        yield "", "天数、工作日、月数只能写一个", "可以写：{ days = n }、{ workdays = n } 或 { months = n }"


def bounds_in_order(table):
    if "min" in table and "max" in table and exact(table["min"]) > exact(table["max"]):
        yield "max", "比 min 还小", f"应当不小于 {table['min']}"


def check_approval(table):
    if ("bodies" in table) == ("by_route" in table):
        yield "", "审定由谁作出，要写 bodies 或 by_route 中的一个", ""
    if table.get("by_route") is False:
        yield "by_route", "不走审定路线时删去这个键，写 bodies", "可以写：true"
    for key in ("together", "filing"):
        if "by_route" in table and key in table:
            yield key, "走审定路线的，不写这个键", "删去这个键，或者改写 bodies"
    if table.get("together") and "bodies" in table and len(table.get("bodies", [])) < 2:
        yield "together", "两个以上的机关才能会签", ""
    if table.get("filing") and "reject" in table.get("may", []):
        yield "may", "备案不能被否决", "去掉 reject"


def check_publicity(table):
    if ("days" in table) == ("workdays" in table):
        yield "", "公示期要写 days 或 workdays 中的一个", ""


def check_count(table):
    if "min" not in table and "max" not in table:
        yield "", "数量关口要写 min 或 max", ""
    numbers = {key: table[key] for key in ("min", "max") if key in table}
    if "ratio_of" in table:
        yield from ((key, "比例在 0 到 1 之间", "") for key, number in numbers.items() if exact(number) > 1)
    else:
        yield from ((key, "数量应当是整数", "") for key, number in numbers.items() if not isinstance(number, int))
    yield from bounds_in_order(table)
    yield from check_filter(table)


def check_filter(table):
    """A filter that a measure does not know would be no filter at all."""
    where, known = table.get("where", {}), counting.COUNT_FILTERS.get(table["measure"], ())
    name = counting.MEASURES[table["measure"]]
    for key in (key for key in where if key not in known):
        may = f"可以写：{'、'.join(known)}" if known else "删去 where"
        yield "where", f"“{name}”不能按 {key} 筛选", may
    for key, values in (("kind", codes.PERSON_KINDS), ("level", counting.LEVELS)):
        if key in where and key in known and where[key] not in values:
            yield "where", f"{key} 没有 {where[key]} 这个值", listed(values)
    if table.get("ratio_of") == table["measure"] and not where:
        yield "ratio_of", "和自己相比，比例总是 100%", "加上 where，或者换一个指标"


def check_vote(table):
    for key in ("quorum", "threshold"):
        if table.get(key) == 0:
            yield key, "应当大于 0", ""


def check_waiver(table):
    if not table.get("waivable"):
        return
    if table["mode"] != "block":
        yield "waivable", "只有必须满足的关口才谈得上豁免", "mode 写成 block，或者删去这个键"
    why = next((why for (key, code), why in codes.NEVER_WAIVED.items() if table.get(key) == code), "")
    if why:
        yield "waivable", f"这个关口不能豁免：{why}", "删去这个键"


def check_form_field(table):
    choosing = table["type"] in ("choice", "choices")
    if choosing and "options" not in table:
        yield "options", "选择项要列出可选的内容", ""
    if not choosing and "options" in table:
        yield "options", "只有单选、多选才列出可选的内容", ""


def check_form(table):
    """What a form says of its answers names answers that it has."""
    choices = {field["key"]: field["options"] for field in table["field"] if field["type"] == "choice"}
    known = [*table.get("scale", ()), *(option for options in choices.values() for option in options)]
    if table.get("overall", "") not in ("", *choices):
        yield "overall", "没有这个单选的栏目", listed(list(choices))
    for key in ("passing", "reason_when"):
        for answer in table.get(key, ()):
            if answer not in known:
                yield key, f"没有“{answer}”这个档次", listed(list(dict.fromkeys(known)))
    if "points" in table and len(table["points"]) != len(table.get("scale", ())):
        yield "points", "分值和档次要一一对应", "写成和 scale 一样多"


def check_category(table):
    if (table["source"] == "representative") != ("representatives" in table):
        yield "representatives", "来自本室代表的类别要写明哪种代表，其他类别不写", ""
    voice = table.get("voice", "")
    if not VOICE.fullmatch(voice) and "voice" in table:
        yield "voice", "不是可以接在“有”字后面的称呼", "写成住户代表、专业人士这样的称呼，不写“有”字、数字和标点"
    yield from bounds_in_order(table)


def check_body(table):
    for role in table.get("enters", []):
        if role not in table["roles"]:
            yield "enters", f"{role} 不在 roles 中", ""


def check_key_points(table):
    low, high = table.get("key_points_min"), table.get("key_points_max")
    if low is not None and high is not None and low > high:
        yield "key_points_max", "比 key_points_min 还小", ""


def check_deadline(table):
    if table["of"] in codes.COMMITTEE_ACTS and table["mode"] == "block":
        yield "mode", "对党（工）委的期限不能设为 block", "可以写：off、warn"


def check_document(table):
    if table.get("head") == "mark" and "mark" not in table:
        yield "mark", "用纪要标志的文书要写标志文字", ""
    number = table.get("number")
    if number is not None and not number_fits(number):
        slots = "、".join("{" + slot + "}" for slot in codes.NUMBER_SLOTS)
        yield "number", "编号样式不对，要有 {n}，其他只能用规定的占位", f"可以用 {slots}"


def number_fits(pattern: str) -> bool:
    filled = pattern
    for slot in codes.NUMBER_SLOTS:
        filled = filled.replace("{" + slot + "}", "")
    return "{n}" in pattern and "{" not in filled and "}" not in filled


def check_rule(table):
    """A recurring day: the nth weekday, each such weekday, or a day of the month."""
    if ("day" in table) == ("weekday" in table):
        yield "", "写明每月几号，或者星期几", "写 day，或者写 weekday（可以加 nth）"
    if "nth" in table and "weekday" not in table:
        yield "nth", "第几个要和 weekday 一起写", ""


def check_route_step(table):
    if ("body" in table) == ("bodies" in table):
        yield "", "由谁作出意见，要写 body；由几个机关联审的，写 bodies，两样只能写一样", ""
    if len(table.get("bodies", ["", ""])) < 2:
        yield "bodies", "两个以上的机关才能联审", "只有一个机关的，写 body"
