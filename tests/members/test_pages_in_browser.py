import io
import os
from pathlib import Path

import pytest
from django.conf import settings as project
from PIL import Image
from playwright.sync_api import expect

from members.models import Attachment, Draft

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.urls("tests.members.kit")]

# A picture of each page is left here when the variable names a folder.
PICTURES = os.environ.get("CONSULT_PICTURES")
WIDE, PHONE = {"width": 1440, "height": 900}, {"width": 390, "height": 844}


@pytest.fixture(autouse=True)
def _kit(settings):
    template = {**project.TEMPLATES[0], "DIRS": [*project.TEMPLATES[0]["DIRS"], Path(__file__).parent / "templates"]}
    settings.TEMPLATES = [template]


@pytest.fixture
def page_of(browser, live_server, house, client):
    """Open a page as 周敏 at a width; what the browser complains about is collected in `page.complaints`."""
    contexts = []

    def open_page(path, size=WIDE, user=house.clerk):
        context = browser.new_context(viewport=size, locale="zh-CN", timezone_id="Asia/Shanghai")
        contexts.append(context)
        if user:
            client.force_login(user)
            cookie = client.cookies[project.SESSION_COOKIE_NAME].value
            context.add_cookies([{"name": project.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}])
        page = context.new_page()
        page.complaints = []
        page.on("console", lambda line: line.type == "error" and page.complaints.append(line.text))
        page.on("pageerror", lambda error: page.complaints.append(str(error)))
        page.goto(live_server.url + path)
        return page

    yield open_page
    for context in contexts:
        context.close()


def picture(page, name):
    if PICTURES:
        page.screenshot(path=f"{PICTURES}/{name}.png", full_page=True)


def test_paper_shows_no_bars_and_no_buttons(page_of):
    page = page_of("/kit/")
    page.emulate_media(media="print")
    picture(page, "print-1440")
    assert not page.locator(".mast").is_visible()
    assert page.locator("main .btn:visible").count() == 0


def test_a_field_of_one_answer_is_shown_with_that_answer_alone(page_of):
    page = page_of("/kit/form/")
    field = page.get_by_label("审定机关")
    assert not field.is_visible()
    page.get_by_role("radio", name="重要议题").check()
    expect(field).to_be_visible()
    page.get_by_role("radio", name="普通议题").check()
    expect(field).to_be_hidden()
    assert page.complaints == []


def width_of(page):
    return page.evaluate("document.documentElement.scrollWidth")


@pytest.mark.parametrize("path", ["/kit/", "/kit/form/", "/accounts/password/", "/accounts/2fa/", "/nowhere/"])
def test_a_page_fits_the_phone_and_breaks_no_rule_of_the_browser(page_of, path):
    for size in (WIDE, PHONE):
        page = page_of(path, size)
        assert width_of(page) == size["width"]
        assert [line for line in page.complaints if "404" not in line] == []
        picture(page, f"{path.strip('/').replace('/', '-')}-{size['width']}")


def test_large_print_fits_too_and_is_kept(page_of):
    page = page_of("/kit/form/", PHONE)
    page.locator("details.menu summary").click()
    picture(page, "menu-390")
    page.get_by_role("button", name="大字版").click()
    expect(page.locator("html")).to_have_class("large")
    assert width_of(page) == PHONE["width"]
    picture(page, "large-390")


def test_sign_in_says_what_is_wrong(page_of):
    page = page_of("/accounts/login/", user=None)
    page.get_by_label("用户名").fill("nobody")
    page.get_by_label("密码", exact=True).fill("wrong password")
    page.get_by_role("button", name="登录", exact=True).click()
    assert page.get_by_role("alert").inner_text() != ""
    picture(page, "login-1440")
    page.set_viewport_size(PHONE)
    assert width_of(page) == PHONE["width"]
    picture(page, "login-390")


def test_a_second_factor_is_bound_and_asked_for(page_of, house, lasting_code):
    house.clerk.username = "clerk-of-tests"
    house.clerk.set_password("协商在一线 2026")
    house.clerk.save(update_fields=["username", "password"])
    page = page_of("/accounts/login/?next=/accounts/2fa/totp/activate/", user=None)
    sign_in(page)
    page.get_by_label("密码", exact=True).fill("协商在一线 2026")
    page.get_by_role("button", name="确认", exact=True).click()
    secret = page.locator(".key-show").inner_text()
    picture(page, "totp-1440")
    page.get_by_label("第二步").fill(lasting_code(secret))
    page.get_by_role("button", name="绑定").click()
    page.get_by_text("动态口令已绑定").wait_for()
    picture(page, "codes-1440")
    page.goto(page.url.split("/accounts")[0] + "/accounts/2fa/")
    picture(page, "bound-1440")
    page.locator("details.menu summary").click()
    page.get_by_role("button", name="退出登录").click()
    sign_in(page)
    page.get_by_label("动态口令").wait_for()
    picture(page, "code-1440")
    assert page.complaints == []


def sign_in(page):
    page.get_by_label("用户名").fill("clerk-of-tests")
    page.get_by_label("密码", exact=True).fill("协商在一线 2026")
    # The next page asks for the password too.
    with page.expect_navigation():
        page.get_by_role("button", name="登录", exact=True).click()


def test_errors_stand_at_their_fields_and_text_stays(page_of):
    page = page_of("/kit/form/")
    page.get_by_label("为什么协商").fill("近一年堵塞 11 次")
    page.get_by_label("办理期限").fill("2020-01-01")
    page.get_by_role("button", name="提交").click()
    expect(page.locator("#id_title_error")).to_have_text("请填写议题名称。")
    expect(page.locator("#id_title")).to_be_focused()
    assert page.get_by_label("为什么协商").input_value() == "近一年堵塞 11 次"
    picture(page, "errors-1440")
    page.set_viewport_size(PHONE)
    picture(page, "errors-390")


def test_a_unit_is_found_by_pinyin_with_the_keyboard_alone(page_of):
    page = page_of("/kit/form/")
    box = page.get_by_role("combobox", name="责任单位")
    box.type("szjj")
    page.get_by_role("option", name="市住建局").first.wait_for()
    picture(page, "find-1440")
    box.press("Enter")
    assert page.locator("[data-name=unit] .chip").inner_text() == "市住建局"


def test_a_dialog_opens_the_form_of_its_page_and_gives_the_focus_back(page_of):
    page = page_of("/kit/")
    page.get_by_role("link", name="审签").click()
    dialog = page.get_by_role("dialog", name="审签《协商纪要》")
    dialog.wait_for()
    picture(page, "dialog-1440")
    dialog.get_by_role("link", name="返回").click()
    expect(page.get_by_role("dialog")).to_have_count(0)
    assert page.complaints == []


def test_typed_text_is_kept_on_the_server_and_comes_back(page_of, house):
    page = page_of("/kit/form/")
    page.get_by_label("议题名称").fill("水泥厂宿舍小区下水管网改造")
    page.get_by_text("已保存").first.wait_for()
    picture(page, "saved-1440")
    draft = Draft.objects.get(user=house.clerk, key="kit:form")
    assert draft.label == "提出议题"
    page.reload()
    page.get_by_text("没有提交的内容").wait_for()
    expect(page.get_by_label("议题名称")).to_have_value("水泥厂宿舍小区下水管网改造")
    picture(page, "restored-1440")
    page.get_by_role("button", name="丢弃").click()
    expect(page.get_by_label("议题名称")).to_have_value("")


def test_without_a_network_text_is_kept_in_the_browser(page_of):
    page = page_of("/kit/form/")
    page.context.set_offline(True)
    page.get_by_label("议题名称").fill("柳林苑加装电梯")
    page.get_by_text("离线，已存在本机").first.wait_for()
    page.context.set_offline(False)
    page.get_by_text("已保存").first.wait_for()


def test_both_texts_of_a_stale_save_are_shown_and_either_can_be_taken(page_of):
    page = page_of("/kit/form/")
    page.get_by_label("议题名称").fill("我的题目")
    page.get_by_label("为什么协商").fill("近一年堵塞 11 次")
    page.get_by_role("radio", name="普通议题").check()
    page.get_by_label("来源").select_option("visit")
    page.get_by_label("办理期限").fill("2090-01-02")
    page.get_by_role("combobox", name="责任单位").fill("市住建局")
    page.get_by_role("button", name="提交").click()
    difference = page.locator("[data-difference=title]")
    assert difference.locator("[data-mine]").inner_text() == "我的题目"
    picture(page, "stale-1440")
    difference.get_by_role("button", name="用对方的").click()
    assert page.get_by_label("议题名称").input_value() == "别人写的题目"


def test_files_go_up_alone_and_too_large_ones_are_refused_before(page_of, settings, tmp_path, house):
    settings.MEDIA_ROOT = tmp_path
    page = page_of("/kit/form/")
    chooser = page.locator("[data-uploads] input[type=file]")
    chooser.set_input_files({"name": "积水.png", "mimeType": "image/png", "buffer": png()})
    page.locator("[data-file] img").wait_for()
    large = tmp_path / "录像.mp4"
    with large.open("wb") as file:
        file.truncate(20 * 1024 * 1024 + 1)
    chooser.set_input_files(large)
    page.get_by_text("超过 20 MB，没有上传").wait_for()
    picture(page, "uploads-1440")
    assert [file.name for file in Attachment.objects.filter(uploaded_by=house.clerk)] == ["积水.png"]


def test_a_second_press_sends_nothing(page_of):
    page = page_of("/kit/form/")
    sent = []
    # The answer never comes: the page stays as it is after the first press.
    page.route("**/kit/form/", lambda route: sent.append(route.request.method))
    words = page.evaluate("""() => {
      const button = document.querySelector("main .btn-primary");
      for (let press = 0; press < 3; press += 1) button.click();
      return button.textContent;
    }""")
    page.wait_for_timeout(500)
    assert (words, sent) == ("正在提交", ["POST"])
    page.unroute_all(behavior="ignoreErrors")


def png() -> bytes:
    stream = io.BytesIO()
    Image.new("RGB", (320, 240), "#9aa2ad").save(stream, "PNG")
    return stream.getvalue()


def test_a_preview_on_its_way_swallows_no_press(page_of):
    page = page_of("/kit/form/")
    page.route("**/preview/", lambda route: None)
    page.evaluate(
        """() => {
      const form = document.querySelector("main form");
      form.setAttribute("hx-post", "/preview/");
      form.setAttribute("hx-trigger", "input");
      htmx.process(form);
    }"""
    )
    with page.expect_request("**/preview/"):
        page.locator("[name=title]").fill("下水管网改造")
    with page.expect_request(lambda request: request.method == "POST" and request.url.endswith("/kit/form/")):
        page.get_by_role("button", name="提交").click()
