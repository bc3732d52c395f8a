"""The live record where things meet: two recorders, an answer and a press, presses and drawings, many statements."""

import pytest
from playwright.sync_api import expect

from consult.models import Matter, Statement
from tests.e2e.recorder import box, record, saved

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def page(opened, house):
    return opened(house.clerk)


# ── two recorders ────────────────────────────────────────────────────────────────────────────────────────────────────
COUNT_PAUSES = """() => {
  const { setTimeout } = window;
  window.pauses = [];
  window.setTimeout = (act, pause, ...more) => {
    window.pauses.push(pause);
    return setTimeout(act, pause, ...more);
  };
}"""


def test_two_recorders_see_each_other_within_three_seconds(page, opened, house):
    """Two seconds between two questions leave one for the ways, of which a busy machine says nothing."""
    other = opened(house.convener)
    other.evaluate(COUNT_PAUSES)
    record(page, "3 周敏记的。")
    expect(other.locator(".stream .say p")).to_have_text("周敏记的。")
    assert set(other.evaluate("window.pauses")) == {2000}
    record(other, "4 罗建平记的。")
    expect(page.locator(".stream .say p").last).to_have_text("罗建平记的。")


def test_both_texts_stand_when_two_change_the_same_statement(page, opened, house):
    record(page, "3 原来的话")
    saved(page)
    other = opened(house.convener)
    other.context.set_offline(True)
    for one, words in ((other, "罗建平改的"), (page, "周敏改的")):
        box(one).focus()
        one.keyboard.press("ArrowUp")
        one.keyboard.press("Control+a")
        one.keyboard.type(words)
        one.keyboard.press("Enter")
    saved(page)
    other.context.set_offline(False)
    clash = other.locator(".clash")
    expect(clash).to_contain_text("罗建平改的")
    expect(clash).to_contain_text("周敏改的")
    clash.get_by_role("button", name="用我写的").click()
    expect(page.locator(".stream .say p")).to_have_text("罗建平改的")


def test_news_from_before_a_save_take_no_matter_away(page, opened, house):
    """A slow network: what another recorder wrote arrives only after this one's matter was saved."""
    record(page, "7 疏通三处主管。")
    saved(page)
    other = opened(house.convener)
    late = []

    def slow(route):
        """Hold the first news of the sheet, and all after it: nothing sets right what they do."""
        answer = None if late else route.fetch()
        if late or (answer.status == 200 and "sheet" in answer.json()):
            late.append((route, answer))
        else:
            route.fulfill(response=answer)

    page.route("**/changes/?after=*", slow)
    record(other, "3 大家同意。")
    saved(other)
    while not late:
        page.wait_for_timeout(50)
    box(page).fill("加装防护网")
    page.keyboard.press("F8")
    matter = page.locator(".matter.on")
    expect(matter.locator("textarea").first).to_have_value("加装防护网")
    saved(page)
    route, answer = late[0]
    asked = len(late)
    route.fulfill(response=answer)
    # It asks again only when it has taken what came.
    while len(late) == asked:
        page.wait_for_timeout(50)
    matter.get_by_label("去向").select_option(index=1)
    matter.get_by_role("button", name="收起").click()
    saved(page)
    expect(page.locator("button.matter")).to_contain_text("加装防护网")
    assert (Matter.objects.get().text, Matter.objects.get().level) == ("加装防护网", "city")
    page.unroute_all(behavior="ignoreErrors")


# ── presses ──────────────────────────────────────────────────────────────────────────────────────────────────────────
def test_a_press_is_not_lost_when_the_row_is_drawn_again_under_it(page):
    held = []

    def hold(route):
        """Keep the first answer: it comes at once when it is let go, for nobody presses for three seconds."""
        if held:
            route.continue_()
        else:
            held.append((route, route.fetch()))

    page.route("**/save/", hold)
    record(page, "3 甲")
    row = page.locator(".say", has_text="甲")
    row.get_by_text("本机").wait_for()
    while not held:
        page.wait_for_timeout(50)
    spot = row.locator("p").bounding_box()
    page.mouse.move(spot["x"] + 5, spot["y"] + 5)
    page.mouse.down()
    route, answer = held[0]
    route.fulfill(response=answer)
    # Within the page: asked from here, a busy machine would make the press too long for one.
    page.evaluate(
        """async () => {
          const said = document.getElementById("save");
          while (!said.textContent.includes("已保存")) await new Promise(requestAnimationFrame);
        }"""
    )
    page.mouse.up()
    expect(page.get_by_role("button", name="移出")).to_be_visible()
    expect(row.get_by_text("本机")).to_have_count(0)
    page.unroute_all(behavior="ignoreErrors")


def test_presses_that_come_before_the_next_drawing_are_all_counted(page):
    record(page, "3 甲", "4 乙")
    page.keyboard.press("F8")
    page.get_by_label("赞成加一").evaluate("plus => { for (let press = 0; press < 3; press += 1) plus.click(); }")
    # Two are here, so the third press counts nobody.
    expect(page.locator("[data-votes] p")).to_contain_text("已计 2/2 人")
    saved(page)
    assert list(Matter.objects.get().opinions.values()) == [2]


# ── three hours ──────────────────────────────────────────────────────────────────────────────────────────────────────
SAY_FIFTY = """async () => {
  const text = document.getElementById('text'), form = document.getElementById('entry');
  for (let n = 0; n < 50; n += 1) {
    text.value = `第 ${n} 条发言，说的是排水管网的事情，大家都有意见。`;
    form.requestSubmit();
    await new Promise(requestAnimationFrame);
    document.querySelector('.stream').offsetHeight;
  }
}"""


def test_the_three_hundredth_statement_is_as_quick_as_the_first(page):
    """How long the page works for one, from Enter to drawn: not what else a busy machine does meanwhile."""
    record(page, "3 开头")
    browser = page.context.new_cdp_session(page)
    browser.send("Performance.enable", {"timeDomain": "threadTicks"})
    took = []
    for _ in range(6):
        before = worked(browser)
        page.evaluate(SAY_FIFTY)
        took.append((worked(browser) - before) / 50 * 1000)
    expect(page.locator(".stream .say p")).to_have_count(301)
    saved(page)
    print("milliseconds of work for one, fifty by fifty: " + ", ".join(f"{each:.0f}" for each in took))
    assert took[-1] < 2.5 * took[0]
    assert Statement.objects.count() == 301


def worked(browser) -> float:
    """Seconds that the page's own thread has been at work."""
    metrics = browser.send("Performance.getMetrics")["metrics"]
    return next(metric["value"] for metric in metrics if metric["name"] == "TaskDuration")
