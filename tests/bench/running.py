"""Prepare the database, measure, print."""

import json
import os
import sys
import time
from datetime import datetime
from random import Random

import django

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402

from consult.models import Consultation  # noqa: E402
from reports import facts  # noqa: E402
from tests.bench import city, copies, packs, papers, probes, records  # noqa: E402
from tests.bench.measuring import Result, measure, own_pid  # noqa: E402
from tests.bench.serving import Server, documents_worker, end, resident_mb  # noqa: E402

COLUMNS = ("", "p50 ms", "p95 ms", "CPU ms", "SQL", "+MB", "beside", "ms", "SQL", "ratio", "goal", "")


def run(arguments) -> int:
    # As in production: every address of a static file is looked up in the manifest.
    call_command("collectstatic", verbosity=0, interactive=False)
    _prepare(arguments.cases, arguments.rooms or city.rooms_for(arguments.cases), arguments.cities)
    results = list(_results(arguments))
    _print(results)
    _write(results, arguments)
    missed = [result.name for result in results if result.missed]
    print(f"\nmissed: {', '.join(missed)}" if missed else "\nall goals are met", flush=True)
    return 1 if missed else 0


def _prepare(cases: int, rooms: int, cities: int) -> None:
    """Make the tables as their owner, fill them, and go on as the application's role."""
    call_command("migrate", verbosity=0)
    _become("NONE")
    if Consultation.objects.count() < cases:
        place = city.build(Random(1), rooms=rooms)
        _timed(f"{cases:,} consultations", records.Maker(place, cases=cases).make)
        _timed("facts counted anew", _rebuild)
    # The loader leaves one more in its meeting.
    if cities > 1 and Consultation.objects.count() < cases * cities:
        _timed(f"{cities - 1} more cities", lambda: copies.multiply(cities))
        _timed("facts counted anew", _rebuild)
    # A database that was kept may be of an older release.
    facts.catch_up()
    _vacuum()
    _become("app")


def _rebuild() -> int:
    return sum(facts.rebuild().values())


def _vacuum() -> None:
    """What PostgreSQL does by itself in a database that runs for longer than this one."""
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def _timed(what: str, act) -> None:
    started = time.monotonic()
    rows = act()
    seconds = time.monotonic() - started
    print(f"{what}: {rows:,} rows in {seconds:.0f} s ({rows / seconds:,.0f} a second)", flush=True)


def _become(role: str) -> None:
    connection.close()
    connection.settings_dict["OPTIONS"]["options"] = "" if role == "NONE" else f"-c role={role}"


def _results(arguments):
    application, bare = Server("consult.wsgi"), Server("tests.bench.floor_server")
    try:
        for probe in probes.probes(application, bare):
            if arguments.only in probe.act.name:
                yield _measured(probe, arguments)
    finally:
        end(application.process)
        end(bare.process)
    if arguments.only in packs.LOAD:
        yield _measured(packs.load_probe(), arguments)
    if arguments.only in papers.CLICK:
        with documents_worker() as worker:
            yield _measured(papers.click_probe(worker), arguments)
    if arguments.only in papers.RENDER:
        yield _measured(papers.render_probe(), arguments)
        yield papers.growth()


def _measured(probe, arguments) -> Result:
    _progress(f"{probe.act.name} …")
    try:
        return measure(probe, rounds=arguments.rounds)
    finally:
        _progress("")


def _progress(words: str) -> None:
    if sys.stderr.isatty():
        print(f"\r\033[K{words}", end="", file=sys.stderr, flush=True)


def _print(results: list[Result]) -> None:
    rows = [COLUMNS] + [_cells(result) for result in results]
    widths = [max(_width(row[column]) for row in rows) for column in range(len(COLUMNS))]
    for row in rows:
        print("  ".join(_padded(*cell) for cell in zip(row, widths, range(len(row)), strict=True)).rstrip())
    count, load, memory = Consultation.objects.count(), os.getloadavg()[0], resident_mb(own_pid())
    print(f"\n{count:,} consultations; this process {memory:.0f} MB; load {load:.1f} on {os.cpu_count()} cores")


def _cells(result: Result) -> tuple[str, ...]:
    beside = (result.beside, f"{result.beside_p50:.1f}", str(result.beside_sql), f"{result.ratio:.2f}")
    return (
        result.name,
        *(f"{value:.1f}" if value else "" for value in (result.p50, result.p95, result.cpu)),
        str(result.sql),
        f"{result.grown_mb:+.1f}",
        *(beside if result.beside else ("", "", "", "")),
        result.goals,
        f"MISSED {result.missed}" if result.missed else "ok" if result.goals else "",
    )


def _width(text: str) -> int:
    return sum(2 if ord(letter) > 0x2E7F else 1 for letter in text)


def _padded(text: str, width: int, column: int) -> str:
    space = " " * (width - _width(text))
    return text + space if column in (0, 6, 10, 11) else space + text


def _write(results: list[Result], arguments) -> None:
    arguments.out.parent.mkdir(parents=True, exist_ok=True)
    report = {
        "at": datetime.now().astimezone().isoformat(timespec="seconds"),
        "cases": Consultation.objects.count(),
        "rounds": arguments.rounds,
        "cores": os.cpu_count(),
        "results": [result.as_dict() for result in results],
    }
    arguments.out.write_text(json.dumps(report, ensure_ascii=False, indent=1), encoding="utf-8")
