import gc
import os
import time
from types import SimpleNamespace

import django
import pytest
from django.conf import settings
from django.db import connection
from django.test import TransactionTestCase
from playwright.sync_api import expect

from tests import services

# The settings read the environment, so they come after the services; pytest-django accepts a Django already set up.
services.start()
os.environ["DJANGO_SETTINGS_MODULE"] = "consult.settings"
os.environ["CONSULT_MODE"] = "demo"
django.setup()
# Nothing is collected for a test: pages name the files as they lie in the folders.
settings.STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)
# Every client of a test is a server of its own, and would list all those files before its first page.
settings.WHITENOISE_AUTOREFRESH = True
# A connection then lives as long as its request, so that the end of a test can tell when the live server is idle.
connection.settings_dict["CONN_MAX_AGE"] = 0
connection.settings_dict["TEST"]["TEMPLATE"] = services.migrated()


def pytest_xdist_setupnodes():
    # A worker that inherits it loads the settings before it has a number of its own at the queue, and then takes what
    # the other one ordered.
    del os.environ["DJANGO_SETTINGS_MODULE"]


def pytest_unconfigure():
    services.stop()


# Played once, and longer than anything else: begun last, it would keep one core waiting for the other.
BEGUN_FIRST = "test_demo_played"


def pytest_collection_modifyitems(items):
    items.sort(key=lambda item: BEGUN_FIRST not in item.nodeid)


def pytest_collection_finish():
    _keep_out_of_the_collector()


def _keep_out_of_the_collector() -> None:
    # What is loaded now stays until the end; looking through it again and again took a tenth of the run.
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """Let the tests connect as `app`, once the owner has made the tables."""
    if services.migrated() is None and os.environ.get("PYTEST_XDIST_WORKER", "gw0") == "gw0":
        services.remember(connection.settings_dict["NAME"])
    with django_db_blocker.unblock():
        _become("app")
    _keep_out_of_the_collector()
    yield
    with django_db_blocker.unblock():
        _end_other_connections()
        _become("owner")


def _end_other_connections() -> None:
    # A thread or a browser test may leave one open, and a database in use cannot be dropped.
    with connection.cursor() as cursor:
        cursor.execute("SET ROLE NONE")
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )


def _become(role: str) -> None:
    connection.close()
    connection.settings_dict["OPTIONS"]["options"] = f"-c role={role}"


# What the migrations wrote and no test changes.
KEPT = {"django_migrations", "django_content_type", "auth_permission"}


def _empty_tables(_test_case) -> None:
    # `app` may not empty tables, and the ledger's triggers let nobody do it: only here, between two tests.
    with connection.cursor() as cursor:
        cursor.execute("SET ROLE NONE; SET session_replication_role = replica")
        _await_last_requests(cursor)
        tables = sorted({table.name for table in connection.introspection.get_table_list(cursor)} - KEPT)
        # Whoever still writes is waited for, as by TRUNCATE, which takes half a second for so many tables.
        cursor.execute(f"BEGIN; LOCK TABLE {', '.join(map(connection.ops.quote_name, tables))}")
        for table in _filled(cursor, tables):
            cursor.execute(f"DELETE FROM {connection.ops.quote_name(table)}")
        cursor.execute("COMMIT")
    connection.close()


def _filled(cursor, tables) -> list[str]:
    asked = [f"SELECT '{table}' WHERE EXISTS (SELECT FROM {connection.ops.quote_name(table)})" for table in tables]
    cursor.execute(" UNION ALL ".join(asked))
    return [table for (table,) in cursor.fetchall()]


def _await_last_requests(cursor, *, seconds=10) -> None:
    """A page that was just closed may have sent something; emptying the tables under it is a deadlock."""
    # What has been idle for longer belongs to this process: a request's connection ends with it.
    others = """SELECT count(*) FROM pg_stat_activity
        WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'
        AND (state <> 'idle' OR state_change > clock_timestamp() - interval '0.3 s')"""
    until = time.monotonic() + seconds
    while cursor.execute(others) and cursor.fetchone()[0] and time.monotonic() < until:
        time.sleep(0.02)


TransactionTestCase._fixture_teardown = _empty_tables


@pytest.fixture
def house(db):
    """One room with its people, another room elsewhere with its own, and the city above: who may see whom is fixed."""
    # Models can be imported only after the set-up above.
    from tests import scenes  # noqa: PLC0415

    return scenes.house()


@pytest.fixture
def lasting_code(monkeypatch):
    """A dynamic code is right for the half minute in which it was made; the test ends in the one in which it began."""
    # As above.
    from allauth.mfa.totp.internal import auth  # noqa: PLC0415

    now = time.time()
    monkeypatch.setattr(auth, "time", SimpleNamespace(time=lambda: now))

    def code_of(secret):
        return auth.format_hotp_value(auth.hotp_value(secret, next(auth.yield_hotp_counters_from_time())))

    return code_of


# One browser for every browser test of a run: a second driver cannot start beside the first one's event loop.
CHROMIUM = [
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
# Five seconds are little for a page where another browser has the machine too.
expect.set_options(timeout=60_000)


@pytest.fixture(scope="session")
def base_url():
    """Addresses are whole; the plugin's own fixture is written in a way that pytest gives up."""


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    # Playwright keeps an event loop running, and Django then takes the test for asynchronous.
    os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
    return {**browser_type_launch_args, "executable_path": "/usr/bin/chromium", "args": CHROMIUM}
