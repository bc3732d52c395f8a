"""One measure: an act and the act beside it by turns, so that both see the same minute of the machine."""

import os
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from statistics import quantiles

from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.bench.serving import cpu_seconds, resident_mb

WARM_UP = 5


def own_pid() -> list[int]:
    return [os.getpid()]


@dataclass(frozen=True)
class Act:
    """Something that can be done again and again; `call` answers nothing and raises when it fails.

    `inside` does the same within this process, where its SQL can be counted; `pids` are the processes that do the work.
    """

    name: str
    call: Callable
    inside: Callable | None = None
    pids: Callable = own_pid


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


def measure(probe: Probe, *, rounds: int) -> Result:
    acts = [act for act in (probe.beside, probe.act) if act]
    rounds = probe.rounds or rounds
    for _ in range(WARM_UP):
        for act in acts:
            act.call()
    sql = [_sql(act) for act in acts]
    pids = probe.act.pids()
    memory, cpu, times = resident_mb(pids), 0.0, [[] for _ in acts]
    for _ in range(rounds):
        # The act comes last, and only its own work is counted: both may be done by this process.
        *_, used = [_timed(act, found) for act, found in zip(acts, times, strict=True)]
        cpu += used
    own = times[-1]
    result = Result(
        probe.act.name,
        _p(own, 50),
        _p(own, 95),
        round(cpu / rounds * 1000, 1),
        sql[-1],
        round(resident_mb(pids) - memory, 1),
    )
    if probe.beside:
        result.beside, result.beside_sql, result.beside_p50 = probe.beside.name, sql[0], _p(times[0], 50)
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
        missed += ["time"] if result.ratio > probe.most_ratio else []
    if probe.most_ms is not None:
        goals.append(f"{'p95' if probe.by_tail else 'p50'} ≤ {probe.most_ms:g} ms")
        missed += ["time"] if (result.p95 if probe.by_tail else result.p50) > probe.most_ms else []
    result.goals, result.missed = ", ".join(goals), ", ".join(missed)


def _timed(act: Act, found: list) -> float:
    pids = act.pids()
    cpu, wall = cpu_seconds(pids), time.perf_counter()
    act.call()
    found.append((time.perf_counter() - wall) * 1000)
    return cpu_seconds(pids) - cpu


def _sql(act: Act) -> int:
    if act.inside is None:
        return 0
    # What a process reads once and keeps, as the pack, is no cost of each page; the server is warmed up, too.
    act.inside()
    with CaptureQueriesContext(connection) as captured:
        act.inside()
    # The marks around a transaction read and write nothing.
    return sum(query["sql"] not in ("BEGIN", "COMMIT") for query in captured.captured_queries)


def _p(values: list[float], percent: int) -> float:
    return round(quantiles(values, n=100, method="inclusive")[percent - 1], 1)
