"""One scheme of a pack in Chinese prose: what each item counts, how groups and assessors weigh, what the grades are."""

from collections.abc import Iterator

from rooms.practice import counting
from rooms.practice.quotas import FILTERS
from rooms.practice.schemes import HEADS, JOINT, TIES
from rooms.practice.shares import share_after, share_words


def scheme_words(table) -> Iterator[str]:
    is_weighed = bool(table.get("assessor"))
    yield from (item_words(item, is_weighed=is_weighed) for item in table["item"])
    yield from map(group_words, table.get("group", ()))
    yield from map(class_words, table.get("class", ()))
    yield from (f"{one['name']}占{share_after(one['weight'])}。" for one in table.get("assessor", ()))
    if table.get("only_active"):
        yield "这一年没有相关记录的不参加考核。"
    if "tie_break" in table:
        yield f"总分相同的，先后比较{'、'.join(table['tie_break'])}。"
    if table.get("apart"):
        yield "各类别分别排名次、定等次。"
    yield from map(grade_words, table.get("grade", ()))


def item_words(item: dict, *, is_weighed: bool = False) -> str:
    cap = f"，最多 {item['cap']:g} 分" if "cap" in item else ""
    highest = "，只计最高一项" if item.get("highest_only") else ""
    joint = _joint_words(item) if "joint" in item else ""
    counted = _counted_words(item, is_weighed=is_weighed)
    return f"{item['name']}{_marks(item)}：{counted}{joint}{cap}{highest}。{item.get('help', '')}"


def _marks(item: dict) -> str:
    """（协商质量，加分项，要有佐证）."""
    told = [item["group"]] if "group" in item else []
    told += ["加分项"] if item.get("bonus") else []
    told += [f"只用于{'、'.join(item['classes'])}"] if "classes" in item else []
    told += ["要有佐证"] if item.get("evidence") else []
    return f"（{'，'.join(told)}）" if told else ""


def _counted_words(item: dict, *, is_weighed: bool) -> str:
    sign, points = ("扣" if item.get("deducts") else "计"), f"{item['points']:g}"
    if item.get("manual"):
        is_rated = is_weighed and "per" not in item
        return f"由各考核方分别评定，最多 {points} 分" if is_rated else f"由考核人评定，每项{sign} {points} 分"
    if "out_of" in item:
        return _rate_words(item, sign, points)
    unit, head = _unit(item), HEADS.get(item.get("per_head", ""), "")
    head = f"{head}，" if head else ""
    if item.get("per") == "reached":
        return f"{head}达到 {item['at']} {unit}{sign} {points} 分"
    if item.get("per") == "band":
        return head + "，".join(f"达到 {band['from']:g} {unit}{sign} {band['points']:g} 分" for band in item["band"])
    return f"{head}每{unit}{sign} {points} 分"


def _unit(item: dict) -> str:
    return counting.MEASURE_UNITS[item["measure"]]


def _rate_words(item: dict, sign: str, points: str) -> str:
    """按“推动落实事项”占“协商事项”的比例折算，最多计 20 分."""
    part, whole = (
        _narrowed(item["measure"], item.get("where", {})),
        _narrowed(item["out_of"], item.get("out_of_where", {})),
    )
    rate = f"按“{part}”占“{whole}”的比例"
    none = "，没有可比的计满分" if item.get("when_none") == "full" else "，没有可比的不计分"
    if item.get("per") == "band":
        bands = (f"达到 {share_words(band['from'])} {sign} {band['points']:g} 分" for band in item["band"])
        return f"{rate}，{'，'.join(bands)}{none}"
    return f"{rate}折算，最多{sign} {points} 分{none}"


def _narrowed(measure: str, where: dict) -> str:
    """到期应答复的提案（按期）."""
    told = "、".join((FILTERS[key] or {}).get(value, value) for key, value in where.items())
    return f"{counting.MEASURES[measure]}（{told}）" if told else counting.MEASURES[measure]


def _joint_words(item: dict) -> str:
    if item["joint"] == "part":
        return f"，参加联合的计{share_after(item['joint_share'])}"
    return f"，{JOINT[item['joint']]}"


def group_words(group: dict) -> str:
    said = [f"占{share_after(group['weight'])}"] if "weight" in group else []
    said += [f"合计最多 {group['cap']:g} 分"] if "cap" in group else []
    said += ["只计其中最高一项"] if group.get("highest_only") else []
    return f"{group['name']}：{'，'.join(said) or '不另设上限'}。{group.get('help', '')}"


def class_words(each: dict) -> str:
    said = [f"全年不少于 {each['minimum']:g} 分"] if "minimum" in each else []
    said += [f"满分 {each['full']:g} 分"] if "full" in each else []
    return f"{each['name']}：{'，'.join(said) or '按本办法计分'}。{each.get('help', '')}"


def grade_words(grade: dict) -> str:
    ways = {
        "from": lambda: f"{grade['from']:g} 分以上",
        "top": lambda: f"前 {grade['top']} 名",
        "top_share": lambda: f"前{share_after(grade['top_share'])}",
        "bottom": lambda: f"后 {grade['bottom']} 名",
        "bottom_share": lambda: f"后{share_after(grade['bottom_share'])}",
    }
    said = [say() for key, say in ways.items() if key in grade] or ["其余"]
    said += [TIES[grade["ties"]]] if "ties" in grade else []
    said += [grade["consequence"]] if "consequence" in grade else []
    return f"{grade['name']}：{'，'.join(said)}。"
