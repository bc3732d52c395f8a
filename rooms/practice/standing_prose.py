"""The tables that stand over a room's whole work, told in Chinese prose."""

from collections.abc import Iterator

from rooms.practice import counting, standing
from rooms.practice.pack import Practice
from rooms.practice.quotas import subject_words
from rooms.practice.scheme_prose import scheme_words


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
        trial = "，试行" if table.get("tentative") else ""
        subject = subject_words(table["subject"], pack)
        yield f"{table['name']}（{subject}{trial}）{least}{after}。{table.get('help', '')}"
        yield from (f"　　{words}" for words in scheme_words(table))


def supervision(pack: Practice) -> Iterator[str]:
    for key, name in standing.ROUNDS.items():
        table = pack.resolved.get("supervision", {}).get(key)
        if table:
            by = "、".join(pack.role_name(role) for role in table["by"])
            agreed = f"，报{pack.body(table['approved_by']).name}审定后印发" if "approved_by" in table else ""
            told = f"，期末前 {table['remind']} 个工作日提醒还没有完成的" if "remind" in table else ""
            day = f"期满次月 {table['report_day']} 日起草报告。" if "report_day" in table else ""
            yield f"{counting.PERIODS[table['cycle']]}{name}：由{by}进行{agreed}{told}。{table.get('help', '')}{day}"


def own(pack: Practice) -> Iterator[str]:
    may = pack.resolved.get("room_may", ())
    if may:
        # Its own name is called name here, as the sentence is about it.
        named = "、".join(standing.ROOM_MAY[key].removeprefix("联络室") for key in may)
        yield f"{pack.words['room_short']}可以自行规定：{named}。"
