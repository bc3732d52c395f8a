"""A month of the leading office: it inspects on the phone, the room answers, the report goes out and is signed for."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from reports.facts.periodic.timing import rule_of
from reports.facts.spans import month_span
from reports.models import Distribution, Inspection, PeriodicReport
from reports.operations import periodic
from tests import factories as make
from tests.e2e.desk import Desk
from tests.e2e.town import town
from tests.rooms.activity_scene import recorded

pytestmark = pytest.mark.django_db(transaction=True)

TODAY = timezone.localdate()
LAST_MONTH = month_span((TODAY.replace(day=1) - timedelta(days=1)).replace(day=1))
FOUND = "接访登记没有写处理结果。"


@pytest.fixture
def month(browser, live_server, enter, tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path / "media"
    house = town(tmp_path)
    make.daye()
    recorded(house.room, by=house.clerk, kind="reception", amount=6, on=LAST_MONTH.since, what="接待群众")
    periodic.make(periodic.begin(rule_of(house.city, "supervision"), LAST_MONTH, by=house.leading_office))
    desks = []

    def sit(person, *, phone=False):
        desk = Desk(browser, live_server.url, person=person, phone=phone)
        desks.append(desk)
        enter(desk.context, person)
        return desk

    yield SimpleNamespace(
        house=house,
        inspector=sit(house.leading_office, phone=True),
        clerk=sit(house.clerk, phone=True),
        office=sit(house.leading_office),
        township=sit(house.township, phone=True),
        desks=desks,
    )
    for desk in desks:
        desk.context.close()


def test_a_room_is_inspected_and_a_month_is_reported(month):
    for step in (inspect, answer, judge, publish, send_out, sign, see_what_changed):
        step(month)
    assert [complaint for desk in month.desks for complaint in desk.complaints] == []


def by_menu(desk, name):
    """Every page of this is found from the desk, and no address is typed."""
    desk.go()
    go_on(desk, "统计", within=".tabbar" if desk.phone else ".mast nav")
    go_on(desk, name, within="#main .views")


def go_on(desk, name, **where):
    desk.press(name, **where)
    desk.look()


def begin(desk, sentence):
    """What the year asks for comes into the workbench a moment later than what cases wait for."""
    desk.go()
    desk.take(sentence)


def inspect(month):
    desk = month.inspector
    by_menu(desk, "督办检查")
    with desk.page.expect_navigation():
        desk.page.locator("tr", has_text="白杨社区").get_by_role("link", name="开始检查").tap()
    desk.fill(found="八有齐全。", problem_0_text=FOUND, due_on=(TODAY + timedelta(days=9)).isoformat())
    desk.press("发给联络室")
    desk.told("已发给白杨社区")


def answer(month):
    desk = month.clerk
    begin(desk, "整改督办检查指出的问题并答复")
    desk.tick("已整改")
    desk.page.locator("#main textarea").first.fill("已经补写。")
    desk.upload(month.house.photos["drain"])
    desk.press("提交答复")
    desk.told("已答复")


def judge(month):
    """Whoever looks at it from the workbench sees the photo before deciding."""
    desk = month.office
    begin(desk, "核查联络室报告的整改情况")
    expect(desk.page.locator("#main form img")).to_be_visible()
    desk.tick("已整改")
    desk.press("确定")
    desk.told("已核查")
    assert Inspection.objects.get().state == "settled"


def publish(month):
    desk = month.office
    by_menu(desk, "报告通报")
    go_on(desk, PeriodicReport.objects.get(level="city").title)
    go_on(desk, "修改文字")
    desk.fill(highlights="白杨社区的接访登记已经补齐。")
    go_on(desk, "保存")
    desk.press("发布")
    desk.press("发布", within="dialog[open]")
    desk.told("已发布")


def send_out(month):
    desk = month.office
    go_on(desk, "分发")
    desk.tick("各乡镇（街道）党（工）委")
    desk.press("分发")
    desk.told("已分发")


def sign(month):
    """On a phone the signature is asked for at the head, not below every table."""
    desk = month.township
    begin(desk, "签收领导小组办公室发来的文件")
    desk.press("签收")
    desk.told("已签收")
    assert Distribution.objects.filter(received_by=month.house.township).count() == 1


def see_what_changed(month):
    """What is entered later leaves the report; its correction says the new numbers in its words too."""
    room, clerk = month.house.room, month.house.clerk
    recorded(room, by=clerk, kind="reception", amount=3, on=LAST_MONTH.since, what="补登接访")
    desk = month.office
    desk.go(PeriodicReport.objects.get(state="published").get_absolute_url())
    desk.press("更正")
    desk.page.locator("dialog[open] [name=reason]").fill("补登接访")
    desk.press("起草更正稿", within="dialog[open]")
    desk.told("改写过的文字没有变")
    expect(desk.page.locator("#main")).to_contain_text("接访群众9人次")
    expect(desk.page.locator("#main")).to_contain_text("白杨社区的接访登记已经补齐。")
