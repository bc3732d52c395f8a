"""The throw-away PostgreSQL and Valkey of a test run, so that `make run` may go on beside it."""

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from urllib.parse import quote

from consult import local

# Migrations run as the owner; the tests themselves then become `app`, so that the ledger's protection is real.
LOGIN_ROLE = "postgres"
UNSAFE_BUT_QUICK = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "max_connections": "200"}

# The tables as the migrations leave them, kept from one run to the next. Only a copy is taken: a file whose name says
# what the tables were made of.
MIGRATED = "migrated"
MADE_OF = (
    "*/migrations/*.py",
    "*/models/*.py",
    "*/models.py",
    "*/enums.py",
    "consult/settings.py",
    "deploy/database.sql",
    "requirements.txt",
)


def start() -> None:
    """Start the pair and point the environment at it; a worker of pytest-xdist takes over its controller's pair."""
    worker = os.environ.get("PYTEST_XDIST_WORKER")
    if worker is None:
        folder = _start_keeper()
        options = quote("-c role=owner")
        os.environ["DATABASE_URL"] = f"{local.database_url(role=LOGIN_ROLE, folder=folder)}&options={options}"
        os.environ["OWNER_DATABASE_URL"] = local.database_url(role="owner", folder=folder)
        os.environ["REDIS_URL"] = local.redis_url(folder=folder)
        os.environ["TEST_SERVICES"] = str(folder)
    else:
        os.environ["REDIS_URL"] += f"?db={int(worker.removeprefix('gw')) % 15 + 1}"


def migrated() -> str | None:
    """The database that a test database can be copied from, if an earlier run left one."""
    return MIGRATED if (Path(os.environ["TEST_SERVICES"]) / MIGRATED).exists() else None


def remember(database: str) -> None:
    """Keep a database that was migrated just now for the next runs."""
    folder, kept = Path(os.environ["TEST_SERVICES"]), _kept()
    dump = folder / f"{database}.sql"
    Kept(folder).dump(database, dump)
    kept.parent.mkdir(parents=True, exist_ok=True)
    for older in kept.parent.glob(f"{MIGRATED}-*.sql"):
        older.unlink(missing_ok=True)
    # Another run beside this one finds a whole file or none.
    draft = kept.with_suffix(f".{os.getpid()}")
    shutil.copyfile(dump, draft)
    draft.replace(kept)


def _kept() -> Path:
    digest = hashlib.sha256()
    for pattern in MADE_OF:
        for path in sorted(local.BASE_DIR.glob(pattern)):
            digest.update(f"{path.relative_to(local.BASE_DIR)}\n".encode() + path.read_bytes())
    return local.home() / f"{MIGRATED}-{digest.hexdigest()[:16]}.sql"


class Kept(local.Postgres):
    """A server whose migrated database outlives it."""

    def dump(self, database: str, path: Path) -> None:
        self._run("pg_dump", "-h", self.sockets, "-U", LOGIN_ROLE, "-f", path, database)

    def restore(self) -> None:
        kept = _kept()
        if kept.exists():
            self.sql(f"CREATE DATABASE {MIGRATED} OWNER owner TEMPLATE template0", database="postgres")
            self.sql(kept.read_text(encoding="utf-8"), database=MIGRATED)
            (self.data.parent / MIGRATED).touch()


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
            postgres = Kept(folder, **UNSAFE_BUT_QUICK)
            postgres.start()
            postgres.sql("ALTER ROLE owner CREATEDB", database="postgres")
            postgres.restore()
            local.Valkey(folder).start()
            print(folder, flush=True)
            sys.stdin.read()
        finally:
            local.stop_all(folder)


if __name__ == "__main__":
    keep()
