"""Pack files: parse, validate, resolve what they inherit."""

import tomllib
from copy import deepcopy
from functools import cache, lru_cache
from pathlib import Path as FilePath

from rooms.practice import holding, references
from rooms.practice.building import build
from rooms.practice.codes import ROOT
from rooms.practice.faults import Fault, LocatedFault, PracticeError
from rooms.practice.pack import Practice
from rooms.practice.positions import line_numbers, nearest_line
from rooms.practice.schema import MERGED, PACK, TABLES
from rooms.practice.syntax import syntax_problem

SEEDS = FilePath(__file__).parent.parent / "practices"
LARGEST = 200_000


def shipped() -> list[str]:
    """Codes of the seed files, the root pack first."""
    return sorted((path.stem for path in SEEDS.glob("*.toml")), key=lambda code: (code != ROOT, code))


@cache
def load(code: str) -> Practice:
    return parse(seed_text(code), name=f"{code}.toml")


def seed_text(code: str) -> str:
    """The text of a shipped file, as it is kept when it is loaded."""
    if code not in shipped():
        raise KeyError(code)
    return (SEEDS / f"{code}.toml").read_text(encoding="utf-8")


@lru_cache(maxsize=8)
def parse(text: str, *, name: str) -> Practice:
    """The pack of a file's text, with what it inherits. Raises PracticeError that names lines and keys."""
    own = read(text, name)
    found, resolved = examined(own)
    if found:
        raise refusal(name, text, found)
    return build(resolved)


def examined(own: dict) -> tuple[list[Fault], dict]:
    """Everything that is wrong with a pack's own data, and what it resolves to."""
    found = list(PACK.faults(own, ()))
    mended = PACK.mended(own) if found else own
    if touches(found, ("extends",)):
        # Whom it meant nobody knows: what else is wrong is told of a pack that extends the root.
        mended.pop("extends", None)
    lineage = list(lineage_faults(mended))
    if lineage:
        return [*found, *lineage], {}
    resolved = name_checkpoints(resolve(mended))
    further = list(references.gaps(resolved)) or [*references.faults(resolved), *holding.faults(resolved["stage"])]
    # What a mended value gives rise to is no fault of the file.
    return [*found, *(fault for fault in further if not arises(found, fault))], resolved


def touches(faults, path) -> bool:
    """One of the faults stands at the path, above it or below it."""
    return any(fault.path[: len(path)] == path[: len(fault.path)] for fault in faults)


def arises(found, fault) -> bool:
    """A fault may be no fault of the file, but of what stood in for a wrong value."""
    # A key that is missing takes nothing away; one that was replaced may have said the right thing.
    replaced = [each for each in found if each.value is not None and each.path[:1] == fault.path[:1]]
    if fault.about and any(fault.about in each.path for each in replaced):
        return True
    of_array = fault.about and len(fault.path) == 1
    return any(each.path == fault.path for each in found) if of_array else touches(found, fault.path)


def to_resolved(pack: Practice) -> dict:
    return deepcopy(dict(pack.resolved))


def from_resolved(resolved: dict) -> Practice:
    return build(deepcopy(resolved))


def read(text: str, name: str) -> dict:
    if len(text) > LARGEST:
        raise PracticeError(name, [LocatedFault(1, Fault((), None, f"文件太大，最多 {LARGEST} 个字符"))])
    try:
        return tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        line, problem = syntax_problem(error, text)
        raise PracticeError(name, [LocatedFault(line, Fault((), None, problem))]) from error


def refusal(name, text, faults) -> PracticeError:
    lines = line_numbers(text)
    return PracticeError(name, [LocatedFault(nearest_line(lines, fault.path), fault) for fault in faults])


def lineage_faults(own: dict):
    known = [code for code in shipped() if code != own["code"]]
    base = own.get("extends")
    if own["code"] == ROOT and base is not None:
        yield Fault(("extends",), base, f"{ROOT} 是最初的做法，不继承别的做法")
    elif base is not None and base not in known:
        yield Fault(("extends",), base, "没有这个做法", "可以写：" + "、".join(known))
    elif base is not None and own["code"] in ancestry(base):
        yield Fault(("extends",), base, f"继承成了一圈：{base} 又继承自 {own['code']}")


def ancestry(code: str) -> list[str]:
    """The codes from this shipped pack down to the root, read without resolving: a circle ends the list."""
    found: list[str] = []
    while code != ROOT and code not in found and code in shipped():
        found.append(code)
        code = tomllib.loads(seed_text(code)).get("extends", ROOT)
    return found


def resolve(own: dict) -> dict:
    given = [key for key in own if key in TABLES]
    if own["code"] == ROOT:
        return own | {"own": given}
    base = load(own.get("extends", ROOT))
    inherited = {key: value for key, value in to_resolved(base).items() if key not in ("extends", "source")}
    # What the file itself says, and what stands there because another place says it.
    merged = inherited | own | {"own": given}
    for key in MERGED:
        merged[key] = join(inherited[key], own.get(key, {}))
    if "disposition" not in own:
        merged["disposition"] = with_known_branches(inherited["disposition"], merged["stage"])
    words = own.get("words", {})
    if "room" in words and "room_short" not in words:
        # A place that has its own name for the room and none for short does not call it by the inherited one.
        merged["words"]["room_short"] = words["room"]
    return merged


def with_known_branches(dispositions: list[dict], stages: list[dict]) -> list[dict]:
    """A branch that another place laid out leads nowhere among a place's own stages."""
    known = {stage["code"] for stage in stages}
    return [{key: value for key, value in each.items() if key != "next" or value in known} for each in dispositions]


def join(inherited: dict, own: dict) -> dict:
    joined = dict(inherited)
    for key, value in own.items():
        known = joined.get(key)
        joined[key] = join(known, value) if isinstance(known, dict) and isinstance(value, dict) else value
    return joined


def name_checkpoints(resolved: dict) -> dict:
    """A checkpoint without a code is called by its kind; a second one of the kind in the stage gets a number."""
    for stage in resolved.get("stage", ()):
        taken = {one["code"] for one in stage.get("checkpoint", ()) if "code" in one}
        for one in stage.get("checkpoint", ()):
            if "code" not in one:
                one["code"] = free_code(one["kind"], taken)
                taken.add(one["code"])
    return resolved


def free_code(kind: str, taken: set[str]) -> str:
    code, number = kind, 1
    while code in taken:
        number += 1
        code = f"{kind}-{number}"
    return code
