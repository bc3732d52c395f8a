"""Which canonical step a checkpoint holds: where the record it asks for is made, and whether it can be met there."""

from collections.abc import Iterator
from itertools import pairwise

from rooms.practice.codes import STEPS
from rooms.practice.faults import Fault, listed

MEASURE_STEPS = {
    "participants": "participants",
    "unmet_categories": "participants",
    "research_records": "research",
    "meetings": "discussion",
    "matters": "discussion",
    "matters_without_unit": "discussion",
    "unexplained_dissents": "discussion",
    "unsent_city_matters": "submission",
    "open_matters": "action",
}
PRODUCT_STEPS = {"participant_list": "participants", "minutes": "discussion", "receipt": "submission"}
# Steps without which no case comes to its end; what has no stage of its own belongs to another stage's `steps`.
NEEDED = ("topic", "discussion", "submission", "action")


def own_step(checkpoint: dict) -> str:
    """The step at which what it asks for comes about; empty where that may be anywhere."""
    kind = checkpoint.get("kind")
    if kind == "approval" and checkpoint.get("by_route"):
        return "topic"
    if kind == "sign" and checkpoint.get("what") == "minutes":
        return "discussion"
    if kind == "respond":
        return {"matter": "action", "dissent": "discussion"}.get(checkpoint.get("each", ""), "")
    found = {"count": (MEASURE_STEPS, "measure"), "produce": (PRODUCT_STEPS, "product")}.get(kind)
    return found[0].get(checkpoint.get(found[1], ""), "") if found else ""


def held_step(checkpoint: dict, steps: list[str]) -> str:
    """The step of its stage that is not left before the checkpoint is met."""
    if "step" in checkpoint:
        return checkpoint["step"]
    step = own_step(checkpoint)
    return step if step in steps else steps[-1]


def faults(stages: list[dict]) -> Iterator[Fault]:
    yield from _order_faults(stages)
    yield from _minutes_faults(stages)
    for at, stage in enumerate(stages):
        for index, checkpoint in enumerate(stage.get("checkpoint", ())):
            path = ("stage", at, "checkpoint", index)
            yield from _step_faults(checkpoint, stage, path)
            if checkpoint["mode"] != "off":
                yield from _place_faults(checkpoint, at, stages, path)


def _order_faults(stages) -> Iterator[Fault]:
    order = list(STEPS)
    for at, stage in enumerate(stages):
        if stage["steps"] != sorted(stage["steps"], key=order.index):
            yield Fault(("stage", at, "steps"), stage["steps"], "没有按六步的先后写", "、".join(order))
    first = {step: _first(step, stages) for step in order}
    for step in NEEDED:
        if first[step] is None:
            said = f"没有环节办理“{STEPS[step]}”，协商走不到底"
            yield Fault(("stage",), None, said, f"把 {step} 写进一个环节的 steps", about="steps")
    known = [step for step in (*NEEDED, "evaluation") if first[step] is not None]
    for earlier, later in pairwise(known):
        if first[later] < first[earlier]:
            path = ("stage", first[later], "steps")
            yield Fault(path, later, f"“{STEPS[later]}”排在“{STEPS[earlier]}”前面", "调整环节的先后")
    yield from _late_faults(stages, first)


def _late_faults(stages, first) -> Iterator[Fault]:
    """Before the discussion its participants and research; after the matters are in hand nothing but evaluation."""
    if any(first[step] is None for step in NEEDED):
        return
    for at, stage in enumerate(stages):
        late = [step for step in stage["steps"] if step not in ("action", "evaluation")]
        if at > first["action"] and late:
            yield Fault(("stage", at, "steps"), late[0], "成果转化以后，只能是评议", listed(["action", "evaluation"]))
        if at > first["discussion"] and "participants" in stage["steps"] and _first("participants", stages) == at:
            yield Fault(("stage", at, "steps"), "participants", "确定协商主体排在协商讨论后面", "调整环节的先后")


def _minutes_faults(stages) -> Iterator[Fault]:
    """Only signed minutes can be submitted: without them the case would come to a step that it cannot leave."""
    if any(_holds_minutes(checkpoint) for stage in stages for checkpoint in stage.get("checkpoint", ())):
        return
    at = max((at for at, stage in enumerate(stages) if "discussion" in stage["steps"]), default=None)
    if at is not None:
        said = "没有必须满足的纪要审签，协商走到报送就报不出去"
        row = 'kind = "sign"、what = "minutes"、may_return = true、mode = "block"，不写 when'
        yield Fault(("stage", at, "checkpoint"), None, said, f"在“{stages[at]['name']}”写一个关口：{row}")


def _holds_minutes(checkpoint) -> bool:
    is_minutes = "minutes" in (checkpoint.get("what"), checkpoint.get("product"))
    return (
        is_minutes
        and own_step(checkpoint) == "discussion"
        and checkpoint["mode"] == "block"
        and not checkpoint.get("when")
    )


def _first(step: str, stages) -> int | None:
    return next((at for at, stage in enumerate(stages) if step in stage["steps"]), None)


def _step_faults(checkpoint, stage, path) -> Iterator[Fault]:
    step = checkpoint.get("step")
    if step is None:
        return
    if step not in stage["steps"]:
        yield Fault((*path, "step"), step, "这个环节不办理这一步", listed(stage["steps"]))
    own = own_step(checkpoint)
    if own in stage["steps"] and step in stage["steps"] and stage["steps"].index(step) < stage["steps"].index(own):
        yield Fault((*path, "step"), step, f"到“{STEPS[own]}”才有记录，放在前面永远满足不了", listed([own]))


def _place_faults(checkpoint, at: int, stages, path) -> Iterator[Fault]:
    """A checkpoint after its own step holds nothing; one before it can never be met."""
    own = own_step(checkpoint)
    if not own or own in stages[at]["steps"]:
        return
    key = "measure" if checkpoint["kind"] == "count" else "product" if checkpoint["kind"] == "produce" else "kind"
    homes = [index for index, stage in enumerate(stages) if own in stage["steps"]]
    value = checkpoint.get(key)
    if not homes:
        said = f"这里没有“{STEPS[own]}”这一步，永远满足不了"
        yield Fault((*path, key), value, said, "删去，或者加上这一步", about="steps")
    elif homes[0] > at:
        name = stages[homes[0]]["name"]
        yield Fault((*path, key), value, f"到“{name}”才有记录，放在这里永远满足不了", f"移到“{name}”")
    else:
        name = stages[homes[-1]]["name"]
        yield Fault((*path, key), value, f"“{name}”已经办完，放在它后面的关口不起作用", f"移到“{name}”")
