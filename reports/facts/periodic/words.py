"""The first text of a report, written out of its figures: facts as they are, for people to go on with."""

from reports.enums import PeriodicLevel

MOST_NAMED = 20
NUMERALS = "零一二三四五六七八九"
OF_SERVICE = ("study", "reception", "mediation", "visit", "information", "suggestion", "deed")
VERBS = {
    "study": "集中学习{n}场次",
    "reception": "接访群众{n}人次",
    "mediation": "化解矛盾{n}件次",
    "visit": "走访群众{n}人次",
    "information": "收集社情民意信息{n}条",
    "suggestion": "收集意见建议{n}条",
    "deed": "办实事{n}件",
    "consultation": "开展协商{n}场次",
    "done": "推动落实{n}件",
}
WHOSE = {PeriodicLevel.CITY: "全市", PeriodicLevel.TOWNSHIP: "{place}", PeriodicLevel.ROOM: "{place}"}
PERIOD = {7: "当月", 4: "当年"}
BEFORE = {"当月": "上月", "本季度": "上季度", "上半年": "上一个半年", "下半年": "上半年", "当年": "上年"}
# Rooms under no township are the city's own.
OWN_ROOMS = "市直联络室"
# The places of an annex that a text mentions by name.
MOST_PRAISED = 5


def report(content: dict) -> dict[str, str]:
    """督办报告、工作总结: four parts of running text."""
    return {
        "opening": _lines(_opening(content), _change(content), _total(content)),
        "highlights": _lines(*_marked(content), _busiest(content)),
        "problems": _lines(*_numbered(_problems(content))),
        "next_steps": _lines(*_numbered(_next_steps(content))),
    }


def circular(content: dict) -> dict[str, str]:
    """通报: the same facts in the order of an official letter."""
    found = report(content)
    lead = f"现将{content['when']}“协商在一线”工作情况通报如下。"
    return {**found, "opening": _lines(lead, found["opening"])}


def _lines(*texts) -> str:
    return "\n".join(text for text in texts if text)


def _numbered(texts) -> list[str]:
    texts = [text for text in texts if text]
    return texts if len(texts) < 2 else [f"（{numeral(at)}）{text}" for at, text in enumerate(texts, 1)]


def numeral(number: int) -> str:
    """As far as a list goes: 一 to 九十九, and nothing behind that."""
    tens, ones = divmod(number, 10)
    if tens > 9:
        return ""
    lead = "" if tens == 0 else "十" if tens == 1 else f"{NUMERALS[tens]}十"
    return lead + NUMERALS[ones] if ones else lead


def period_of(content: dict) -> str:
    """当月, 本季度, 上半年, 当年."""
    span = content["span"]
    if "Q" in span:
        return "本季度"
    if "H" in span:
        return "上半年" if span.endswith("1") else "下半年"
    return PERIOD[len(span)]


def without_record(content: dict) -> str:
    """What 无记录 is, and that 沉寂 of the dashboard is another count."""
    return (
        f"“无记录”是{period_of(content)}没有登记履职活动，也没有议题、调研、协商会、纪要、报送、事项落实、提案和社情民意信息；"
        "期内挂牌、撤销的联络室不列。总览中的“沉寂”按本地做法规定的天数，从查看当天往回数，两个数不同。"
    )


def whose(content: dict) -> str:
    return WHOSE[content["level"]].format(place=content["place"])


def _by_code(content: dict) -> dict:
    return {row["code"]: row for row in content["figures"]}


def _opening(content: dict) -> str:
    when, who, rooms = content["when"], whose(content), content["rooms"]
    done = _done(content)
    if content["level"] == PeriodicLevel.ROOM:
        return f"{when}，{who}{done}。" if done else f"{when}，{who}没有登记工作记录。"
    if not rooms["open"]:
        return f"{when}，{who}没有开放的联络室。"
    if not rooms["active"]:
        return f"{when}，{who}{rooms['open']}个联络室没有登记工作记录。"
    all_did = rooms["active"] == rooms["open"]
    worked = f"{rooms['open']}个联络室" + ("都" if all_did else f"中有{rooms['active']}个") + "开展了工作"
    return f"{when}，{who}{worked}" + (f"，共{done}。" if done else "。")


def _done(content: dict) -> str:
    """What was done, without what was not."""
    figures = _by_code(content)
    return "，".join(words.format(n=figures[code]["now"]) for code, words in VERBS.items() if figures[code]["now"])


def _change(content: dict) -> str:
    """与上月相比: in numbers; a share of a handful would say more than there is."""
    figures, changed = _by_code(content), []
    if figures["consultation"]["before"] is None:
        return ""
    for code, words in VERBS.items():
        difference = figures[code]["now"] - figures[code]["before"]
        if difference:
            name, unit = words.split("{n}")
            changed.append(f"{name}{'增加' if difference > 0 else '减少'}{abs(difference)}{unit}")
    said = "，".join(changed) if changed else "各项工作数量持平"
    return f"与{BEFORE[period_of(content)]}相比，{said}。"


def _total(content: dict) -> str:
    figures = _by_code(content)
    said = [words.format(n=figures[code]["total"]) for code, words in VERBS.items() if figures[code]["total"]]
    return f"开展工作以来至{content['when']}末，累计{'，'.join(said)}。" if said else ""


def _marked(content: dict) -> list[str]:
    """What was marked as worth telling, in the words of whoever marked it."""
    alone = content["level"] == PeriodicLevel.ROOM
    said = [(row["short"], row["sentence"].rstrip("。")) for row in content["highlights"]]
    return [f"{sentence}。" if alone else f"{short}：{sentence}。" for short, sentence in said]


def _busiest(content: dict) -> str:
    """Who consulted and who carried out most, by name and number."""
    said = []
    for code, words in (("consultation", "开展协商"), ("done", "推动落实")):
        at = list(VERBS).index(code)
        rows = [row for row in content["table"] if row["figures"][at]]
        rows.sort(key=lambda row: -row["figures"][at])
        if rows:
            unit = VERBS[code].split("{n}")[1]
            named = "、".join(f"{row['short']}（{row['figures'][at]}{unit}）" for row in rows[:MOST_PRAISED])
            # Where nobody did it twice, nobody did more than others.
            more = "较多" if rows[0]["figures"][at] > 1 else ""
            said.append(f"{words}{more}的联络室：{named}。")
    return _lines(*said)


def _problems(content: dict) -> list[str]:
    tasks = content["tasks"]
    missed = tasks["assignments_due"] - tasks["assignments_in_time"]
    due = f"{period_of(content)}到期的任务{tasks['assignments_due']}件，未按期完成{missed}件。" if missed else ""
    return [_silent(content), due, _late(content), *_inspected(content)]


def _inspected(content: dict) -> list[str]:
    """What inspections found, how much of it is mended, and what became of that of the month before."""
    told = content["inspection"]
    if told is None or not (told["inspected"] or told["problems"] or told["before"]):
        return []
    found, texts, times = len(told["problems"]), [], "个" if period_of(content) == "当月" else "个次"
    if content["level"] != PeriodicLevel.ROOM:
        seen = f"督办检查联络室{told['inspected']}{times}（应查{told['due']}{times}）"
        texts.append(f"{seen}，指出问题{found}个，已整改{told['mended']}个。")
    texts += [
        f"{'' if content['level'] == PeriodicLevel.ROOM else row['short'] + '：'}{row['text']}（{row['state']}）"
        for row in told["problems"][:MOST_NAMED]
        if row["is_overdue"] or content["level"] == PeriodicLevel.ROOM
    ]
    if told["before"]:
        texts.append(f"上月指出的问题{told['before']}个，已整改{told['before_mended']}个。")
    return texts


def _silent(content: dict) -> str:
    silent = content["rooms"]["silent"]
    if not silent:
        return ""
    period = period_of(content)
    if content["level"] == PeriodicLevel.ROOM:
        return f"{period}没有登记履职活动和协商工作。"
    named = "、".join(row["short"] for row in silent[:MOST_NAMED])
    more = f"等，名单见{'附件' if content['kind'] == 'circular' else '附表'}" if len(silent) > MOST_NAMED else ""
    return f"{len(silent)}个联络室{period}没有登记履职活动和协商工作：{named}{more}。"


def _late(content: dict) -> str:
    if not content["late"]:
        return ""
    count = sum(row["count"] for row in content["late"])
    named = "、".join(f"{row['name']}{row['count']}件" for row in content["late"][:MOST_NAMED])
    return f"承办单位逾期{count}件：{named}。"


def _next_steps(content: dict) -> list[str]:
    if content["level"] == PeriodicLevel.ROOM:
        return ["请查明原因，按计划开展履职活动和协商工作。"] if content["rooms"]["silent"] else []
    steps = []
    if content["rooms"]["silent"]:
        steps.append(f"{period_of(content)}无记录的联络室要查明原因，按计划开展履职活动和协商工作，工作情况及时登记。")
    if _problems(content)[1] or content["late"]:
        steps.append("有逾期事项的单位要抓紧办理，办理结果及时反馈联络室。")
    return steps
