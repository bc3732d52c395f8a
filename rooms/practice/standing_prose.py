"""The tables that stand over a room's whole work, told in Chinese prose."""

from collections.abc import Iterator

from rooms.practice import counting, standing
from rooms.practice.pack import Practice
from rooms.practice.quotas import subject_words
from rooms.practice.shares import share_after


def parts(pack: Practice) -> list[tuple[str, Iterator[str]]]:
    told = pack.resolved
    return [
        ("清单", checklists(told.get("checklist", ()))),
        ("上墙制度", plates(told.get("plate", ()))),
        ("活动日和接待日", rosters(pack)),
        ("计分考核", schemes(pack)),
        ("督办考核", supervision(pack)),
        (f"{pack.words['room_short']}可以自定", own(pack)),
    ]


def checklists(tables) -> Iterator[str]:
    for table in tables:
        yield f"{table['name']}：{'、'.join(item['name'] for item in table['item'])}。{table.get('help', '')}"


def plates(tables) -> Iterator[str]:
    for table in tables:
        yield f"{table['name']}：{len(table['line'])} 条。"
        yield from (f"　　{number}. {line}" for number, line in enumerate(table["line"], 1))


def rosters(pack: Practice) -> Iterator[str]:
    for table in (*pack.resolved.get("activity_day", ()), *pack.resolved.get("roster", ())):
        who = "、".join(pack.role_name(role) for role in table.get("who", ()))
        said = f"（{who}）" if who else ""
        yield f"{table['name']}：{rule_words(table['rule'])}{said}。{table.get('help', '')}"


def rule_words(rule: dict) -> str:
    """双月最后一个周五，遇节假日顺延到下一个工作日."""
    months = rule.get("months", [])
    when = "每月" if not months else f"{'、'.join(str(month) for month in months)} 月"
    if "day" in rule:
        when += f" {rule['day']} 日"
    else:
        nth = standing.NTH[rule["nth"]] if "nth" in rule else "每个"
        when += f"{nth}{standing.WEEKDAYS[rule['weekday']]}"
    when += standing.HALVES.get(rule.get("half"), "")
    return when + (f"，{standing.SHIFTS[rule['shift']]}" if "shift" in rule else "")


def schemes(pack: Practice) -> Iterator[str]:
    for table in pack.resolved.get("scheme", ()):
        least = f"，全年不少于 {table['minimum']:g} 分" if "minimum" in table else ""
        after = f"；达不到的，{table['consequence']}" if "consequence" in table else ""
        yield f"{table['name']}（{subject_words(table['subject'], pack)}）{least}{after}。{table.get('help', '')}"
        yield from (f"　　{words}" for words in scheme_words(table))


def scheme_words(table) -> Iterator[str]:
    """What each item counts, how the assessors weigh, and what the grades are."""
    is_weighed = bool(table.get("assessor"))
    yield from (item_words(item, is_weighed=is_weighed) for item in table["item"])
    yield from (f"{one['name']}占{share_after(one['weight'])}。" for one in table.get("assessor", ()))
    yield from map(grade_words, table.get("grade", ()))


def item_words(item: dict, *, is_weighed: bool = False) -> str:
    sign = "扣" if item.get("deducts") else "计"
    if item.get("per") == "reached":
        counted = f"达到 {item['at']} {counting.MEASURE_UNITS[item['measure']]}{sign} {item['points']:g} 分"
    elif item.get("manual") and is_weighed and "per" not in item:
        counted = f"由各考核方分别评定，最多 {item['points']:g} 分"
    elif item.get("manual"):
        counted = f"由考核人评定，每项{sign} {item['points']:g} 分"
    else:
        counted = f"每{counting.MEASURE_UNITS[item['measure']]}{sign} {item['points']:g} 分"
    cap = f"，最多 {item['cap']:g} 分" if "cap" in item else ""
    highest = "，只计最高一项" if item.get("highest_only") else ""
    return f"{item['name']}：{counted}{cap}{highest}。{item.get('help', '')}"


def grade_words(grade: dict) -> str:
    ways = {
        "from": lambda: f"{grade['from']:g} 分以上",
        "top": lambda: f"前 {grade['top']} 名",
        "top_share": lambda: f"前{share_after(grade['top_share'])}",
        "bottom": lambda: f"后 {grade['bottom']} 名",
    }
    way = next((say() for key, say in ways.items() if key in grade), "其余")
    return f"{grade['name']}：{way}" + (f"，{grade['consequence']}。" if "consequence" in grade else "。")


def supervision(pack: Practice) -> Iterator[str]:
    for key, name in standing.ROUNDS.items():
        table = pack.resolved.get("supervision", {}).get(key)
        if table:
            by = "、".join(pack.role_name(role) for role in table["by"])
            agreed = f"，报{pack.body(table['approved_by']).name}审定后印发" if "approved_by" in table else ""
            yield f"{counting.PERIODS[table['cycle']]}{name}：由{by}进行{agreed}。{table.get('help', '')}"


def own(pack: Practice) -> Iterator[str]:
    may = pack.resolved.get("room_may", ())
    if may:
        # Its own name is called name here, as the sentence is about it.
        named = "、".join(standing.ROOM_MAY[key].removeprefix("联络室") for key in may)
        yield f"{pack.words['room_short']}可以自行规定：{named}。"
