"""The live record in a real browser: as fast as people speak, two recorders at once, the network away."""

import re

import pytest
from playwright.sync_api import expect

from consult.models import Matter, Statement
from tests.e2e.conftest import PHONE
from tests.e2e.recorder import box, record, saved, texts

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def page(opened, house):
    return opened(house.clerk)


# ── keys ─────────────────────────────────────────────────────────────────────────────────────────────────────────────
def test_statements_go_to_the_speaker_of_the_number(page):
    record(page, "3 今年热天堵了四回。", "10 街道今年还有维修资金。", "可以先用在主管上。")
    saved(page)
    found = [(row.participant.name, row.text) for row in Statement.objects.select_related("participant")]
    assert found == [
        ("彭玉珍", "今年热天堵了四回。"),
        ("魏波", "街道今年还有维修资金。"),
        ("魏波", "可以先用在主管上。"),
    ]


def test_speakers_are_found_by_initials_and_by_name(page):
    record(page, "@pyz 每户平摊三百我不同意。", "@邓国梁 建议三个一点。")
    saved(page)
    assert list(Statement.objects.values_list("participant__name", flat=True)) == ["彭玉珍", "邓国梁"]


def test_f2_goes_back_and_forth_between_two_speakers(page):
    record(page, "3 甲", "4 乙")
    page.keyboard.press("F2")
    record(page, "丙")
    page.keyboard.press("F2")
    record(page, "丁")
    saved(page)
    assert list(Statement.objects.values_list("participant__name", flat=True)) == [
        "彭玉珍",
        "万小军",
        "彭玉珍",
        "万小军",
    ]


def test_enter_belongs_to_the_input_method_while_it_composes(page):
    record(page, "3 甲")
    box(page).fill("ni hao")
    for mark in ("isComposing: true", "keyCode: 229"):
        way = f"{{key: 'Enter', {mark}, bubbles: true, cancelable: true}}"
        box(page).evaluate(f"box => box.dispatchEvent(new KeyboardEvent('keydown', {way}))")
    expect(box(page)).to_have_value("ni hao")
    assert texts(page) == ["甲"]


def test_shift_enter_makes_a_line_and_f4_a_dissent(page):
    record(page, "3 ")
    page.keyboard.type("一行")
    page.keyboard.press("Shift+Enter")
    page.keyboard.type("二行")
    page.keyboard.press("F4")
    page.keyboard.press("Enter")
    saved(page)
    assert Statement.objects.values_list("text", "is_dissent").get() == ("一行\n二行", True)


def test_the_arrow_corrects_the_last_statement(page):
    record(page, "3 堵了三回。")
    saved(page)
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Control+a")
    page.keyboard.type("堵了四回。")
    page.keyboard.press("Enter")
    expect(page.locator(".stream .say p")).to_have_text("堵了四回。")
    saved(page)
    assert Statement.objects.get().text == "堵了四回。"


def test_f8_takes_the_marked_words_as_a_matter_and_units_are_found(page):
    record(page, "7 我看疏通三处主管，大家出点钱。")
    box(page).fill("建议疏通主管，费用分担")
    box(page).evaluate("box => box.setSelectionRange(2, 6)")
    page.keyboard.press("F8")
    matter = page.locator(".matter.on")
    expect(matter.locator("textarea").first).to_have_value("疏通主管")
    matter.locator(".find input").first.click()
    page.keyboard.type("lhjdcjb")
    matter.locator("[role=option]").first.wait_for()
    page.keyboard.press("Enter")
    matter.get_by_role("button", name="收起").click()
    expect(page.locator("button.matter")).to_contain_text("建议街道城建办负责")
    saved(page)
    made = Matter.objects.get()
    assert [unit.short_name for unit in made.suggested_units.all()] == ["街道城建办"]
    assert made.statements.get().text == "建议疏通主管，费用分担"


def test_f9_goes_through_the_agenda(page, meeting):
    page.keyboard.press("F9")
    expect(page.locator("#agenda .now")).to_contain_text("讨论")
    saved(page)
    meeting.refresh_from_db()
    assert meeting.agenda_part == 1


def test_statements_are_moved_and_taken_out(page):
    record(page, "3 甲", "乙", "丙")
    page.locator(".say", has_text="丙").click()
    page.get_by_role("button", name="上移").click()
    saved(page)
    moved = texts(page)
    page.get_by_role("button", name="移出").click()
    expect(page.locator(".stream .say p")).to_have_count(2)
    saved(page)
    assert (moved, list(Statement.objects.standing().values_list("text", flat=True))) == (
        ["甲", "丙", "乙"],
        ["甲", "乙"],
    )


def test_whoever_speaks_is_here_and_an_unlisted_person_gets_the_next_number(page, meeting):
    record(page, "3 甲")
    page.get_by_role("button", name="临时到会的人").click()
    page.get_by_label("姓名").fill("段永红")
    page.get_by_role("button", name="登记并记为出席").click()
    expect(page.locator(".quick .chip.on")).to_contain_text("12")
    saved(page)
    assert set(meeting.seats.values_list("participant__name", "attendance")) == {
        ("彭玉珍", "present"),
        ("段永红", "present"),
    }


# ── the network is away ──────────────────────────────────────────────────────────────────────────────────────────────
def test_what_is_typed_offline_arrives_once_and_in_order(page, shoot):
    record(page, "3 网还在。")
    saved(page)
    page.locator(".live[data-kept]").wait_for()
    page.context.set_offline(True)
    lines = [f"断网第{sign}句。" for sign in "一二三四五"]
    record(page, *lines)
    expect(page.locator("#strip")).to_contain_text("网络断了，照常记录。")
    expect(page.locator("#save")).to_contain_text("5 条已存在本机")
    page.reload()
    page.locator(".live[data-ready]").wait_for()
    assert texts(page) == ["网还在。", *lines]
    record(page, "3 重开以后的一句。")
    page.context.set_offline(False)
    saved(page)
    expect(page.locator("#strip")).to_be_hidden()
    assert list(Statement.objects.values_list("text", flat=True)) == ["网还在。", *lines, "重开以后的一句。"]


def test_an_answer_that_is_lost_does_not_double_a_statement(page):
    lost = []

    def lose(route):
        lost.append(route.fetch().status)
        route.abort()

    page.route("**/save/", lose, times=1)
    record(page, "3 只说了一遍。")
    saved(page)
    assert (lost, Statement.objects.count()) == ([200], 1)


def test_a_lost_session_keeps_everything_until_the_next_sign_in(page, enter, house):
    page.context.clear_cookies()
    record(page, "3 登录过期时说的。")
    expect(page.locator("#strip")).to_contain_text("登录已过期")
    expect(page.locator("#strip a")).to_have_text("重新登录")
    assert Statement.objects.count() == 0
    enter(page.context, house.clerk)
    saved(page)
    assert Statement.objects.get().text == "登录过期时说的。"


def test_another_person_does_not_send_under_his_name(page, enter, house):
    page.context.clear_cookies()
    record(page, "3 周敏记的。")
    expect(page.locator("#strip")).to_contain_text("登录已过期")
    enter(page.context, house.convener)
    expect(page.locator("#strip")).to_contain_text("现在登录的是另一个人")
    assert Statement.objects.count() == 0


# Until the browser has written down what is being typed: a reload would give up what it has only begun to write.
UNTIL_KEPT = """async (text) => {
  const ask = (request) => new Promise((resolve) => { request.onsuccess = () => resolve(request.result); });
  const [{ name }] = await indexedDB.databases();
  const database = await ask(indexedDB.open(name));
  const typed = async () => (await ask(database.transaction("typing").objectStore("typing").getAll()))[0]?.text;
  while (await typed() !== text) await new Promise(requestAnimationFrame);
  database.close();
}"""


def test_what_is_being_typed_survives_a_reload(page):
    record(page, "3 甲")
    box(page).fill("说到一半")
    page.evaluate(UNTIL_KEPT, "说到一半")
    page.reload()
    expect(box(page)).to_have_value("说到一半")


# ── the end ──────────────────────────────────────────────────────────────────────────────────────────────────────────
def test_a_meeting_ends_in_a_dialog(page, meeting):
    record(page, "3 甲")
    saved(page)
    page.get_by_role("link", name="结束会议").click()
    dialog = page.locator("dialog.ask[open]")
    dialog.get_by_text("下次会议再议").click()
    dialog.get_by_role("button", name="结束会议").click()
    page.wait_for_url(re.compile(r"/consultations/\d+/$"))
    meeting.refresh_from_db()
    assert (meeting.state, meeting.outcome) == ("ended", "continue")


def test_the_pages_around_the_record(page, meeting, live_server, shoot):
    record(page, "3 甲")
    page.get_by_role("button", name="添加").click()
    page.keyboard.type("疏通三处低洼点主管")
    page.get_by_role("button", name="收起").click()
    saved(page)
    case = meeting.consultation_id
    for path, name in (
        (f"/meetings/{meeting.pk}/", "meeting"),
        (f"/consultations/{case}/", "consultation-discussion"),
        (f"/consultations/{case}/meetings/backfill/", "meeting-backfill"),
        (f"/consultations/{case}/matters/new/", "matter-new"),
        (f"/meetings/{meeting.pk}/end/", "meeting-end"),
    ):
        page.goto(live_server.url + path)
        expect(page.locator("h1").first).to_be_visible()
        shoot(page, f"{name}-1440")


# ── pictures ─────────────────────────────────────────────────────────────────────────────────────────────────────────
SAID = [
    "3 今年热天堵了四回，三楼以下都不敢用厕所。",
    "5 去年到现在疏通 11 次，花了六千八，都是垫的。",
    "11 管径二百，按两百一十六户算早就不够了，换成三百，坡度做到千分之五，低洼点就不会再反水。",
    "10 街道今年还有背街小巷维修资金 40 万元，可以先用在主管上，国庆以后就能进场。",
    "2 一楼的先把反水解决了，出点钱我们没意见，但是要把账贴出来。",
    "4 隔油池不应该全叫商户出钱，前面这根管子本来就是公家的。",
    "1 餐饮店排水要按许可证的要求来，隔油池得有。社区联系三家一起买，一户一千二左右，行不行？",
    "4 一起买可以，十月底以前装好。",
    "7 建议按“三个一点”：街道补一点、市里争取一点、住户摊一点，每户不超过 300 元，低保户、特困户全免。",
    "3 我一个月退休金两千出头，每户平摊三百我不同意。",
    "6 彭大姐的情况会后我和网格员上门再算一次，够减免条件的就免。",
]


def furnish(page):
    page.get_by_role("button", name="点名").click()
    page.locator(".call", has_text="余秀兰").get_by_role("button", name="请假").click()
    page.get_by_role("button", name="其余都出席").click()
    page.get_by_role("button", name="点完了").click()
    page.keyboard.press("F9")
    record(page, *SAID)
    for words, act in (("街道今年还有", "部门回应"), ("隔油池不应该", "不同意见"), ("我一个月退休金", "不同意见")):
        page.locator(".stream .say", has_text=words).click()
        page.locator(".tools").get_by_role("button", name=act).click()
        page.locator(".stream .say", has_text=words).locator("time").click()
    page.locator("[data-dissents] > div", has_text="隔油池").get_by_role("button", name="写解释").click()
    page.keyboard.type("罗建平解释，本人同意统一采购")
    page.locator(".stream .say", has_text="建议按").click()
    page.locator(".tools").get_by_role("button", name="摘为事项").click()
    form = page.locator(".matter.on")
    form.locator("textarea").first.fill(
        "建议更换主管 380 米，费用按“三个一点”分担，低保户、特困户免，依法由业主共同决定后实施"
    )
    form.locator(".find input").first.click()
    page.keyboard.type("城建办")
    form.locator("[role=option]").first.wait_for()
    page.keyboard.press("Enter")
    for _ in range(8):
        page.get_by_label("赞成加一").click()
    page.get_by_label("不同意加一", exact=True).click()
    page.locator(".stream .say", has_text="建议按").locator("time").click()
    page.keyboard.press("F2")
    box(page).fill("免不免要有个说法，写到纸上我就同意，")
    with page.expect_response("**/typing/"):
        page.keyboard.press("Control+s")
    saved(page)


def test_pictures_of_the_live_record(page, shoot, opened, house):
    furnish(page)
    shoot(page, "live-meeting-1440")
    phone = opened(house.clerk, viewport=PHONE, device_scale_factor=2, is_mobile=True, has_touch=True)
    phone.wait_for_timeout(1500)
    shoot(phone, "live-meeting-390")
    for tab, name in (("#att", "attendance"), ("#got", "matters")):
        phone.locator(f".livetabs a[href='{tab}']").click()
        phone.wait_for_timeout(200)
        shoot(phone, f"live-meeting-390-{name}")
    for each in (page, phone):
        assert each.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.context.set_offline(True)
    box(page).fill("")
    record(page, "3 写到纸上我就同意，不写不算数。", "10 名单社区报上来，街道公示七天。", "1 这一条写进纪要。")
    expect(page.locator("#save")).to_contain_text("3 条已存在本机")
    shoot(page, "live-offline-1440")
    phone.context.set_offline(True)
    phone.locator(".livetabs a[href='#say']").click()
    expect(phone.locator("#strip")).to_be_visible()
    shoot(phone, "live-offline-390")
