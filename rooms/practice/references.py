"""What a resolved pack says about itself: every name that one table uses must exist in another."""

from collections.abc import Iterable, Iterator
from itertools import product

from rooms.practice import codes, counting, verdicts
from rooms.practice.checks import bounds_in_order
from rooms.practice.faults import Fault, Path
from rooms.practice.quotas import quota_faults
from rooms.practice.schema import NEEDED


def gaps(resolved: dict) -> Iterator[Fault]:
    """What must be there before anything can be asked about the rest."""
    yield from (Fault((key,), None, "缺少这张表") for key in NEEDED if key not in resolved)
    people = resolved.get("participants", {"category": [], "join": []})
    if "category" not in people or "join" not in people:
        yield Fault(("participants",), None, "要有 join 和 category")


def faults(resolved: dict) -> Iterator[Fault]:
    yield from missing_words(resolved)
    for key, problem, allowed in bounds_in_order(resolved["participants"]):
        yield Fault(("participants", key), resolved["participants"][key], problem, allowed)
    yield from bad_names(resolved)
    yield from verdicts.faults(resolved)
    yield from uncovered_cases(resolved)
    yield from missing_documents(resolved["document"])
    yield from quota_faults(resolved)
    yield from backward_branches(resolved)
    yield from nowhere_to_go(resolved)


def missing_words(resolved: dict) -> Iterator[Fault]:
    words = resolved["words"]
    paths = [("words", word) for word in codes.WORDS if word not in words]
    for group, known in (("step", codes.STEPS), ("role", codes.ROLES)):
        paths += [("words", group, code) for code in known if code not in words.get(group, {})]
    yield from (Fault(path, None, "缺少这个用语") for path in paths)


def bad_names(resolved: dict) -> Iterator[Fault]:
    known = {
        "body": names(resolved["body"]),
        "form": names(resolved["form"]),
        "stage": names(resolved["stage"]),
        "outcome": names(resolved["outcome"]),
        "source": names(resolved["topic_source"]),
        "triage": names(resolved.get("triage", ())),
        "topic_class": names(resolved.get("topic_class", ())),
        "disposition": names(resolved["disposition"]),
        "category": names(resolved["participants"]["category"]),
        "mode": names(resolved["meeting"]["mode"]),
    }
    known |= {side: names(fitting(resolved["form"], side)) for side in ("handling", "proposal")}
    known["whole"] = [*counting.COUNTED_BY_CASE, *known["category"]]
    for path, value, table in used_names(resolved):
        if value not in known[table]:
            yield Fault(path, value, "没有这个名称", "可以写：" + "、".join(known[table]))


def fitting(forms: Iterable[dict], side: str) -> Iterator[dict]:
    """The forms for this side, and those that are for none in particular."""
    return (form for form in forms if side in (form.get("sides") or [side]))


def names(tables: Iterable[dict]) -> list[str]:
    return list(dict.fromkeys(table["code"] for table in tables))


def used_names(resolved: dict) -> Iterator[tuple[Path, str, str]]:
    """Every place where a table names a row of another one: (path, name, which table)."""
    for at, stage in enumerate(resolved["stage"]):
        for index, checkpoint in enumerate(stage.get("checkpoint", ())):
            yield from of_checkpoint(checkpoint, ("stage", at, "checkpoint", index))
    for at, route in enumerate(resolved["route"]):
        yield from each(route, "raised_by", ("route", at), "body")
        yield from each_of_case(route, ("route", at))
        for index, step in enumerate(route["step"]):
            yield from each(step, "body", ("route", at, "step", index), "body")
            yield from each(step, "bodies", ("route", at, "step", index), "body")
    yield from of_ends(resolved)
    for name, table in resolved.get("supervision", {}).items():
        yield from each(table, "approved_by", ("supervision", name), "body")


def of_ends(resolved: dict) -> Iterator[tuple[Path, str, str]]:
    for at, disposition in enumerate(resolved["disposition"]):
        yield from each(disposition, "next", ("disposition", at), "stage")
        yield from each(disposition, "outcome", ("disposition", at), "outcome")
    for at, quota in enumerate(resolved.get("quota", ())):
        yield from each(quota.get("where", {}), "category", ("quota", at, "where"), "category")
        yield from each(quota.get("where", {}), "form", ("quota", at, "where"), "mode")
        # Of replies it is their class A, B or C.
        if quota["measure"] != "proposals_replied":
            yield from each(quota.get("where", {}), "class", ("quota", at, "where"), "topic_class")
    for at, rule in enumerate(resolved.get("proposal_kind", ())):
        yield from each(rule, "handling_form", ("proposal_kind", at), "handling")
        yield from each(rule, "proposal_form", ("proposal_kind", at), "proposal")
    for at, view in enumerate(resolved["view"]):
        for key, of in FILTERED.items():
            yield from each(view.get("filter", {}), key, ("view", at, "filter"), of)


# What a view is narrowed by, and which table names it.
FILTERED = {"stages": "stage", "triage": "triage", "source": "source", "dispositions": "disposition"}


def of_checkpoint(checkpoint: dict, path: Path) -> Iterator[tuple[Path, str, str]]:
    yield from each(checkpoint, "bodies", path, "body")
    yield from each(checkpoint, "form", path, "form")
    # A publicity's `where` is a place; a count's is a filter.
    where = checkpoint["where"] if checkpoint["kind"] == "count" and "where" in checkpoint else {}
    yield from each(where, "category", (*path, "where"), "category")
    yield from each(where, "form", (*path, "where"), "mode")
    yield from each(checkpoint, "ratio_of", path, "whole")
    yield from each_of_case(checkpoint, path)


def each_of_case(table: dict, path: Path) -> Iterator[tuple[Path, str, str]]:
    for key in ("source", "triage"):
        yield from each(table.get("when", {}), key, (*path, "when"), key)


def each(table: dict, key: str, path: Path, of: str) -> Iterator[tuple[Path, str, str]]:
    value = table.get(key, [])
    if isinstance(value, list):
        yield from (((*path, key, index), one, of) for index, one in enumerate(value))
    else:
        yield (*path, key), value, of


def uncovered_cases(resolved: dict) -> Iterator[Fault]:
    whens = [route.get("when", {}) for route in resolved["route"]]
    if {} in whens:
        return
    for importance, kind in product(codes.IMPORTANCE, codes.ROOM_KINDS):
        # A topic of another source and of no class: a route that names either does not take it.
        case = {"importance": importance, "room_kind": kind, "source": None, "triage": ""}
        if not any(fits(when, case) for when in whens):
            told = f"{codes.IMPORTANCE[importance]}、{codes.ROOM_KINDS[kind]}没有审定路线"
            yield Fault(("route",), None, told, "加一条没有 when 的路线，或放宽 when", about="when")
            return


def as_list(value) -> list:
    return value if isinstance(value, list) else [value]


def fits(when: dict, case: dict) -> bool:
    return all(case[key] in as_list(value) for key, value in when.items())


def missing_documents(documents: list[dict]) -> Iterator[Fault]:
    minutes = [document for document in documents if document["kind"] == "minutes"]
    if not minutes or "number" not in minutes[0]:
        yield Fault(("document",), None, '要有 kind = "minutes" 的文书，并写明 number')


def nowhere_to_go(resolved: dict) -> Iterator[Fault]:
    if all(disposition["route"] == "reference" for disposition in resolved["disposition"]):
        allowed = "加一种去向，route 写 township、room、third_party 或 city"
        yield Fault(("disposition",), None, "达成一致的事项没有去处", allowed)


def backward_branches(resolved: dict) -> Iterator[Fault]:
    """A disposition leads on from the discussion, never back to it."""
    stages = resolved["stage"]
    talked = [at for at, stage in enumerate(stages) if "discussion" in stage["steps"]]
    order = names(stages)
    sent = next((at for at, stage in enumerate(stages) if "submission" in stage["steps"]), len(stages))
    for at, disposition in enumerate(resolved["disposition"]):
        target, path = disposition.get("next"), ("disposition", at, "next")
        if target is not None and disposition["route"] != "reference":
            yield Fault(path, target, "只有报党组织决策参考的，才转到别的环节", "删去这个键")
            continue
        if target not in order or not talked:
            continue
        place = order.index(target)
        if place <= talked[0]:
            allowed = "可以写：" + "、".join(order[talked[0] + 1 :])
            yield Fault(path, target, "不在协商讨论之后，转不过去", allowed)
        elif place > sent and sent not in talked:
            said = f"没有达成一致的意见也要报送，不能越过“{stages[sent]['name']}”"
            yield Fault(path, target, said, "可以写：" + "、".join(order[talked[0] + 1 : sent + 1]))
