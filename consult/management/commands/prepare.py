import hashlib
import subprocess
import sys

from django.conf import settings
from django.core.management import call_command, get_commands
from django.core.management.base import BaseCommand
from django.db import connection
from django.db.migrations.executor import MigrationExecutor


class Command(BaseCommand):
    help = "Bring the database and the static files up to date; in demonstration mode add its data once."

    def handle(self, **options):
        if _has_unapplied_migrations():
            self.stdout.write("==> Bringing the database up to date")
            # Another process, because the owner of the tables runs migrations.
            subprocess.run([sys.executable, settings.BASE_DIR / "manage.py", "migrate", "--verbosity=0"], check=True)
        _collect_static_files()
        if settings.DEMO and "demo" in get_commands():
            call_command("demo")


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
