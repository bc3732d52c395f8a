"""签到 on a phone: by tap on the room's sheet, and by the code on its wall."""

import re

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from members.enums import RoleCode
from rooms import operations
from rooms.models import ActivityDay, DayAttendee
from tests import factories as make
from tests.e2e.conftest import PHONE

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def town(house):
    today = timezone.localdate()
    house.day = ActivityDay.objects.create(region=house.city, name="双月活动日", nominal_on=today, on=today)
    house.posted = make.posted_member(house.room, name="龚雪梅", user=house.member)
    elected = make.person(RoleCode.REPRESENTATIVE, unit=house.room.unit, name="胡长庚")
    house.elected = make.RepresentativeFactory(room=house.room, name="胡长庚", user=elected)
    return house


@pytest.fixture
def phone_of(browser, enter, live_server):
    contexts = []

    def phone_of(user):
        context = browser.new_context(viewport=PHONE, locale="zh-CN", timezone_id="Asia/Shanghai")
        contexts.append(enter(context, user))
        return contexts[-1].new_page()

    yield phone_of
    for context in contexts:
        context.close()


def fits(page) -> bool:
    return page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


def test_who_came_is_tapped_on_a_phone(town, phone_of, live_server, shoot):
    page = phone_of(town.clerk)
    page.goto(f"{live_server.url}/rooms/{town.room.pk}/activity-days/{town.day.pk}/")
    row = page.locator(".roll > div", has_text="龚雪梅")
    came = row.get_by_role("button", name="到场")
    assert came.bounding_box()["height"] >= 44
    came.click()
    expect(row.get_by_role("button", name="到场")).to_have_attribute("aria-pressed", "true")
    expect(page.locator("#attendance header")).to_contain_text("1/2 人到场")
    other = page.locator(".roll > div", has_text="胡长庚")
    other.get_by_role("button", name="请假").click()
    expect(other.get_by_role("button", name="请假")).to_have_attribute("aria-pressed", "true")
    assert fits(page)
    shoot(page, "attendance-phone")
    assert {row.attendance for row in DayAttendee.objects.all()} == {"present", "leave"}


def test_a_member_scans_the_code_on_the_wall_and_presses_one_button(town, phone_of, live_server, shoot):
    wall = phone_of(town.clerk)
    wall.goto(f"{live_server.url}/rooms/{town.room.pk}/activity-days/{town.day.pk}/code/")
    expect(wall.locator("img.qr")).to_be_visible()
    assert fits(wall)
    shoot(wall, "attendance-code")
    # The camera reads an address of this kind out of the picture.
    address = f"/attend/{operations.code_on_screen(town.room, town.day)}/"
    phone = phone_of(town.member)
    phone.goto(live_server.url + address)
    expect(phone.locator("main")).to_contain_text("龚雪梅")
    phone.get_by_role("button", name="确认到场").click()
    phone.wait_for_url(re.compile(r"/activity-days/"))
    expect(phone.locator("body")).to_contain_text("已签到")
    assert DayAttendee.objects.get().is_by_code
    stranger = phone_of(town.other_clerk)
    stranger.goto(live_server.url + address)
    expect(stranger.locator("main")).to_contain_text("不能在这里签到")
    assert stranger.get_by_role("button", name="确认到场").count() == 0
