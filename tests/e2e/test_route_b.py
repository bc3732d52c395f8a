"""One matter of the city: from the room to the leaders, to two units and back, as its people take it there."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from consult.models import EvaluationRound
from members.enums import RoleCode, UnitKind
from proposals.models import SpecialReport
from tests import action_scenes as scene
from tests import factories as make
from tests.e2e.conftest import KEEPS_PICTURES, SHOTS
from tests.e2e.desk import Desk
from tests.e2e.town import town

pytestmark = pytest.mark.django_db(transaction=True)

SECRET = "请市住建局牵头、城管局配合，年底前拿出方案。"
TODAY = timezone.localdate()
TITLE = "关于解决老旧小区雨天返水问题的建议"


@pytest.fixture
def way(browser, live_server, enter, tmp_path, settings):
    """A room with signed minutes, the office, an office of the leaders and two units, each at a desk."""
    settings.MEDIA_ROOT = tmp_path / "media"
    house = town(tmp_path)
    house.case = scene.signed(house, township=1, city=1)
    government = make.UnitFactory(
        name="大冶市人民政府办公室", short_name="市政府办", kind=UnitKind.DISPATCH_OFFICE, region=house.city
    )
    urban = make.UnitFactory(name="市城市管理局", short_name="市城管局", region=house.city)
    house.dispatcher = make.person(RoleCode.DISPATCHER, unit=government, name="龙飞")
    house.urban = make.person(RoleCode.DEPARTMENT, unit=urban, name="谭志刚")
    desks = []

    def sit(person, *, phone=False):
        desk = Desk(browser, live_server.url, person=person, phone=phone, folder=SHOTS if KEEPS_PICTURES else None)
        desks.append(desk)
        enter(desk.context, person)
        return desk

    yield SimpleNamespace(house=house, sit=sit, desks=desks)
    for desk in desks:
        desk.context.close()


def test_a_matter_goes_up_to_the_leaders_and_comes_back_to_its_room(way):
    house = way.house
    way.clerk, way.township = way.sit(house.clerk, phone=True), way.sit(house.township_clerk)
    way.office, way.dispatcher = way.sit(house.office), way.sit(house.dispatcher)
    way.housing, way.urban = way.sit(house.department), way.sit(house.urban, phone=True)
    for step in (
        send_it_up, take_it_in, write_the_report, enter_what_the_leaders_wrote, assign_it, take_it_on, answer_it,
        agree_and_close, rate_it, look_from_the_room,
    ):  # fmt: skip
        step(way)
    assert [complaint for desk in way.desks for complaint in desk.complaints] == []


def send_it_up(way):
    way.clerk.take_up("报送协商纪要")
    way.clerk.press("报送柳湖街道党工委")
    way.clerk.press("报送")
    way.clerk.told("已报送柳湖街道党工委")


def take_it_in(way):
    way.township.take_up("接收协商纪要")
    way.township.press("接收")
    way.township.told("已接收")
    way.office.take_up("接收市级事项")
    way.office.press("接收")
    way.office.told("已接收")


def write_the_report(way):
    office = way.office
    office.take_up("把市级事项编成要报")
    office.page.locator("#main .pick label").first.click()
    office.shoot("inbox")
    office.press("选中的编成报告")
    office.fill(title=TITLE, lead="白杨社区联络室就这一问题开展了协商。", reported_to="市委书记，市长")
    office.shoot("report-form")
    office.press("保存")
    office.press("签发")
    office.page.locator("dialog [name=signed_off_by]").fill("秦岚")
    office.press("签发", within="dialog[open]")
    office.told("已签发")
    way.report = SpecialReport.objects.get()
    assert (way.report.number, way.report.issued_on) == (1, TODAY)
    office.shoot("report")


def enter_what_the_leaders_wrote(way):
    desk = way.dispatcher
    desk.go(way.report.get_absolute_url())
    desk.press("登记批示")
    desk.fill(leader="程立新", post="市委书记", on=TODAY.isoformat(), text=SECRET)
    desk.find("readers", "住建", "市住建局")
    desk.shoot("instruction-form")
    desk.press("登记")
    desk.told("已登记批示")


def assign_it(way):
    desk = way.dispatcher
    desk.take_up("按批示交办")
    desk.press("交办")
    desk.find("lead", "住建", "市住建局")
    desk.find("co", "城管", "市城管局")
    desk.fill(task="普查管网，研究提出分年改造方案。", due_on=(TODAY + timedelta(days=60)).isoformat())
    desk.shoot("assign-report")
    desk.press("交办")
    desk.told("市城管局")


def take_it_on(way):
    for desk, person in ((way.housing, "曹伟"), (way.urban, "谭志刚")):
        desk.take_up("签收市政府办交办的任务")
        desk.press("签收")
        desk.page.locator("dialog [name=handler]").fill(person)
        desk.press("签收", within="dialog[open]")
        desk.told("已签收")
    way.housing.look()
    expect(way.housing.page.locator("#main")).to_contain_text(SECRET)
    expect(way.urban.page.locator("#main")).not_to_contain_text(SECRET)


def answer_it(way):
    desk = way.housing
    expect(desk.page.locator("#main")).to_contain_text("协办")
    way.urban.press("提交协办意见")
    way.urban.tick("已经解决")
    way.urban.fill(text="配合清理沿街占道摊点 31 处。")
    way.urban.shoot("answer-handling")
    way.urban.press("提交")
    way.urban.told("已")
    desk.go(desk.page.url.removeprefix(desk.url))
    desk.press("办完了，反馈办理情况")
    desk.tick("部分解决")
    desk.fill(text="完成 12 个小区普查，3 处低洼点已疏通，其余列入 2027 年计划。")
    desk.press("反馈")
    desk.told("已")
    desk.shoot("handling")


def agree_and_close(way):
    way.dispatcher.take_up("核对市住建局的反馈")
    way.dispatcher.press("同意办结")
    way.dispatcher.press("同意办结", within="dialog[open]")
    way.office.take_up("办结《资政建言要报》")
    way.office.press("办结")
    way.office.fill(result="12 个小区完成普查，3 处低洼点疏通，其余列入计划。")
    way.office.page.locator("#main select[name^=result_]").first.select_option(label="部分解决")
    way.office.press("办结")
    expect(way.office.page.locator("h1").locator("xpath=ancestor::*[1]")).to_be_visible()
    way.office.go("/reports/")
    expect(way.office.page.locator(".figs")).to_contain_text("100")


def rate_it(way):
    """Who brought the topic up says whether it was solved; the unit neither opens nor reads a vote."""
    lead = way.report.handlings.get(role="lead")
    way.office.go(lead.get_absolute_url())
    way.office.press("发起", exact=False)
    way.office.fill(closes_on=(TODAY + timedelta(days=10)).isoformat())
    way.office.shoot("evaluation-new")
    way.office.press_blue()
    way.office.told("已发起评议")
    round = EvaluationRound.objects.get()
    invitation = round.invitations.get(user=way.house.clerk)
    way.clerk.go(f"/evaluation-invitations/{invitation.pk}/")
    for group in way.clerk.page.locator("#main fieldset").all():
        group.locator("label").nth(1).click()
    way.clerk.fill(remark="低洼点不再返水，其余等着改造。")
    way.clerk.press("提交评议")
    expect(way.clerk.page.locator("#main")).to_contain_text("已评议")
    assert round.invitations.filter(evaluation__isnull=False).count() == 1
    assert way.housing.context.request.get(f"{way.housing.url}/evaluations/{round.pk}/votes/").status in (403, 404)


def look_from_the_room(way):
    """The room sees where its matter stands and what came of it, and not a word of what was written."""
    matter = way.house.case.matter_set.get(level="city")
    way.clerk.go(f"/matters/{matter.pk}/")
    line = way.clerk.page.locator("#main")
    for words in ("2026年第 1 期".replace("2026", str(way.report.year)), "批示", "交办", "办结"):
        expect(line).to_contain_text(words)
    expect(line).not_to_contain_text(SECRET)
    way.clerk.shoot("matter-way")
    for word in (SECRET, SECRET[:8]):
        assert word not in way.clerk.page.content()
