"""A person at a screen: opens pages, fills in forms, and hears whatever the browser complains about."""

import re
from contextlib import nullcontext
from io import BytesIO

from PIL import Image
from playwright.sync_api import expect

DESKTOP = {"viewport": {"width": 1440, "height": 900}}
PHONE = {"viewport": {"width": 390, "height": 844}, "device_scale_factor": 2, "is_mobile": True, "has_touch": True}
# What is written without a fault: a form that came back with errors, the network that the test cuts, and a preview that
# htmx gives up because a newer one or another page takes its place. A request that failed says htmx:sendError too.
EXPECTED = ("status of 422", "net::ERR_INTERNET_DISCONNECTED", "htmx:sendAbort", "htmx:afterRequest")
MOST_BYTES = 120_000
# A picture of a long page ends here, in screens.
LONGEST = 2
# Whether a press of this link or button leads to another page: not what opens a dialog, stays in place or downloads.
LEAVES = """act => {
  const { form, type } = act;
  if (act.matches("a[href]")) return !act.matches("[data-dialog], [target], [href^='#'], [href$='?download']");
  if (!form || type !== "submit" || form.method === "dialog" || act.hasAttribute("hx-post")) return false;
  return !form.hasAttribute("hx-post") || form.hasAttribute("hx-trigger");
}"""


class Desk:
    """One person, one browser context, one page; every page that is shown is looked over."""

    def __init__(self, browser, url, *, person=None, phone=False, folder=None):
        self.url, self.person, self.phone, self.folder = url, person, phone, folder
        options = PHONE if phone else DESKTOP
        self.context = browser.new_context(locale="zh-CN", timezone_id="Asia/Shanghai", **options)
        self.context.set_default_timeout(60_000)
        self.page = self.context.new_page()
        self.complaints = []
        self.page.on("console", self._hear)
        self.page.on("pageerror", lambda error: self.complaints.append(f"{self.page.url}: {error}"))

    def _hear(self, message):
        expected = any(words in message.text for words in EXPECTED)
        if message.type in ("error", "warning") and not expected:
            self.complaints.append(f"{self.page.url}: {message.text}")

    # ── going ────────────────────────────────────────────────────────────────────────────────────────────────────────
    def go(self, path="/"):
        self.page.goto(self.url + path)
        self.look()

    def look(self):
        """No page scrolls sideways or has two blue buttons."""
        sizes = self.page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
        assert sizes[0] <= sizes[1], f"{self.page.url} is {sizes[0]} wide"
        dialog = self.page.locator("dialog[open]")
        place = dialog if dialog.count() else self.page.locator("body")
        blue = place.locator(".btn-primary:visible").all_inner_texts()
        assert len(blue) < 2, f"{self.page.url} has {blue}"

    def press(self, name, *, within="#main", exact=True):
        """Press the one button or link that has these words."""
        place = self.page.locator(within)
        found = place.get_by_role("button", name=name, exact=exact).or_(
            place.get_by_role("link", name=name, exact=exact)
        )
        self._press(found.first)

    def press_blue(self, within="#main"):
        """Press the one blue button of the page or of its dialog."""
        self._press(self.page.locator(within).locator(".btn-primary:visible"))

    def _press(self, act):
        """A press that sends a form or follows a link is over when the next page is there: a tap waits for nothing."""
        self._await_parts()
        with self.page.expect_navigation() if act.evaluate(LEAVES) else nullcontext():
            if self.phone:
                act.tap()
            else:
                act.click()

    def _await_parts(self):
        """Parts that the page asks for after it stands move what is below them, away from under the finger."""
        expect(self.page.locator(".htmx-request")).to_have_count(0)

    def take_up(self, sentence):
        """Begin what the workbench says is waiting."""
        self.go()
        expect(self.page.locator("h1")).to_contain_text("件待办")
        self.take(sentence)

    def take(self, sentence):
        """Open the row of this page that says so."""
        self._press(self.page.locator(".rows a", has_text=sentence).first)
        self.look()

    def has_nothing_to_do(self):
        self.go()
        expect(self.page.locator("h1")).to_contain_text("现在没有待办")

    def told(self, sentence):
        """The page says what happened."""
        expect(self.page.locator("#messages")).to_contain_text(sentence)
        self.look()

    # ── filling in ───────────────────────────────────────────────────────────────────────────────────────────────────
    def fill(self, **fields):
        for name, text in fields.items():
            self.page.locator(f"#main [name={name}]").first.fill(text)

    def choose(self, **fields):
        for name, label in fields.items():
            box = self.page.locator(f"#main select[name={name}]")
            box.wait_for()
            words = next(text for text in box.locator("option").all_inner_texts() if label in text)
            box.select_option(label=words)

    def tick(self, *labels, within="#main"):
        for label in labels:
            self.page.locator(within).locator("label", has_text=re.compile(f"^\\s*{re.escape(label)}")).first.click()

    def find(self, name, typed, found):
        """Type to find, and take the one that is meant."""
        box = self.page.locator(f"[data-find][data-name={name}]")
        box.locator("input[type=text]").fill(typed)
        box.locator("[role=option]", has_text=found).first.click()
        expect(box.locator(".chip", has_text=found)).to_be_visible()

    def upload(self, path):
        self.page.locator("#main [data-uploads] input[type=file]").first.set_input_files(path)
        expect(self.page.locator("#main [data-uploads] .files li[data-file]")).to_be_visible()

    # ── pictures ─────────────────────────────────────────────────────────────────────────────────────────────────────
    def shoot(self, name, *, long=True):
        """Keep a picture of the page, when pictures are wanted."""
        self.look()
        if self.folder is None:
            return
        size = self.page.viewport_size
        width, height = size["width"], size["height"]
        whole = self.page.evaluate("document.documentElement.scrollHeight")
        if long and whole > height:
            # A taller screen, not a scrolled one: bars that stick to its end stay there.
            self.page.set_viewport_size({"width": width, "height": min(whole, LONGEST * height)})
        self.page.evaluate("scrollTo(0, 0)")
        # Pictures of the page that come late get a moment.
        self.page.wait_for_timeout(300)
        picture = self.page.screenshot()
        self.page.set_viewport_size(size)
        self.folder.mkdir(parents=True, exist_ok=True)
        (self.folder / f"{name}-{width}.png").write_bytes(small(picture))


def small(picture: bytes) -> bytes:
    """The same picture with fewer colors, small enough for the repository; what is still too large loses its end."""
    image = Image.open(BytesIO(picture)).convert("RGB")
    while True:
        for colors in (256, 128, 64):
            target = BytesIO()
            image.quantize(colors, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE).save(
                target, "PNG", optimize=True
            )
            if target.tell() <= MOST_BYTES:
                return target.getvalue()
        image = image.crop((0, 0, image.width, image.height * 3 // 4))
