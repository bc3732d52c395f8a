import hashlib
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.core.management import call_command, get_commands
from django.core.management.base import BaseCommand
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

# First argument of the advisory lock that only one start holds.
LOCK_CLASS = 7103


class Command(BaseCommand):
    help = "Bring the database and the static files up to date; in demonstration mode add its data once."

    def handle(self, **options):
        with alone(wait=lambda: self.stdout.write("==> Waiting for another start to finish setting up")):
            if _has_unapplied_migrations():
                self.stdout.write("==> Bringing the database up to date")
                # Another process, because the owner of the tables runs migrations.
                migrate = [sys.executable, settings.BASE_DIR / "manage.py", "migrate", "--verbosity=0"]
                subprocess.run(migrate, check=True)
                # A release may count something new, and a figure that is not counted yet would be shown as nothing.
                if "facts" in get_commands():
                    call_command("facts")
            _collect_static_files()
            if settings.DEMO and "demo" in get_commands():
                call_command("demo")


@contextmanager
def alone(*, wait) -> Iterator[None]:
    """Two starts at once would both play the demonstration: the second calls `wait`, waits, and finds everything done.

    On a connection of its own, which ends the lock with this process however that ends.
    """
    own = connection.copy()
    try:
        with own.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_lock(%s, 0)", [LOCK_CLASS])
            if not cursor.fetchone()[0]:
                wait()
                cursor.execute("SELECT pg_advisory_lock(%s, 0)", [LOCK_CLASS])
        yield
    finally:
        own.close()


def _has_unapplied_migrations() -> bool:
    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def _collect_static_files() -> None:
    stamp = settings.VAR_DIR / "static.stamp"
    state = _state_of_static_files()
    if not stamp.exists() or stamp.read_text() != state:
        call_command("collectstatic", interactive=False, clear=True, verbosity=0)
        stamp.write_text(state)


def _state_of_static_files() -> str:
    digest = hashlib.sha256()
    for folder in settings.STATICFILES_DIRS:
        for path in sorted(folder.rglob("*")):
            status = path.stat()
            digest.update(f"{path} {status.st_size} {status.st_mtime_ns}\n".encode())
    return digest.hexdigest()
