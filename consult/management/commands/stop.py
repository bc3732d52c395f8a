import contextlib
import os
import signal
import time
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand

from consult import local
from consult.management.commands.run import MARK


class Command(BaseCommand):
    help = "End what `make run` started in this clone, and its services, whatever state they are in."

    def handle(self, **options):
        for number in (signal.SIGTERM, signal.SIGKILL):
            for pid in _started_here():
                with contextlib.suppress(ProcessLookupError):
                    os.kill(pid, number)
            _wait_for_the_end(seconds=6)
        local.stop()


def _started_here() -> list[int]:
    mark, found = f"{MARK}={settings.BASE_DIR}".encode(), []
    for folder in Path("/proc").glob("[0-9]*"):
        # Processes of other people cannot be read, and some end while we look.
        with contextlib.suppress(OSError):
            if mark in (folder / "environ").read_bytes().split(b"\0"):
                found.append(int(folder.name))
    return [pid for pid in found if pid != os.getpid()]


def _wait_for_the_end(*, seconds: int) -> None:
    deadline = time.monotonic() + seconds
    while _started_here() and time.monotonic() < deadline:
        time.sleep(0.1)
