"""Browsers for the tests: the system's Chromium, real pages, a real server. Shared by every browser test."""

import os
from pathlib import Path

import pytest
from django.test import Client
from playwright.sync_api import expect

from tests.e2e.desk import small

# CONSULT_SCREENSHOTS=1: otherwise a run of the tests changes nothing in the repository.
KEEPS_PICTURES = bool(os.environ.get("CONSULT_SCREENSHOTS"))
SHOTS = Path(__file__).parents[2] / "docs" / "screenshots"
# Five seconds are little for a page where another browser has the machine too.
expect.set_options(timeout=60_000)
DESKTOP = {"width": 1440, "height": 900}
PHONE = {"width": 390, "height": 844}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args):
    return {**browser_context_args, "viewport": DESKTOP, "locale": "zh-CN", "timezone_id": "Asia/Shanghai"}


@pytest.fixture(autouse=True)
def plain_files(settings):
    """Serve the files of the clone as they are: no collected copies with hashed names."""
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }


@pytest.fixture
def enter(live_server, settings):
    """Let a person into a browser context, without the sign-in page. Every entry is a session of its own."""

    def enter(context, user):
        client = Client()
        client.force_login(user)
        name = settings.SESSION_COOKIE_NAME
        context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": live_server.url}])
        return context

    return enter


@pytest.fixture
def shoot():
    """Keep a picture of the page in docs/screenshots, when pictures are wanted."""

    def shoot(page, name):
        if KEEPS_PICTURES:
            SHOTS.mkdir(parents=True, exist_ok=True)
            (SHOTS / f"{name}.png").write_bytes(small(page.screenshot()))

    return shoot
