"""What is recorded, shown and held to today. The schema knows more: it may be switched off, and is refused otherwise.

Nothing may pass in silence because nobody looks at it. A kind that comes to life leaves this page.
"""

from collections.abc import Iterator

from rooms.practice.faults import Fault

NOT_YET = "系统还不支持"
OFF = '先写 mode = "off"，或者删去'
SIGNERS = ("first_convener", "second_convener", "convener")
PRODUCTS = ("participant_list", "receipt")


def faults(resolved: dict) -> Iterator[Fault]:
    ways, signatures = [], []
    for at, stage in enumerate(resolved["stage"]):
        for index, checkpoint in enumerate(stage.get("checkpoint", ())):
            path = ("stage", at, "checkpoint", index)
            if checkpoint["mode"] == "off":
                continue
            found = [Fault((*path, key), checkpoint.get(key), *told) for key, *told in objections(stage, checkpoint)]
            yield from found
            if not found and checkpoint["kind"] in ("approval", "sign"):
                (ways if checkpoint["kind"] == "approval" else signatures).append(path)
    # The second would be met by what was done for the first.
    for name, paths in (("审定路线", ways), ("纪要审签", signatures)):
        yield from (Fault((*path, "kind"), None, f"{name}只能有一个关口", "删去这一个") for path in paths[1:])
    for at, deadline in enumerate(resolved["deadline"]):
        if deadline["mode"] == "block":
            yield Fault(("deadline", at, "mode"), "block", f"{NOT_YET}必须满足的期限", "可以写：off、warn")


def objections(stage: dict, checkpoint: dict) -> Iterator[tuple[str, str, str]]:
    """(key, what is not supported, what may stand there) of one checkpoint that is switched on."""
    if checkpoint["kind"] in KINDS:
        yield from KINDS[checkpoint["kind"]](stage, checkpoint)
    else:
        yield "kind", f"{NOT_YET}这种关口", OFF


def approval(stage, checkpoint):
    if "bodies" in checkpoint:
        yield "bodies", f"{NOT_YET}审定路线以外的备案、会签、联审", f"写 by_route = true；{OFF}"
        return
    if "may" in checkpoint:
        yield "may", "走审定路线的，意见写在 [[route.step]] 里", "删去这个键"
    if "topic" not in stage["steps"]:
        yield "by_route", f"{NOT_YET}在议题以外的环节走审定路线", "放到 steps 有 topic 的环节"


def sign(stage, checkpoint):
    if checkpoint.get("what") != "minutes":
        yield "kind", f"{NOT_YET}纪要以外的签批", f'写 what = "minutes"；{OFF}'
        return
    by = checkpoint["by"] if isinstance(checkpoint["by"], list) else [checkpoint["by"]]
    if not set(by) <= set(SIGNERS):
        yield "by", f"{NOT_YET}由他们审签纪要", f"可以写：{'、'.join(SIGNERS)}"
    if not checkpoint.get("may_return"):
        yield "kind", "审签人读了纪要，要能退回修改", "写 may_return = true"


def produce(stage, checkpoint):
    if checkpoint["product"] not in PRODUCTS:
        yield "product", f"{NOT_YET}这种成果", f"可以写：{'、'.join(PRODUCTS)}；{OFF}"


def count(stage, checkpoint):
    # Every measure that the schema lets a checkpoint count is counted, narrowed and compared.
    yield from ()


KINDS = {"approval": approval, "count": count, "sign": sign, "produce": produce}
