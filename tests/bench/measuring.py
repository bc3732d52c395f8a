"""One measure: an act and the act beside it by turns, so that both see the same minute of the machine."""

import resource
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import quantiles

from django.db import connection
from django.test.utils import CaptureQueriesContext

# A ratio of the same minute moves by so much on a machine that does other things too.
NOISE = 1.3
WARM_UP = 3
PAGE = resource.getpagesize()


@dataclass(frozen=True)
class Act:
    """Something that can be done again and again; `call` answers nothing and raises when it fails."""

    name: str
    call: Callable


@dataclass(frozen=True)
class Probe:
    """An act beside its floor, and what it may cost. A goal that is None is only printed."""

    act: Act
    beside: Act | None = None
    most_ratio: float | None = None
    most_sql: int | None = None
    most_ms: float | None = None
    # The slow ones count: the act's p95 stands in the ratio and against `most_ms`.
    by_tail: bool = False
    rounds: int | None = None


@dataclass
class Result:
    name: str
    p50: float
    p95: float
    cpu: float
    sql: int
    grown_mb: float
    beside: str = ""
    beside_p50: float = 0
    beside_sql: int = 0
    ratio: float = 0
    goals: str = ""
    missed: str = ""

    def as_dict(self) -> dict:
        return asdict(self)


def resident_mb() -> float:
    return int(Path("/proc/self/statm").read_text().split()[1]) * PAGE / 1024 / 1024


def measure(probe: Probe, *, rounds: int) -> Result:
    acts = [act for act in (probe.beside, probe.act) if act]
    for _ in range(WARM_UP):
        for act in acts:
            act.call()
    sql = [_sql(act) for act in acts]
    before = resident_mb()
    times = [[] for _ in acts]
    for _ in range(probe.rounds or rounds):
        for act, found in zip(acts, times, strict=True):
            found.append(_timed(act))
    own = times[-1]
    walls, cpus = [wall for wall, _ in own], [cpu for _, cpu in own]
    result = Result(
        probe.act.name, _p(walls, 50), _p(walls, 95), _p(cpus, 50), sql[-1], round(resident_mb() - before, 1)
    )
    if probe.beside:
        result.beside, result.beside_sql = probe.beside.name, sql[0]
        result.beside_p50 = _p([wall for wall, _ in times[0]], 50)
        result.ratio = round((result.p95 if probe.by_tail else result.p50) / result.beside_p50, 2)
    _judge(probe, result)
    return result


def _judge(probe: Probe, result: Result) -> None:
    goals, missed = [], []
    if probe.most_sql is not None:
        goals.append(f"SQL ≤ {probe.most_sql}")
        missed += ["SQL"] if result.sql > probe.most_sql else []
    if probe.most_ratio is not None:
        goals.append(f"{'p95' if probe.by_tail else 'p50'} ≤ {probe.most_ratio} ×")
        missed += ["time"] if result.ratio > probe.most_ratio * NOISE else []
    if probe.most_ms is not None:
        goals.append(f"{'p95' if probe.by_tail else 'p50'} ≤ {probe.most_ms:g} ms")
        missed += ["time"] if (result.p95 if probe.by_tail else result.p50) > probe.most_ms * NOISE else []
    result.goals, result.missed = ", ".join(goals), ", ".join(missed)


def _timed(act: Act) -> tuple[float, float]:
    wall, cpu = time.perf_counter(), time.process_time()
    act.call()
    return (time.perf_counter() - wall) * 1000, (time.process_time() - cpu) * 1000


def _sql(act: Act) -> int:
    with CaptureQueriesContext(connection) as captured:
        act.call()
    # The marks around a transaction read and write nothing.
    return sum(query["sql"] not in ("BEGIN", "COMMIT") for query in captured.captured_queries)


def _p(values: list[float], percent: int) -> float:
    return round(quantiles(values, n=100, method="inclusive")[percent - 1], 1)
