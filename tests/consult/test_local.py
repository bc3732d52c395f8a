"""The embedded services, tried in a copy of the clone's two files so that the real ones are left alone."""

import os
import shutil
import stat
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from django.db import ProgrammingError, connection

from consult import local

# Prints where the services are, uses them until its standard input closes, and leaves.
USER = """
import runpy, sys
local = runpy.run_path("consult/local.py")
local["ensure_running"]()
print(local["home"](), flush=True)
sys.stdin.read()
"""


@pytest.fixture
def clone():
    # Below /tmp itself: the services' own user cannot look into pytest's private folder.
    with tempfile.TemporaryDirectory(prefix="clone-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        folder.chmod(0o755)
        for part in ("consult/local.py", "deploy/database.sql"):
            (folder / part).parent.mkdir()
            shutil.copy(local.BASE_DIR / part, folder / part)
        yield folder
        shutil.rmtree(_run(folder, "print(local['home']())"), ignore_errors=True)


def _run(clone, code: str) -> str:
    script = f"import runpy; local = runpy.run_path('consult/local.py'); {code}"
    done = subprocess.run([sys.executable, "-c", script], cwd=clone, capture_output=True, text=True, check=True)
    return done.stdout.strip()


def _home(clone) -> Path:
    return Path(_run(clone, "print(local['home']())"))


def _start_user(clone):
    environment = {
        name: value for name, value in os.environ.items() if not name.endswith(("DATABASE_URL", "REDIS_URL"))
    }
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    user = subprocess.Popen([sys.executable, "-c", USER], cwd=clone, env=environment, **pipes)
    return user, Path(user.stdout.readline().strip())


def _leave(user):
    user.communicate()
    assert user.returncode == 0


def _running(folder) -> list[bool]:
    return [local.Postgres(folder).is_running(), local.Valkey(folder).is_running()]


def test_services_run_until_their_last_user_leaves(clone):
    first, folder = _start_user(clone)
    second, same = _start_user(clone)
    assert same == folder
    _leave(first)
    assert _running(folder) == [True, True]
    _leave(second)
    assert _running(folder) == [False, False]


def test_a_killed_user_leaves_the_stopping_to_the_next(clone):
    first, folder = _start_user(clone)
    first.kill()
    first.communicate()
    assert _running(folder) == [True, True]
    second, _ = _start_user(clone)
    _leave(second)
    assert _running(folder) == [False, False]


def test_stop_ends_what_is_still_in_use(clone):
    user, folder = _start_user(clone)
    _run(clone, "local['stop']()")
    assert _running(folder) == [False, False]
    _leave(user)


def test_given_servers_replace_the_embedded_ones(clone):
    environment = {**os.environ, "DATABASE_URL": "postgresql://elsewhere/consult", "REDIS_URL": "redis://elsewhere"}
    user = subprocess.run([sys.executable, "-c", USER], cwd=clone, env=environment, input="", text=True, check=True)
    assert user.returncode == 0
    assert not Path(_run(clone, "print(local['home']())")).joinpath("postgres").exists()


def test_a_secret_is_made_once_and_private(clone):
    first = _run(clone, "print(local['demo_secret']('secret'))")
    assert len(first) > 50
    assert _run(clone, "print(local['demo_secret']('secret'))") == first
    assert stat.S_IMODE((_home(clone) / "secret.key").stat().st_mode) == 0o600


def test_a_key_of_an_older_set_up_goes_on(clone):
    (clone / "var").mkdir()
    (clone / "var" / "ledger.key").write_text("kept")
    assert _run(clone, "print(local['demo_secret']('ledger'))") == "kept"


def test_the_database_and_the_key_of_its_ledger_go_together(clone):
    user, folder = _start_user(clone)
    key = _run(clone, "print(local['demo_secret']('ledger'))")
    _leave(user)
    shutil.rmtree(clone / "var", ignore_errors=True)
    has_database = (folder / "postgres").exists()
    assert (_run(clone, "print(local['demo_secret']('ledger'))") == key) == has_database


def test_sockets_of_a_long_path_fit_the_kernels_limit():
    folder = Path("/srv") / ("长" * 60)
    assert len(local.redis_url(folder=folder).removeprefix("unix://").encode()) < 108


def test_the_application_may_not_change_tables(db):
    with connection.cursor() as cursor, pytest.raises(ProgrammingError):
        cursor.execute("CREATE TABLE intruder (id int)")
