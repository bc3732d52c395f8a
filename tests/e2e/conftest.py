"""Browsers for the tests: the system's Chromium, real pages, a real server. Shared by every browser test."""

import os
from pathlib import Path

import pytest
from django.test import Client

from tests.e2e.desk import small

# Playwright keeps an event loop running, and Django then takes the test for asynchronous.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

# CONSULT_SCREENSHOTS=1: otherwise a run of the tests changes nothing in the repository.
KEEPS_PICTURES = bool(os.environ.get("CONSULT_SCREENSHOTS"))
SHOTS = Path(__file__).parents[2] / "docs" / "screenshots"
DESKTOP = {"width": 1440, "height": 900}
PHONE = {"width": 390, "height": 844}
ARGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def base_url():
    """Addresses are whole; the plugin's own fixture is written in a way that pytest gives up."""


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    return {**browser_type_launch_args, "executable_path": "/usr/bin/chromium", "args": ARGS}


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
