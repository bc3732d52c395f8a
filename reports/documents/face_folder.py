"""The folder in which a worker keeps the faces that it prints with: it does not outlive the worker, however that ends.

WeasyPrint clears its own away when the object goes, to which a worker that is replaced or killed never comes.
"""

import fcntl
import os
import time
from pathlib import Path
from shutil import rmtree
from tempfile import gettempdir, mkdtemp

from weasyprint.text.fonts import FontConfiguration

PREFIX = "consult-faces-"
# Seconds: a folder that was made just now may not be held yet.
SETTLED = 60


class Faces(FontConfiguration):
    # Asked for even where the making was broken off.
    _held = None

    def __init__(self):
        super().__init__()
        clear_away()
        self._folder = Path(mkdtemp(prefix=PREFIX))
        # The kernel lets go of it when the process is gone.
        self._held = hold(self._folder)

    def __del__(self):
        super().__del__()
        if self._held is not None:
            os.close(self._held)


def hold(folder: Path) -> int | None:
    """A lock on the folder; none where another process has it, or took the folder away."""
    try:
        opened = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    except OSError:
        return None
    try:
        fcntl.flock(opened, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(opened)
        return None
    return opened


def clear_away() -> None:
    """Remove the folders of processes that have ended."""
    for folder in Path(gettempdir()).glob(f"{PREFIX}*"):
        held = hold(folder)
        if held is None:
            continue
        if time.time() - os.fstat(held).st_mtime > SETTLED:
            rmtree(folder, ignore_errors=True)
        os.close(held)
