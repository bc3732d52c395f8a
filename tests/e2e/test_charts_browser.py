"""Charts in a browser: a bar leads to its records, and the wall keeps its picture without a network."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from consult.steps import past
from reports import facts

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def screen(browser, live_server, enter, house):
    """The pages of 统计 for the leading office; the browser must not complain."""
    past.record(
        house.room,
        by=house.clerk,
        title="公园停车",
        held_on=date(timezone.localdate().year, 1, 8),
        source="台账",
        matters=[{"text": "增加车位", "outcome": "open"}],
    )
    facts.rebuild()
    contexts = []

    def open_page(name, **options):
        context = enter(browser.new_context(viewport={"width": 1440, "height": 900}, **options), house.leading_office)
        contexts.append(context)
        page = context.new_page()
        page.complaints = []
        page.on("console", lambda message: message.type == "error" and page.complaints.append(message.text))
        page.on("pageerror", lambda error: page.complaints.append(str(error)))
        page.goto(live_server.url + reverse(name))
        return page

    yield open_page
    for context in contexts:
        context.close()


def test_a_bar_leads_to_the_records_it_counts(screen):
    page = screen("reports:dashboard")
    area = page.locator("#chart-places .chart-area")
    expect(area.locator("canvas")).to_be_visible()
    expect(page.locator("#chart-places .chart-table")).not_to_have_attribute("open", "")
    area.scroll_into_view_if_needed()
    with page.expect_navigation(url="**/figures/consultation/**"):
        area.click(position={"x": area.bounding_box()["width"] / 2, "y": 18})
    expect(page.get_by_role("link", name="公园停车")).to_be_visible()
    assert page.complaints == []


def test_a_picture_can_be_kept(screen):
    page = screen("reports:dashboard")
    with page.expect_download() as download:
        page.locator("#chart-places").get_by_role("button", name="存为图片").click()
    assert download.value.suggested_filename == "各地各室开展协商.png"


def test_without_a_script_the_tables_stand_open(screen):
    page = screen("reports:dashboard", java_script_enabled=False)
    table = page.locator("#chart-places .chart-table")
    expect(table).to_have_attribute("open", "")
    expect(table.get_by_role("link", name="1 场次")).to_be_visible()


def test_the_wall_keeps_its_picture_without_a_network_and_says_since_when(screen):
    page = screen("reports:wall")
    page.clock.install()
    page.reload()
    picture = page.locator(".wall .chart-area canvas").first
    expect(picture).to_be_visible()
    first = picture.element_handle()
    page.clock.fast_forward(61_000)
    # Gone from the page: another one has taken its place.
    first.wait_for_element_state("hidden")
    expect(page.locator(".wall-lost")).to_be_hidden()
    page.context.set_offline(True)
    page.clock.fast_forward(61_000)
    expect(page.get_by_text("网络断了")).to_be_visible()
    expect(picture).to_be_visible()
