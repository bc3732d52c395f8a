"""The way of a pack as a picture needs it: stages in order with their gates, and the branches between them.

Drawn from plain data, so that a draft with faults has a picture too; sentences only where the pack is whole.
"""

from dataclasses import dataclass, field

from rooms.practice import codes
from rooms.practice.gates import gate_sentence
from rooms.practice.labels import citation_words
from rooms.practice.pack import Practice


@dataclass(frozen=True)
class GateMark:
    name: str
    mode: str
    kind: str
    sentence: str = ""
    provisional: bool = False


@dataclass(frozen=True)
class FlowStage:
    code: str
    name: str
    steps: list[str]
    who: list[str]
    gates: list[GateMark] = field(default_factory=list)
    changed: bool = False
    help: str = ""
    source: str = ""
    # Keys that are only provisional.
    provisional: tuple = ()


@dataclass(frozen=True)
class Branch:
    """A disposition that leads to another stage than the next one: from the stage of the discussion to there."""

    name: str
    start: int
    end: int


@dataclass(frozen=True)
class Flow:
    stages: list[FlowStage]
    branches: list[Branch]
    unused: list[str]


def flow_of(data: dict, pack: Practice | None = None, *, changed: frozenset = frozenset()) -> Flow:
    rows = [row for row in listed(data, "stage") if isinstance(row, dict)]
    stages = [stage_of(row, data, pack, changed=row.get("code") in changed) for row in rows]
    used = {step for row in rows for step in listed(row, "steps") if isinstance(step, str)}
    unused = [name for step, name in codes.STEPS.items() if step not in used]
    return Flow(stages, branches_of(data, rows), unused)


def stage_of(row: dict, data: dict, pack: Practice | None, *, changed: bool) -> FlowStage:
    sentences = sentences_of(row, pack)
    gates = [
        GateMark(
            str(one.get("name", "")),
            str(one.get("mode", "")),
            codes.KINDS.get(one.get("kind"), ""),
            sentences.get(one.get("code"), ""),
            bool(one.get("default")),
        )
        for one in listed(row, "checkpoint")
        if isinstance(one, dict) and one.get("mode") != "off"
    ]
    return FlowStage(
        str(row.get("code", "")),
        str(row.get("name", "")),
        # By their canonical names: the place's own stand in the names of its stages.
        [codes.STEPS.get(step, str(step)) for step in listed(row, "steps") if isinstance(step, str)],
        [role_word(data, role) for role in listed(row, "who")],
        gates,
        changed,
        str(row.get("help", "")),
        citation_words(str(row.get("source", ""))),
        tuple(listed(row, "default")),
    )


def sentences_of(row: dict, pack: Practice | None) -> dict[str, str]:
    stage = next((stage for stage in pack.stages if stage.code == row.get("code")), None) if pack else None
    return {one.code: gate_sentence(one, pack) for one in stage.checkpoints} if stage else {}


def branches_of(data: dict, rows: list[dict]) -> list[Branch]:
    places = {row.get("code"): index for index, row in enumerate(rows)}
    talks = [index for index, row in enumerate(rows) if "discussion" in listed(row, "steps")]
    found = []
    for row in listed(data, "disposition"):
        end = places.get(row.get("next")) if isinstance(row, dict) else None
        if end is not None and talks and end != talks[-1]:
            found.append(Branch(str(row.get("name", "")), talks[-1], end))
    return found


def listed(table: dict, key: str) -> list:
    value = table.get(key)
    return value if isinstance(value, list) else []


def role_word(data: dict, code) -> str:
    """How the place calls a role."""
    words = data.get("words")
    named = words.get("role") if isinstance(words, dict) else None
    word = named.get(code) if isinstance(named, dict) and isinstance(code, str) else None
    return str(word or (codes.ROLES.get(code, code) if isinstance(code, str) else code))
