"""The live record of one meeting, as a recorder uses it: by keys at a desk, by presses on a phone."""

from playwright.sync_api import expect

from tests.e2e.recorder import saved


class Sitting:
    def __init__(self, desk, seats):
        self.desk, self.page, self.seats = desk, desk.page, seats

    def opens(self):
        self.page.locator(".live[data-ready]").wait_for()

    def show(self, panel):
        """On a phone the three columns are panels behind tabs."""
        if self.desk.phone:
            self.page.locator(f".livetabs a[href='#{panel}']").tap()

    def call_the_roll(self, *away):
        self.show("att")
        self.page.get_by_role("button", name="点名").click()
        for name in away:
            self.page.get_by_role("group", name=f"{name}到会情况").get_by_role("button", name="请假").click()
        self.page.get_by_role("button", name="其余都出席").click()
        self.page.get_by_role("button", name="点完了").click()
        self.show("say")

    def next_part(self):
        if self.desk.phone:
            self.page.locator("#agenda button").last.tap()
        else:
            self.page.keyboard.press("F9")

    def type(self, name, text):
        box = self.page.locator("#text")
        box.focus()
        if name:
            self.page.keyboard.type(f"{self.seats[name]} ")
        self.page.keyboard.insert_text(text)

    def record(self, name, text):
        self.type(name, text)
        if self.desk.phone:
            self.page.get_by_role("button", name="记下这条").tap()
        else:
            self.page.keyboard.press("Enter")

    def object(self, name, text, explanation):
        """不同意见, with what was explained to the person."""
        self.type(name, text)
        if self.desk.phone:
            self.page.get_by_role("button", name="不同意见").tap()
            self.page.get_by_role("button", name="记下这条").tap()
        else:
            self.page.keyboard.press("F4")
            self.page.keyboard.press("Enter")
        self.show("got")
        dissent = self.page.locator("[data-dissents] > div", has_text=text)
        dissent.get_by_role("button", name="写解释").click()
        self.page.get_by_label("解释情况").fill(explanation)
        self.show("say")
        self.page.locator("#text").focus()

    def agree(self, name, text, *, unit, level=None):
        """Say it, and take the whole of it as a matter with its unit."""
        self.type(name, text)
        if self.desk.phone:
            self.page.get_by_role("button", name="摘为事项").first.tap()
        else:
            self.page.keyboard.press("F8")
        matter = self.page.locator(".matter.on")
        expect(matter.locator("textarea").first).to_have_value(text)
        matter.locator(".find input[type=text]").first.fill(unit[:3])
        matter.locator("[role=option]", has_text=unit).first.click()
        if level:
            matter.get_by_label("去向").select_option(label=level)
        matter.get_by_role("button", name="收起").click()
        self.show("say")

    def saved(self):
        saved(self.page)

    @property
    def statements(self):
        return self.page.locator(".stream .say p")

    def texts(self):
        return self.statements.all_inner_texts()

    # ── the network ──────────────────────────────────────────────────────────────────────────────────────────────────
    def lose_network(self):
        self.page.locator(".live[data-kept]").wait_for(state="attached")
        self.desk.context.set_offline(True)

    def find_network(self):
        self.desk.context.set_offline(False)
        self.saved()
        expect(self.page.locator("#strip")).to_be_hidden()
