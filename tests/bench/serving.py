"""The application, the floor and a document worker as processes of their own, and what they cost."""

import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import contextmanager, suppress
from http.client import HTTPConnection
from pathlib import Path

from django.conf import settings

from consult.management.commands import run

TICKS = os.sysconf("SC_CLK_TCK")
PAGE = os.sysconf("SC_PAGE_SIZE")


class Server:
    """One web server on loopback, started as `make run` starts it; asked with a new connection for each request."""

    def __init__(self, application: str):
        self.port = _free_port()
        web = run.WEB.replace("consult.wsgi", application)
        self.process = start(f"{web} --bind=127.0.0.1:{self.port}")
        _await(self.port)

    def ask(self, method: str, url: str, *, body: str | None = None, headers: dict) -> tuple[int, bytes]:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            connection.request(method, url, body=body, headers=headers)
            answer = connection.getresponse()
            return answer.status, answer.read()
        finally:
            connection.close()

    def pids(self) -> list[int]:
        return family(self.process.pid)


def start(command: str) -> subprocess.Popen:
    """Start one of the product's processes, in a session of its own so that it ends whole."""
    return subprocess.Popen(
        [sys.executable, *command.split()],
        cwd=settings.BASE_DIR,
        env={**os.environ, "DATABASE_URL": os.environ["DATABASE_URL"].replace("role%3Downer", "role%3Dapp")},
        start_new_session=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def end(process: subprocess.Popen) -> None:
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGTERM)
    try:
        process.wait(timeout=10)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


@contextmanager
def documents_worker():
    """The worker that makes documents, as `make run` starts it."""
    process = start(run.processes("127.0.0.1", 0)["documents"])
    try:
        yield process
    finally:
        end(process)


def family(pid: int) -> list[int]:
    """A process and its children."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [pid, *(each for child in children for each in family(int(child)))]


def cpu_seconds(pids) -> float:
    return sum(_used(pid) for pid in pids) / TICKS


def resident_mb(pids) -> float:
    return sum(int(Path(f"/proc/{pid}/statm").read_text().split()[1]) for pid in pids) * PAGE / 1024 / 1024


def _used(pid: int) -> int:
    # The name stands in brackets and may hold spaces; user and system time are the 12th and 13th after it.
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return int(fields[11]) + int(fields[12])


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


def _await(port: int, *, seconds: float = 30) -> None:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
        time.sleep(0.05)
    message = "the server did not start"
    raise RuntimeError(message)
