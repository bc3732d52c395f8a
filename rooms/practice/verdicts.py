"""Who may say what: the bodies of a pack, their routes, and approvals that hang on a stage."""

from collections.abc import Iterator

from members.permissions import BY_PERMISSION
from rooms.practice.codes import IMPORTANCE, VERDICTS
from rooms.practice.faults import Fault, listed

# A pack narrows the permission table to fewer roles, it never widens it.
DECIDES = BY_PERMISSION["consult.decide_approval"].roles
# What ends a topic or changes its class is said while the topic is being fixed.
OF_TOPIC = ("reject", "merge", "divert")
OF_ROUTE = ("raise", "lower")


def faults(resolved: dict) -> Iterator[Fault]:
    yield from _body_faults(resolved["body"])
    yield from _route_faults(resolved["route"])
    placed = [
        (("stage", at, "checkpoint", index), stage, checkpoint)
        for at, stage in enumerate(resolved["stage"])
        for index, checkpoint in enumerate(stage.get("checkpoint", ()))
    ]
    for path, stage, checkpoint in placed:
        if checkpoint["kind"] == "approval":
            yield from _approval_faults(checkpoint, stage, path)
        elif _signs_minutes(checkpoint):
            yield from _signature_faults(checkpoint, path)
    yield from _second_faults(placed)
    for at, deadline in enumerate(resolved["deadline"]):
        if deadline["mode"] == "block":
            yield Fault(("deadline", at, "mode"), "block", "期限到了只提醒，不会挡住办理", "可以写：off、warn")


def _signs_minutes(checkpoint) -> bool:
    return checkpoint["kind"] == "sign" and checkpoint.get("what") == "minutes" and checkpoint["mode"] != "off"


def _second_faults(placed) -> Iterator[Fault]:
    """The second would be met by what was done for the first."""
    ways = [path for path, _, one in placed if one.get("by_route") and one["mode"] != "off"]
    signatures = [path for path, _, one in placed if _signs_minutes(one)]
    for name, paths in (("审定路线", ways), ("纪要审签", signatures)):
        yield from (Fault((*path, "kind"), None, f"{name}只能有一个关口", "删去这一个") for path in paths[1:])


def _body_faults(bodies) -> Iterator[Fault]:
    for at, body in enumerate(bodies):
        for index, role in enumerate(body["roles"]):
            if role not in DECIDES:
                said = "这个角色不能代表机关作出决定"
                yield Fault(("body", at, "roles", index), role, said, listed(sorted(DECIDES)))


def _route_faults(routes) -> Iterator[Fault]:
    """A topic that is important already cannot be raised, an ordinary one cannot be lowered."""
    for at, route in enumerate(routes):
        case = route.get("when", {}).get("importance", [])
        only = [case] if isinstance(case, str) else case
        senseless = {("important",): "raise", ("ordinary",): "lower"}.get(tuple(only))
        for index, step in enumerate(route["step"]):
            path = ("route", at, "step", index, "may")
            if senseless in step["may"]:
                place = (*path, step["may"].index(senseless))
                yield Fault(place, senseless, f"{IMPORTANCE[only[0]]}的路线上没有这个意见")
            if "approve" not in step["may"]:
                yield Fault(path, step["may"], "至少要能同意", "加上 approve")


def _approval_faults(checkpoint, stage, path) -> Iterator[Fault]:
    may = checkpoint.get("may", [])
    if checkpoint.get("by_route"):
        if "may" in checkpoint:
            yield Fault((*path, "may"), may, "走审定路线的，意见写在 [[route.step]] 里", "删去这个键")
        return
    allowed = {"approve", "return"} | (set(OF_TOPIC) if "topic" in stage["steps"] else set())
    for index, verdict in enumerate(may):
        if verdict in OF_ROUTE:
            yield Fault((*path, "may", index), verdict, "升降重要程度，只在审定路线上", listed(sorted(allowed)))
        elif verdict not in allowed:
            said = f"议题确定以后，不能再作“{VERDICTS[verdict]}”的意见"
            yield Fault((*path, "may", index), verdict, said, listed(sorted(allowed)))
    if may and "approve" not in may:
        yield Fault((*path, "may"), may, "至少要能同意", "加上 approve")


SIGNERS = ("first_convener", "second_convener", "convener")


def _signature_faults(checkpoint, path) -> Iterator[Fault]:
    by = checkpoint["by"] if isinstance(checkpoint["by"], list) else [checkpoint["by"]]
    if not set(by) <= set(SIGNERS):
        yield Fault((*path, "by"), by, "纪要由召集人审签", listed(SIGNERS))
    if not checkpoint.get("may_return"):
        yield Fault((*path, "kind"), None, "审签人读了纪要，要能退回修改", "写 may_return = true")
