"""Load a synthetic city and measure the pages beside bare Django: `python -m tests.bench --cases 10000`."""

import argparse
import os
import sys
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

from consult import local
from tests import services


def main() -> int:
    arguments = _arguments()
    with _database(arguments.keep):
        os.environ |= {"DJANGO_SETTINGS_MODULE": "consult.settings", "CONSULT_MODE": "demo"}
        # The settings read the environment, so everything of Django comes after the services.
        from tests.bench import running  # noqa: PLC0415

        return running.run(arguments)


def _arguments():
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--cases", type=int, default=10_000, help="how many consultations (10,000)")
    parser.add_argument("--rooms", type=int, help="in so many rooms (one for 200 consultations, but at least 50)")
    parser.add_argument("--cities", type=int, default=1, help="so many cities with that many each, a province (1)")
    parser.add_argument("--rounds", type=int, default=30, help="requests of each page (30)")
    parser.add_argument("--only", default="", help="measure only what has this in its name")
    parser.add_argument("--keep", type=Path, help="keep the database in this folder and use it again")
    parser.add_argument("--out", type=Path, default=local.BASE_DIR / "var" / "bench.json", help="the figures as JSON")
    return parser.parse_args()


@contextmanager
def _database(folder: Path | None):
    """A database of the run's own: thrown away, or kept in a folder."""
    if folder is None:
        services.start()
        try:
            yield
        finally:
            services.stop()
        return
    local.make_folder(folder)
    try:
        local.Postgres(folder, **services.UNSAFE_BUT_QUICK).start()
        local.Valkey(folder).start()
        os.environ["DATABASE_URL"] = (
            f"{local.database_url(role=services.LOGIN_ROLE, folder=folder)}&options={quote('-c role=owner')}"
        )
        os.environ["REDIS_URL"] = local.redis_url(folder=folder)
        yield
    finally:
        local.stop_all(folder)


if __name__ == "__main__":
    sys.exit(main())
