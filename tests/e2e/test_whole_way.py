"""One consultation from topic to closed, as its people take it there: in a browser, on two screens, once offline.

Every page on the way is looked over: it does not scroll sideways, has one blue button, and the console stays silent.
With CONSULT_SCREENSHOTS=1 the pages are kept in docs/screenshots.
"""

import os
import re
import subprocess
import sys
from io import BytesIO
from types import SimpleNamespace

import pytest
from django.db import connection
from django.utils import timezone
from playwright.sync_api import expect

from consult import local
from consult.models import Consultation, Matter, Minutes, Statement
from members.models import Attachment
from reports.documents import content
from reports.documents.plain_text import expected_text
from reports.models import Document
from tests.e2e.conftest import KEEPS_PICTURES, SHOTS
from tests.e2e.desk import Desk
from tests.e2e.sitting import Sitting
from tests.e2e.town import EARLIER, PASSWORD, town
from tests.reports.documents import check_gongwen

pytestmark = pytest.mark.django_db(transaction=True)

PLACE = "白杨社区水泥厂宿舍"
TITLE = "水泥厂宿舍小区下水管网改造"
WHY = "小区建于 1998 年，共 6 栋 216 户。主管口径偏小，汛期污水倒灌，一楼住户反映强烈。"
DREDGE = "疏通 3 处低洼点主管，清掏化粪池 6 座"
FINE = "对乱倒垃圾的商户处以罚款"
PLAN = "将水泥厂宿舍小区列入 2027 年城镇老旧小区改造计划"
OFFLINE = [
    ("彭玉珍", "今年热天堵了四回，三楼以下都不敢用厕所。"),
    ("吴德胜", "一楼的先把反水解决了，出点钱没意见，但是要把账贴出来。"),
    ("魏波", "街道今年还有背街小巷维修资金，国庆以后就能进场。"),
    ("邓国梁", "管径两百早就不够了，换成三百，低洼点就不会再反水。"),
    ("胡长庚", "网格员上门再算一次账，够减免条件的就免。"),
]


@pytest.fixture
def site(tmp_path, settings, live_server):
    """The server, and beside it the real worker of documents over the same database and queue."""
    settings.MEDIA_ROOT = tmp_path / "media"
    database = local_address(connection.settings_dict)
    environment = {**os.environ, "DATABASE_URL": database, "CONSULT_MEDIA": str(settings.MEDIA_ROOT)}
    command = [sys.executable, "-m", "celery", "--app=consult", "--quiet", "worker", "--queues=documents"]
    with (tmp_path / "worker.log").open("w") as log:
        worker = subprocess.Popen(
            [*command, "--concurrency=1", "--loglevel=WARNING", "--without-gossip", "--without-mingle"],
            cwd=local.BASE_DIR,
            env=environment,
            stdout=log,
            stderr=subprocess.STDOUT,
        )
        yield SimpleNamespace(url=live_server.url, folder=tmp_path)
        worker.terminate()
        # It first ends the document that it is at.
        worker.wait()


def local_address(parts: dict) -> str:
    """The address of the test's own database, for another process."""
    return f"postgresql://{parts['USER']}@/{parts['NAME']}?host={parts['HOST']}&options=-c%20role%3Dapp"


@pytest.fixture(params=["desktop", "phone"])
def way(request, browser, site, enter):
    """Desks for everybody: on the phone run all of them are phones, else only who works in the field."""
    house = town(site.folder)
    phone = request.param == "phone"
    folder = SHOTS if KEEPS_PICTURES else None
    desks = []

    def sit(person, *, phone=phone):
        desk = Desk(browser, site.url, person=person, phone=phone, folder=folder)
        desks.append(desk)
        if person is not None:
            enter(desk.context, person)
        return desk

    yield SimpleNamespace(house=house, phone=phone, sit=sit, desks=desks, folder=site.folder, case=None, steps=[])
    for desk in desks:
        desk.context.close()


def test_a_consultation_goes_from_topic_to_closed(way):
    house = way.house
    way.clerk = sign_in(way)
    way.convener, way.entering = way.sit(house.convener), way.sit(house.township_clerk)
    way.township, way.office = way.sit(house.township), way.sit(house.office)
    way.field, way.works = way.sit(house.clerk, phone=True), way.sit(house.worker, phone=True)
    way.asked, way.auditor = way.sit(house.department), way.sit(house.auditor)
    for step in (
        propose_a_topic, submit_it, approve_it_for_the_committee, gather_participants, fix_the_list, go_and_look,
        plan_a_meeting, hold_the_meeting, cut_the_network, end_the_meeting, write_the_minutes, sign_them_off,
        verify_them, send_them, receive_them, decide_each_matter, carry_it_out, close_everything, look_back,
    ):  # fmt: skip
        step(way)
    assert stranger_pages(way) == set()
    assert [complaint for desk in way.desks for complaint in desk.complaints] == []


def day_of_today() -> str:
    today = timezone.localdate()
    return f"{today.month}月{today.day}日"


def path_of(way, more=""):
    return f"/consultations/{way.case.pk}/{more}"


def visited(way, *paths):
    """Pages that nobody of another room may know of."""
    way.steps += paths


def stranger_pages(way) -> set:
    """Addresses of the way that another room's clerk gets anything else than 404 for."""
    other = way.sit(way.house.other_clerk)
    return {path for path in dict.fromkeys(way.steps) if other.context.request.get(other.url + path).status != 404}


# ── step 1 ───────────────────────────────────────────────────────────────────────────────────────────────────────────
def sign_in(way):
    clerk = way.sit(None)
    clerk.go()
    clerk.shoot("sign-in")
    clerk.fill(login=way.house.clerk.username, password=PASSWORD)
    clerk.press("登录")
    expect(clerk.page.locator("h1")).to_contain_text("周敏，现在没有待办")
    return clerk


def propose_a_topic(way):
    clerk = way.clerk
    clerk.press("提出议题")
    clerk.fill(title=TITLE)
    expect(clerk.page.locator("#similar")).to_contain_text(EARLIER)
    clerk.choose(source="接访")
    clerk.fill(source_note="8月5日接访，3 栋住户代表反映", place=PLACE, why=WHY)
    clerk.upload(way.house.photos["drain"])
    clerk.shoot("topic-form")
    clerk.fill(why="")
    clerk.press("立为议题")
    expect(clerk.page.locator(".has-error")).to_contain_text("请填写为什么协商")
    expect(clerk.page.locator("#main [name=title]")).to_have_value(TITLE)
    expect(clerk.page.locator("#main .files li[data-file]")).to_be_visible()
    expect(clerk.page.locator("#similar")).to_contain_text(EARLIER)
    clerk.fill(why=WHY)
    clerk.press("立为议题")
    clerk.told("已立议题")
    way.case = Consultation.objects.get(topic__title=TITLE)
    clerk.take_up("补全议题，请召集人提请审定")
    visited(way, path_of(way), path_of(way, "topic/"), f"/files/{Attachment.objects.get().pk}/")


def submit_it(way):
    way.convener.take_up("提请审定议题")
    way.convener.press("提请审定")
    way.convener.told("已提请柳湖街道党工委审定")
    way.convener.has_nothing_to_do()
    way.clerk.has_nothing_to_do()


def approve_it_for_the_committee(way):
    desk = way.entering
    desk.take_up("审定议题")
    desk.tick("同意", "主要负责人签批")
    desk.fill(basis_note="书记王志远签批", basis_on=str(timezone.localdate()), opinion="同意开展协商，请城建办参加。")
    desk.shoot("approval-form")
    desk.press("登记审定意见")
    desk.told("已登记柳湖街道党工委的审定意见")
    expect(desk.page.locator("#main")).to_contain_text("孙倩 代录")
    desk.has_nothing_to_do()
    visited(way, path_of(way, "approval/"), path_of(way, "events/"))


# ── steps 2 and 3 ────────────────────────────────────────────────────────────────────────────────────────────────────
def gather_participants(way):
    clerk = way.clerk
    clerk.take_up("登记协商主体")
    clerk.go(path_of(way, "participants/"))
    for category, name, title in (
        ("利益相关方", "吴德胜", "1 栋住户代表"),
        ("利益相关方", "彭玉珍", "3 栋住户代表"),
    ):
        clerk.choose(category=category)
        clerk.fill(name=name, title=title, phone="13800000001")
        clerk.press("登入名单")
        expect(clerk.page.locator("table")).to_contain_text(name)
    clerk.choose(category="职能部门")
    clerk.fill(name="魏波", title="街道城建办主任")
    clerk.find("unit", "城建办", "街道城建办")
    clerk.press("登入名单")
    expect(clerk.page.locator("table tbody tr")).to_have_count(3)
    for name in ("罗建平", "沈雅琴", "邓国梁", "胡长庚", "余秀兰"):
        clerk.page.locator("label.check", has_text=name).click()
    clerk.shoot("participants")
    # Half typed when the ticks are sent: it is still there on the next page.
    clerk.fill(name="夏雨")
    clerk.press("把勾选的人登入名单")
    clerk.told("已登记 5 人")
    expect(clerk.page.locator("[name=name]")).to_have_value("夏雨")
    clerk.page.get_by_role("button", name="丢弃").click()
    expect(clerk.page.locator("[name=name]")).to_have_value("")
    expect(clerk.page.locator("table tbody tr")).to_have_count(8)
    visited(way, path_of(way, "participants/"))


def fix_the_list(way):
    convener = way.convener
    convener.take_up("确定协商主体名单（8 人）")
    convener.go(path_of(way, "participants/"))
    convener.press("确定名单")
    convener.told("名单已确定")
    way.seats = dict(way.case.participant_set.values_list("name", "seat"))


def go_and_look(way):
    desk = way.field
    desk.take_up("登记调研")
    desk.press("登记调研")
    desk.fill(place="水泥厂宿舍 1—6 栋", team="沈雅琴、胡长庚、周敏", visited="住户和底商", visited_count="42")
    desk.fill(
        findings="近一年堵塞 11 次，3 处低洼点反水。\n疏通花费 6800 元，都由住户垫付。", figures="主管总长 2.3 千米"
    )
    desk.upload(way.house.photos["research"])
    desk.shoot("research")
    desk.press("保存调研")
    desk.told("已登记调研")
    desk.take_up("进入协商讨论，或者再登记调研")
    desk.shoot("consultation-research")
    desk.press("进入协商讨论")
    expect(desk.page.locator("#stage-discussion")).to_be_visible()
    visited(way, path_of(way, "research/new/"), f"/research/{way.case.research_set.get().pk}/")


# ── step 4 ───────────────────────────────────────────────────────────────────────────────────────────────────────────
def plan_a_meeting(way):
    clerk = way.clerk
    clerk.take_up("安排协商会")
    clerk.press("安排协商会")
    clerk.choose(mode="板凳会", chair="罗建平")
    clerk.fill(place="3 栋门前", day=str(timezone.localdate()), time="19:30")
    clerk.shoot("plan-meeting")
    clerk.press("保存安排")
    expect(clerk.page.locator("#invitation")).to_contain_text(TITLE)
    clerk.press("开始会议")
    way.meeting = way.case.meeting_set.get()
    visited(way, *(f"/meetings/{way.meeting.pk}/{more}" for more in ("", "edit/", "record/", "changes/", "end/")))


def hold_the_meeting(way):
    way.sitting = sitting = Sitting(way.clerk, way.seats)
    sitting.opens()
    sitting.call_the_roll("余秀兰")
    sitting.record("罗建平", "今天请大家说说下水管网怎么改。")
    sitting.next_part()
    sitting.object(
        "彭玉珍", "一个月退休金两千出头，每户平摊三百我不同意。", "罗建平解释：低保户、特困户免，彭玉珍表示理解"
    )
    sitting.agree("魏波", DREDGE, unit="街道城建办")
    sitting.agree("吴德胜", FINE, unit="街道城建办")
    sitting.agree("沈雅琴", PLAN, unit="市住建局", level="市级")
    sitting.saved()


def cut_the_network(way):
    sitting = way.sitting
    before = sitting.texts()
    sitting.lose_network()
    for name, text in OFFLINE:
        sitting.record(name, text)
    expect(way.clerk.page.locator("#strip")).to_contain_text("网络断了，照常记录。")
    # Storing in the browser takes a moment too.
    expect(way.clerk.page.locator("#save")).to_contain_text(f"{len(OFFLINE)} 条已存在本机")
    way.clerk.page.reload()
    sitting.opens()
    expect(sitting.statements).to_have_text([*before, *(text for _, text in OFFLINE)])
    sitting.find_network()
    said = Statement.objects.standing().filter(meeting=way.meeting).order_by("position", "uuid")
    assert list(said.values_list("text", flat=True)) == [*before, *(text for _, text in OFFLINE)]


def end_the_meeting(way):
    clerk = way.clerk
    clerk.press("结束会议", within=".live-top")
    dialog = clerk.page.locator("dialog.ask[open]")
    expect(dialog).to_contain_text(DREDGE)
    clerk.tick("达成一致", within="dialog.ask[open]")
    clerk.press("结束会议", within="dialog.ask[open]")
    clerk.page.wait_for_url("**/consultations/*/")
    clerk.take_up("起草协商纪要")


def write_the_minutes(way):
    clerk = way.clerk
    clerk.press("起草纪要")
    clerk.press("由会议记录生成纪要")
    clerk.told("纪要初稿已由会议记录生成")
    discussion = clerk.page.locator("[name=part_discussion]")
    drafted = discussion.input_value()
    assert "吴德胜" not in drafted
    background = clerk.page.locator("[name=part_background]").input_value()
    assert background.endswith(f"涉及地点为{PLACE}，{day_of_today()}经柳湖街道党工委审定。")
    discussion.fill(f"{drafted}\n吴德胜家中进水两次。")
    clerk.press("保存")
    expect(clerk.page.locator("#missing")).to_contain_text("写了群众姓名“吴德胜”")
    assert clerk.page.locator("#main").get_by_role("button", name="提请审签").get_attribute("aria-disabled") == "true"
    discussion.fill(drafted)
    expect(clerk.page.locator("#preview .page image").first).to_be_visible(timeout=90_000)
    clerk.press("保存")
    expect(clerk.page.locator("#preview .pages:not(.is-old) .page").first).to_be_visible(timeout=90_000)
    clerk.shoot("minutes", long=False)
    clerk.press("提请审签")
    clerk.told("已提请审签")
    clerk.has_nothing_to_do()
    way.minutes = Minutes.objects.get()
    panel = f"/documents/minutes/{way.minutes.pk}/"
    visited(way, *(path_of(way, f"minutes/{more}") for more in ("", "sign/", "compare/")), panel, f"{panel}panel/")


def sign_them_off(way):
    convener = way.convener
    convener.take_up("审签协商纪要")
    convener.press("审签纪要")
    convener.press("审签")
    dialog = convener.page.locator("dialog.ask[open]")
    expect(dialog).to_contain_text("审签以后正文不能再改")
    convener.shoot("sign-off", long=False)
    dialog.locator("[name=proof]").fill("not the password")
    convener.press("审签", within="dialog.ask[open]")
    expect(convener.page.locator("#main")).to_contain_text("密码不对，请重新输入。")
    convener.fill(proof=PASSWORD)
    convener.press("审签")
    convener.told("已审签，第 1 期")
    expect(convener.page.locator("#preview .page image").first).to_be_visible(timeout=90_000)
    convener.shoot("minutes-signed", long=False)
    check_the_paper(way, convener)


def check_the_paper(way, desk):
    """What the person downloads keeps the national layout and says what was signed."""
    with desk.page.expect_download() as coming:
        desk.press("下载 PDF")
    way.paper = way.folder / coming.value.suggested_filename
    coming.value.save_as(way.paper)
    document = Document.objects.get(is_official=True)
    report = check_gongwen.Report()
    check_gongwen.check(str(way.paper), report, expected_text(content.paper_from(document)))
    assert [row for row in report.rows if row[0] == "FAIL"] == []
    way.code = document.verify_code
    files = (f"/documents/{document.pk}/{more}" for more in ("", "progress/", "pages/1/", "file.pdf", "file.docx"))
    visited(way, *files)


def verify_them(way):
    stranger = way.sit(None)
    stranger.go("/verify/")
    stranger.fill(code=way.code)
    stranger.press("核验")
    expect(stranger.page.locator("#main")).to_contain_text("系统出具")
    stranger.page.locator("[name=file]").set_input_files(way.paper)
    stranger.press("核对")
    expect(stranger.page.locator("#main")).to_contain_text("完全一致，没有改动")
    stranger.shoot("verify")
    altered = BytesIO(way.paper.read_bytes() + b"\n").getvalue()
    stranger.page.locator("[name=file]").set_input_files(
        {"name": "纪要.pdf", "mimeType": "application/pdf", "buffer": altered}
    )
    stranger.press("核对")
    expect(stranger.page.locator("#main")).to_contain_text("不一致，可能被改动")


# ── steps 5 and 6 ────────────────────────────────────────────────────────────────────────────────────────────────────
def send_them(way):
    clerk = way.clerk
    clerk.take_up("报送协商纪要")
    clerk.press("报送柳湖街道党工委")
    expect(clerk.page.locator("#main")).to_contain_text("同时报市政协办公室，抄告柳湖街道党工委")
    clerk.shoot("send")
    clerk.press("报送")
    clerk.told("已报送柳湖街道党工委，等待接收。")
    clerk.has_nothing_to_do()
    visited(way, path_of(way, "send/"), *(f"/submissions/{each.pk}/" for each in way.case.submission_set.all()))


def receive_them(way):
    way.entering.take_up("接收协商纪要")
    way.entering.shoot("submission")
    way.entering.press("接收")
    way.entering.told("已接收")
    way.entering.take_up("阅知抄告")
    way.entering.press("已阅")
    way.office.take_up("接收市级事项")
    way.office.press("接收")
    way.office.told("已接收")
    # What was received waits to be taken up in a report, see test_route_b.py.
    way.office.take_up("把市级事项编成要报")


def decide_each_matter(way):
    desk = way.township
    desk.go()
    desk.shoot("workbench")
    desk.take_up("确定事项 1")
    desk.tick("采纳", "会议研究")
    desk.fill(opinion="同意，国庆节后进场，十一月底前完工。", basis_note="党工委第 18 次会议")
    desk.find("helping", "住建", "市住建局")
    desk.fill(cost="12.5", source_0="背街小巷维修资金", amount_0="8", source_1="住户自筹", amount_1="4.5")
    desk.choose(money_0="已落实")
    expect(desk.page.locator("#limit-due")).to_contain_text("月")
    desk.shoot("matter-decision")
    desk.press("确定并组织实施")
    desk.told("已登记柳湖街道党工委的决定：采纳")
    desk.take_up("确定事项 2")
    desk.tick("不采纳", "主要负责人签批")
    desk.fill(opinion="罚款要由有执法权的部门依法作出，街道不能决定。")
    desk.press("确定并组织实施")
    desk.told("已登记柳湖街道党工委的决定：不采纳")
    desk.has_nothing_to_do()
    way.matter = Matter.objects.get(consultation=way.case, number=1)
    visited(way, *(f"/matters/{way.matter.pk}/{more}" for more in ("", "decide/", "close/", "units/")))


def carry_it_out(way):
    works = way.works
    works.take_up("签收任务")
    works.press("签收")
    works.told("已签收")
    works.fill(text="疏通 3 处低洼点，清掏化粪池 4 座，还剩 2 座。")
    works.upload(way.house.photos["road"])
    works.shoot("assignment")
    works.press("报告进展")
    works.told("已报告进展")
    works.take_up("办理任务，报告进展")
    works.fill(text="6 座化粪池全部清掏，主管试水畅通。")
    works.press("办完了，申请办结")
    works.told("已申请办结")
    works.has_nothing_to_do()
    way.asked.take_up("签收任务")
    way.asked.press("同意承办")
    way.asked.fill(text="已派技术人员到场指导管网检测。")
    way.asked.press("办完了，申请办结")
    way.asked.told("已申请办结")
    visited(way, *(f"/assignments/{task.pk}/" for task in way.matter.assignments.all()))


def close_everything(way):
    desk = way.township
    for unit in ("街道城建办", "市住建局"):
        desk.take_up(f"核对{unit}的办结申请")
        desk.press("同意办结")
        desk.told(f"{unit}的任务已办结")
    desk.shoot("matter")
    desk.press("办结事项")
    desk.tick("已落实", "满意")
    desk.fill(text="主管疏通，化粪池清掏，连续三周没有反水。")
    desk.press("办结")
    desk.told("事项 1 已办结：已落实")
    desk.has_nothing_to_do()


def look_back(way):
    """It is over for everybody, and whoever supervises can read how it came to that."""
    clerk = way.clerk
    clerk.has_nothing_to_do()
    clerk.shoot("workbench-idle")
    clerk.go(path_of(way))
    expect(clerk.page.locator("#main")).to_contain_text("事项全部办结")
    clerk.shoot("consultation-closed")
    clerk.go("/consultations/")
    expect(clerk.page.locator("#main [name=q]")).to_have_attribute("placeholder", re.compile("两个字就能查"))
    clerk.shoot("consultations")
    way.case.refresh_from_db()
    states = list(Matter.objects.filter(consultation=way.case).order_by("number").values_list("state", flat=True))
    assert (way.case.state, states) == ("closed", ["done", "declined", "city"])
    way.auditor.go("/ledger/")
    expect(way.auditor.page.locator("#main")).to_contain_text("协商办结")
    way.auditor.shoot("ledger")
    way.auditor.go(path_of(way, "events/"))
    expect(way.auditor.page.locator("#main")).to_contain_text("代录")
