"""数量与比例: what a `count` checkpoint finds, and how it says in plain words what is there and what is missing."""

from math import ceil

from consult import queries
from consult.enums import MatterLevel, PersonKind
from rooms.practice.counting import MEASURE_UNITS, MEASURES
from rooms.practice.shares import exact, share_after

# The part of the page that removes what is missing.
PLACES = {
    "participants": "participants",
    "unmet_categories": "participants",
    "research_records": "research",
    "meetings": "meeting",
    "matters": "matters",
    "matters_without_unit": "matters",
    "unexplained_dissents": "dissents",
    "unsent_city_matters": "submission",
    "open_matters": "matters",
}


def numbers_for(checkpoints, consultation, pack) -> dict:
    """What the checkpoints count, read together."""
    counting = [checkpoint.params for checkpoint in checkpoints if checkpoint.kind == "count"]
    return queries.measure_all(consultation, [pair for params in counting for pair in _counted(params)], pack)


def _counted(params):
    """What one checkpoint counts: a measure, and what it is a share of."""
    yield params["measure"], params.get("where", {})
    if "ratio_of" in params:
        yield _whole(params["ratio_of"])


def _whole(base: str) -> tuple:
    """Another measure, or one category of the list."""
    return (base, {}) if base in MEASURES else ("participants", {"category": base})


def missing(checkpoint, consultation, pack, numbers) -> str:
    """Say what is there and what is missing; nothing when the number is within its bounds."""
    params = checkpoint.params
    name, where = params["measure"], params.get("where", {})
    have = numbers[queries.key_of(name, where)]
    if "ratio_of" in params:
        return _share_missing(have, params, pack, numbers)
    least, most = params.get("min"), params.get("max")
    unit = MEASURE_UNITS[name]
    lead = f"{_noun(name, where, pack)}{VERBS.get(name, '现有')} {have} {unit}"
    if least is not None and have < least:
        none = NONE_YET.get(name) if least == 1 and not where else None
        return none(pack) if none else f"{lead}，至少要 {least} {unit}，还差 {least - have} {unit}。"
    if most is not None and have > most:
        left = ANY_LEFT.get(name) if most == 0 else None
        if left and (name == "unmet_categories" or not where):
            return left(consultation, pack, have, checkpoint)
        if left:
            return f"还有 {have} {unit}{_noun(name, where, pack)}。"
        return f"{lead}，最多 {most} {unit}，多出 {have - most} {unit}。"
    return ""


def _share_missing(have, params, pack, numbers) -> str:
    """The part of another measure, or of one category of the list, reckoned exactly."""
    name, where, base = params["measure"], params.get("where", {}), params["ratio_of"]
    base_name, base_where = _whole(base)
    total = numbers[queries.key_of(base_name, base_where)]
    noun, base_noun = _noun(name, where, pack), _noun(base_name, base_where, pack)
    unit, base_unit = MEASURE_UNITS[name], MEASURE_UNITS[base_name]
    # What is counted is itself part of the whole: one more of it makes the whole larger too.
    within = base == name
    least, most = (exact(params[key]) if key in params else None for key in ("min", "max"))
    lead = f"{noun}{VERBS.get(name, '现有')} {have} {unit}，占{base_noun} {total} {base_unit}的 {_percent(have, total)}"
    if least and not total:
        return f"{base_noun}现有 0 {base_unit}，{noun}要占到{share_after(params['min'])}。"
    if least is not None and have < least * total:
        return f"{lead}，不能低于{share_after(params['min'])}，{_gap(have, total, least, within=within, unit=unit)}。"
    if most is not None and have > most * total:
        return f"{lead}，不能高于{share_after(params['max'])}，多出 {_step(have, total, most, within=within)} {unit}。"
    return ""


def _gap(have, total, least, *, within: bool, unit: str) -> str:
    if within and least == 1:
        return f"还有 {total - have} {unit}不在其中"
    return f"还差 {_step(have, total, least, within=within)} {unit}"


def _step(have, total, bound, *, within: bool) -> int:
    """How many more, or fewer, bring the share to its bound."""
    gap = abs(bound * total - have)
    return ceil(gap / (1 - bound)) if within and bound < 1 else ceil(gap)


def _percent(part: int, whole: int) -> str:
    return f"{part * 100 / whole:.1f}".removesuffix(".0") + "%" if whole else "0%"


def _noun(name, where, pack) -> str:
    """What is counted, by the place's own words: 利益相关方代表, 板凳会, 市级事项."""
    words = pack.words
    level = MatterLevel(where["level"]).label if "level" in where else ""
    category = pack.category(where["category"]).name if "category" in where else ""
    mode = next((mode.name for mode in pack.meeting_modes if mode.code == where.get("form")), "")
    kind = f"中的{PersonKind(where['kind']).label}" if "kind" in where else ""
    of_whom = f"{category}的" if category else ""
    return {
        "participants": f"{category or words['participant']}{kind}",
        "unmet_categories": f"人数不符合要求的{category or words['participant']}",
        "research_records": words["research"],
        "meetings": mode or words["meeting"],
        "matters": f"{words['consensus']}的{level}{words['matter']}",
        "matters_without_unit": f"没有写{words['suggested_unit']}的{level}{words['matter']}",
        "unexplained_dissents": f"{of_whom}没有写解释情况的{words['dissent']}",
        "unsent_city_matters": f"没有{words['submission']}的{MatterLevel.CITY.label}{words['matter']}",
        "open_matters": f"没有办结的{level}{words['matter']}",
    }[name]


VERBS = {"research_records": "已登记", "meetings": "已开"}
# What is said where one is wanted and there is none.
NONE_YET = {
    "research_records": lambda pack: f"还没有{pack.words['research']}记录，至少要登记 1 次。",
    "meetings": lambda pack: f"还没有开过{pack.words['meeting']}，或者会议记录没有结束。",
    "matters": lambda pack: f"还没有登记{pack.words['consensus']}的{pack.words['matter']}。",
}


def _say_unmet(consultation, pack, n, checkpoint):
    category = checkpoint.params.get("where", {}).get("category", "")
    return "".join(queries.composition_faults(consultation, pack, only=category))


def _say_unexplained(consultation, pack, n, checkpoint):
    tail = "" if checkpoint.blocks else f"，将随纪要如实{pack.words['submission']}"
    return f"有 {n} 条{pack.words['dissent']}没有写解释情况{tail}。"


# What is said where there should be none.
ANY_LEFT = {
    "unmet_categories": _say_unmet,
    "unexplained_dissents": _say_unexplained,
    "matters_without_unit": lambda c, pack, n, _: (
        f"有 {n} 件{pack.words['matter']}没有写{pack.words['suggested_unit']}。"
    ),
    "unsent_city_matters": lambda c, pack, n, _: f"有 {n} 件市级{pack.words['matter']}没有{pack.words['submission']}。",
    "open_matters": lambda c, pack, n, _: f"还有 {n} 件{pack.words['matter']}没有办结。",
}
