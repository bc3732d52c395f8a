"""The throw-away PostgreSQL and Valkey of a test run, so that `make run` may go on beside it."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path
from urllib.parse import quote

from consult import local

# Migrations run as the owner; the tests themselves then become `app`, so that the ledger's protection is real.
LOGIN_ROLE = "postgres"
UNSAFE_BUT_QUICK = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "max_connections": "200"}


def start() -> None:
    """Start the pair and point the environment at it; a worker of pytest-xdist takes over its controller's pair."""
    worker = os.environ.get("PYTEST_XDIST_WORKER")
    if worker is None:
        folder = _start_keeper()
        options = quote("-c role=owner")
        os.environ["DATABASE_URL"] = f"{local.database_url(role=LOGIN_ROLE, folder=folder)}&options={options}"
        os.environ["OWNER_DATABASE_URL"] = local.database_url(role="owner", folder=folder)
        os.environ["REDIS_URL"] = local.redis_url(folder=folder)
    else:
        os.environ["REDIS_URL"] += f"?db={int(worker.removeprefix('gw')) % 15 + 1}"


def _start_keeper() -> Path:
    # Its standard input closes however this process ends, and then the pair stops; an own session is spared Ctrl-C.
    keeper = subprocess.Popen(
        [sys.executable, "-m", "tests.services"],
        cwd=local.BASE_DIR,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    _keepers.append(keeper)
    folder = keeper.stdout.readline().strip()
    if not folder:
        message = "the test services did not start"
        raise RuntimeError(message)
    return Path(folder)


def stop() -> None:
    for keeper in _keepers:
        keeper.stdin.close()
        keeper.wait()
        keeper.stdout.close()


_keepers: list[subprocess.Popen] = []


def keep() -> None:
    """Run a pair for as long as standard input stays open, then remove it."""
    with tempfile.TemporaryDirectory(prefix="consult-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        local.make_folder(folder)
        try:
            postgres = local.Postgres(folder, **UNSAFE_BUT_QUICK)
            postgres.start()
            postgres.sql("ALTER ROLE owner CREATEDB", database="postgres")
            local.Valkey(folder).start()
            print(folder, flush=True)
            sys.stdin.read()
        finally:
            local.stop_all(folder)


if __name__ == "__main__":
    keep()
