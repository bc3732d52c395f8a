"""Browsers for the tests: the system's Chromium, real pages, a real server. Shared by every browser test."""

import os
from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone

from consult.steps import discussion
from tests import factories as make
from tests.e2e.desk import small

# CONSULT_SCREENSHOTS=1: otherwise a run of the tests changes nothing in the repository.
KEEPS_PICTURES = bool(os.environ.get("CONSULT_SCREENSHOTS"))
SHOTS = Path(__file__).parents[2] / "docs" / "screenshots"
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


PEOPLE = [
    ("other", "罗建平", "召集人"),
    ("stakeholder", "吴德胜", "1 栋居民"),
    ("stakeholder", "彭玉珍", "3 栋居民"),
    ("stakeholder", "万小军", "底商经营户"),
    ("stakeholder", "郑家旺", "物业"),
    ("member", "沈雅琴", "委员"),
    ("member", "邓国梁", "委员"),
    ("party_representative", "胡长庚", "党员代表"),
    ("mass_representative", "余秀兰", "群众代表"),
    ("department", "魏波", "街道城建办"),
    ("expert", "冯毅", "专业人士"),
]


@pytest.fixture
def meeting(house):
    """One that runs, with whoever sits there and a unit that a matter can go to."""
    make.UnitFactory(name="柳湖街道城建办", short_name="街道城建办", region=house.room.unit.region)
    case = make.at_discussion(
        house.room, clerk=house.clerk, convener=house.convener, township=house.township, people=PEOPLE
    )
    planned = discussion.plan(
        case,
        by=house.clerk,
        planned_at=timezone.now(),
        mode="bench",
        place="3 栋门前",
        chair=case.participant_set.get(name="罗建平"),
        recorder=house.clerk,
        key_points_only=False,
    )
    return discussion.start(planned, by=house.clerk)


@pytest.fixture
def opened(browser, browser_context_args, enter, live_server, meeting):
    """Open the live record for a recorder, in a browser context of its own."""
    contexts = []

    def opened(user, **options):
        context = browser.new_context(**{**browser_context_args, **options})
        contexts.append(context)
        page = enter(context, user).new_page()
        page.goto(f"{live_server.url}/meetings/{meeting.pk}/record/")
        page.locator(".live[data-ready]").wait_for()
        page.locator("#att li button").first.wait_for(state="attached")
        return page

    yield opened
    for context in contexts:
        context.close()
