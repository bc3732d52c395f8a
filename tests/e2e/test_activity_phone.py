"""The quick form in a hand: how many presses and seconds a reception and a visit take, with and without a network."""

import time
from threading import Event

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from members import operations
from members.models import Draft
from proposals.models import Proposal
from rooms.models import Activity, Voice
from tests import factories as make
from tests.e2e.desk import PHONE

pytestmark = [pytest.mark.django_db(transaction=True)]
# A thumb on glass, and Chinese typed by pinyin without haste; what is left of half a minute is for the pages to come.
SECONDS_A_TAP, SECONDS_A_CHARACTER, MOST_SECONDS = 1.2, 0.7, 20


class Thumb:
    """Presses and types on a phone, and counts both."""

    def __init__(self, page):
        self.page, self.taps, self.typed = page, 0, 0

    def tap(self, words):
        self.page.locator("form.deed").get_by_text(words, exact=True).locator("visible=true").first.tap()
        self.taps += 1

    def press(self, words):
        self.page.locator("form.deed").get_by_role("button", name=words, exact=True).tap()
        self.taps += 1

    def write(self, name, text):
        box = self.page.locator(f"[name={name}]")
        box.tap()
        box.fill(text)
        self.taps, self.typed = self.taps + 1, self.typed + len(text)

    @property
    def seconds(self) -> float:
        """What a person takes for so many presses and characters; a busy machine says nothing of the form."""
        return self.taps * SECONDS_A_TAP + self.typed * SECONDS_A_CHARACTER


@pytest.fixture
def phone(browser, live_server, enter, house):
    """Open a page in a hand; the browser must not complain."""
    contexts = []

    def open_page(user, path, **options):
        context = enter(browser.new_context(locale="zh-CN", timezone_id="Asia/Shanghai", **PHONE, **options), user)
        contexts.append(context)
        page = context.new_page()
        page.complaints = []
        page.on("pageerror", lambda error: page.complaints.append(str(error)))
        page.goto(live_server.url + path)
        return page

    yield open_page
    for context in contexts:
        assert [each for page in context.pages for each in getattr(page, "complaints", [])] == []
        context.close()


def form_of(room) -> str:
    return f"/rooms/{room.pk}/activities/new/"


def test_a_reception_takes_less_than_half_a_minute(phone, house, shoot):
    make.daye()
    member = make.posted_member(house.room, user=house.member)
    page = phone(house.member, "/")
    thumb = Thumb(page)
    # A tap does not wait, and the form without its scripts has no “加一”.
    with page.expect_navigation():
        page.get_by_role("link", name="登记活动").tap()
    thumb.taps += 1
    expect(page.locator("[name=kind][value=reception]")).to_be_checked()
    thumb.write("visitor", "汪桂香等2人")
    thumb.press("加一")
    thumb.write("what", "楼道堆物占了消防通道")
    shoot(page, "activity-reception-390")
    thumb.press("提交")
    expect(page.get_by_text("已登记接访 2 人次，计入日常。")).to_be_visible()
    activity = Activity.objects.get()
    assert (activity.amount, activity.response, activity.people.get().member) == (2, "on_the_spot", member)
    assert (thumb.taps, thumb.typed) == (5, 16)
    assert thumb.seconds < MOST_SECONDS


def test_a_visit_with_what_was_heard_takes_less_than_half_a_minute(phone, house, shoot):
    make.daye()
    make.posted_member(house.room, user=house.member)
    page = phone(house.member, form_of(house.room))
    thumb = Thumb(page)
    thumb.tap("走访")
    expect(page.get_by_text("走访对象")).to_be_visible()
    expect(page.get_by_text("现场解答")).to_be_hidden()
    thumb.write("what", "走访3栋低层住户")
    thumb.tap("信息、建议")
    thumb.write("voice_0_text", "井盖松动夜里响")
    shoot(page, "activity-visit-390")
    thumb.press("提交")
    expect(page.get_by_text("已登记走访 1 人次，计入日常。")).to_be_visible()
    assert (Activity.objects.get().kind, Voice.objects.get().member) == ("visit", house.member.member)
    assert thumb.taps == 5
    assert thumb.seconds < MOST_SECONDS


def test_everything_can_be_pressed_with_a_thumb_and_nothing_scrolls_sideways(phone, house):
    for _ in range(8):
        make.posted_member(house.room)
    page = phone(house.clerk, form_of(house.room))
    for kind in ("reception", "charity", "training"):
        page.locator(f"label:has([name=kind][value={kind}])").tap()
        for box in page.locator("form.deed summary:visible").all():
            box.tap()
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        sizes = page.locator("form.deed .seg label, form.deed .btn, form.deed summary, form.deed input.form-control")
        heights = [each.bounding_box()["height"] for each in sizes.all() if each.is_visible()]
        # Small buttons may be lower, as everywhere.
        assert min(heights) >= 36
        for box in page.locator("form.deed summary:visible").all():
            box.tap()


def test_rows_come_one_by_one(phone, house):
    page = phone(house.clerk, form_of(house.room))
    page.get_by_text("信息、建议", exact=True).tap()
    rows = page.locator(".voice-row:visible")
    expect(rows).to_have_count(1)
    page.locator(".voices [data-more]").tap()
    expect(rows).to_have_count(2)
    page.locator("[name=voice_1_text]").fill("多设路灯")
    expect(page.locator(".voices [data-filled]")).to_have_text("1 条")


def test_without_a_network_it_is_kept_and_goes_up_once(phone, house, live_server):
    make.daye()
    page = phone(house.clerk, form_of(house.room))
    page.locator("[name=what]").fill("楼道堆物")
    page.context.set_offline(True)
    page.get_by_role("button", name="提交", exact=True).tap()
    expect(page.get_by_text("没有网络，已存在这部手机里")).to_be_visible()
    # The next one can be written down at once.
    expect(page.locator("[name=what]")).to_have_value("")
    page.locator("[name=what]").fill("路灯不亮")
    page.get_by_role("button", name="提交并转为提案").tap()
    expect(page.get_by_text("现在有 2 份等待上传")).to_be_visible()
    assert not Activity.objects.exists()
    # The page is closed before the network is back: the next one that is opened sends both.
    page.goto("about:blank")
    page.context.set_offline(False)
    page.goto(f"{live_server.url}/activities/")
    expect(page.get_by_text("已上传存在这部手机里的 2 份活动。")).to_be_visible()
    page.goto(f"{live_server.url}/activities/")
    expect(page.locator("#rows tbody tr")).to_have_count(2)
    assert set(Activity.objects.values_list("what", flat=True)) == {"楼道堆物", "路灯不亮"}
    assert Proposal.objects.get().title == "路灯不亮"
    assert page.evaluate("Object.keys(localStorage).filter((name) => name.startsWith('outbox:')).length") == 0


def test_what_is_kept_for_the_network_leaves_no_empty_draft_behind(phone, house):
    page = phone(house.clerk, form_of(house.room))
    page.clock.install()
    page.locator("[name=what]").fill("楼道堆物")
    page.context.set_offline(True)
    page.get_by_role("button", name="提交", exact=True).tap()
    expect(page.get_by_text("没有网络，已存在这部手机里")).to_be_visible()
    # Longer than a draft waits for more to be typed.
    page.clock.fast_forward(3_000)
    assert drafts_here(page) == 0


def drafts_here(page) -> int:
    return page.evaluate("Object.keys(localStorage).filter((name) => name.startsWith('draft:')).length")


@pytest.fixture
def refused(phone, house):
    """The form without a network, and an entry on the phone that the server will not accept."""
    page = phone(house.clerk, form_of(house.room))
    page.locator("[name=amount]").fill("900")
    page.locator("[name=what]").fill("楼道堆物")
    page.context.set_offline(True)
    page.get_by_role("button", name="提交", exact=True).tap()
    expect(page.get_by_text("没有网络，已存在这部手机里")).to_be_visible()
    return page


@pytest.fixture
def given_back(refused, live_server):
    return come_back(refused, live_server)


def come_back(page, live_server):
    """The list of activities, which tells that the entry was not accepted."""
    page.context.set_offline(False)
    page.goto(f"{live_server.url}/activities/")
    expect(opening(page)).to_be_visible()
    return page


def opening(page):
    return page.get_by_role("link", name="打开核对后再提交")


def test_what_is_not_accepted_comes_back_as_its_draft(given_back, live_server):
    page = given_back
    # Whoever leaves the page without a look is told on the next one.
    page.goto(f"{live_server.url}/activities/")
    opening(page).tap()
    expect(page.locator("[name=what]")).to_have_value("楼道堆物")
    assert not Activity.objects.exists()
    page.goto(f"{live_server.url}/activities/")
    expect(page.get_by_role("heading", name="活动", exact=True)).to_be_visible()
    expect(opening(page)).to_have_count(0)


def test_a_form_that_is_made_before_its_draft_came_up_shows_the_draft(refused, house, live_server):
    """On a slow network the form is on its way when the browser hears that the server has the draft."""
    page, going_up = refused, []

    def hold(route):
        going_up.append(route)

    def made_before(route):
        form = route.fetch()
        draft = going_up[-1]
        draft.fulfill(response=draft.fetch())
        page.wait_for_timeout(500)
        route.fulfill(response=form)

    page.route("**/drafts/save/", hold)
    page.route(f"**{form_of(house.room)}", made_before)
    come_back(page, live_server)
    page.wait_for_timeout(500)
    # The form's own page hears of the refusal, or the list does: then the draft goes up from the next page.
    if not going_up:
        with page.expect_request("**/drafts/save/"):
            page.goto(f"{live_server.url}/activities/")
    opening(page).tap()
    expect(page.locator("[name=what]")).to_have_value("楼道堆物")
    # The next page is another one, and then the server has it alone.
    for path in ("/activities/", "/"):
        page.goto(live_server.url + path)
    assert drafts_here(page) == 0
    assert Draft.objects.get().fields["what"] == ["楼道堆物"]
    page.unroute_all(behavior="ignoreErrors")


def test_a_draft_that_is_on_its_way_does_not_outlive_its_form(phone, house, monkeypatch):
    make.daye()
    begun, done, save = Event(), Event(), operations.save_draft

    def late(*args, **fields):
        begun.set()
        time.sleep(1)
        save(*args, **fields)
        done.set()
        return Draft(saved_at=timezone.now())

    monkeypatch.setattr(operations, "save_draft", late)
    page = phone(house.clerk, form_of(house.room))
    page.locator("[name=what]").fill("楼道堆物")
    while not begun.is_set():
        page.wait_for_timeout(50)
    page.get_by_role("button", name="提交", exact=True).tap()
    expect(page.get_by_text("已登记接访 1 人次，计入日常。")).to_be_visible()
    assert done.wait(60)
    assert not Draft.objects.exists()


def test_opening_the_form_keeps_no_draft(phone, house, live_server):
    make.consultation(house.room, by=house.clerk)
    page = phone(house.clerk, form_of(house.room))
    expect(page.get_by_role("button", name="提交", exact=True)).to_be_visible()
    page.goto(f"{live_server.url}/activities/")
    expect(page.get_by_role("heading", name="活动", exact=True)).to_be_visible()
    assert not Draft.objects.exists()


def test_it_works_without_a_script(phone, house):
    page = phone(house.clerk, form_of(house.room), java_script_enabled=False)
    page.locator("label:has([name=kind][value=study])").tap()
    page.locator("[name=what]").fill("学习中央一号文件")
    page.locator("[name=hours]").fill("1.5")
    page.get_by_role("button", name="提交", exact=True).tap()
    expect(page.get_by_text("已登记集中学习 1 场次，计入日常。")).to_be_visible()
    assert Activity.objects.get().response == ""


def test_a_reception_becomes_a_topic_and_a_proposal_with_one_press_each(phone, house, shoot):
    make.daye()
    page = phone(house.clerk, form_of(house.room))
    page.locator("[name=what]").fill("3 栋污水倒灌。住户反映强烈")
    page.get_by_role("button", name="提交并转为议题").tap()
    expect(page.get_by_role("heading", name="修改议题")).to_be_visible()
    expect(page.locator("[name=title]")).to_have_value("3 栋污水倒灌")
    page.goto(page.url.split("/consultations/")[0] + Activity.objects.get().get_absolute_url())
    expect(page.get_by_text("由这次活动转为议题")).to_be_visible()
    shoot(page, "activity-390")
    page.get_by_role("button", name="转为提案").tap()
    expect(page.locator("[name=title]")).to_have_value("3 栋污水倒灌")
    page.locator("label:has([name=kind][value=suggestion])").tap()
    page.locator("[name=advice]").fill("请市排水公司疏通主管")
    page.get_by_role("button", name="提交市政协办公室").tap()
    expect(page.get_by_text("有了结果会通知您")).to_be_visible()
