import re
from datetime import date, timedelta

import pytest
import time_machine
from django.db import connection
from django.template import Context, Template
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext

from members.enums import RoleCode
from rooms import calendar, practice
from rooms.operations import time_limits
from rooms.practice.shape import Span
from rooms.templatetags import deadlines
from tests import factories as make

pytestmark = pytest.mark.django_db

TODAY = date(2026, 9, 22)


@pytest.mark.parametrize(
    ("days", "done", "words"),
    [
        # A Saturday; the Sunday after it was worked to make up for the national holiday.
        (-3, False, "逾期 3 天"),
        # A Friday: the same three working days, not the Saturday.
        (-4, False, "逾期 3 天"),
        (-1, False, "逾期 1 天"),
        (0, False, "临期 今天"),
        (1, False, "临期 明天"),
        (2, False, "9月24日（周四）"),
        (-3, True, "9月19日（周六）"),
    ],
)
@time_machine.travel("2026-09-22 09:00+08:00", tick=False)
def test_due_warns_a_day_ahead_and_never_about_what_is_done(days, done, words):
    assert words in deadlines.due({}, TODAY + timedelta(days=days), done=done)


def test_due_without_a_day_is_nothing():
    assert deadlines.due({}, None) == ""


@time_machine.travel("2026-09-22 09:00+08:00", tick=False)
def test_the_late_rows_of_a_page_read_the_calendar_once():
    context = {"request": RequestFactory().get("/")}
    with CaptureQueriesContext(connection) as queries:
        for days in (3, 4, 5):
            deadlines.due(context, TODAY - timedelta(days=days))
    assert len(queries) == 1


@pytest.mark.parametrize(
    ("end", "today", "days"),
    [
        (date(2026, 9, 22), date(2026, 9, 22), 0),
        (date(2026, 9, 22), date(2026, 9, 21), 0),
        # Friday to Saturday: past, though no working day has gone by.
        (date(2026, 6, 12), date(2026, 6, 13), 1),
        (date(2026, 6, 12), date(2026, 6, 15), 1),
        (date(2026, 6, 12), date(2026, 6, 16), 2),
        # Over the national holiday.
        (date(2026, 9, 30), date(2026, 10, 8), 1),
    ],
)
def test_days_late_are_working_days_and_at_least_one(end, today, days):
    assert calendar.days_late(end, today) == days


class TestLimits:
    @pytest.fixture(autouse=True)
    def clock(self):
        with time_machine.travel("2026-09-25 09:00+08:00", tick=False) as clock:
            yield clock

    @pytest.fixture
    def unit(self):
        return make.UnitFactory(name="市住建局")

    def begin(self, unit, owner=None, **given):
        told = {"of": "report_action", "subject": "关于加装电梯的专报", "url": "/x/", "by": None}
        length = {"within": Span(workdays=10), "given_by": "市政府办公室", "pack": practice.load("daye")}
        return time_limits.begin(owner or unit.region, unit=unit, **(told | length | given))

    def page(self, unit, user=None) -> str:
        request = RequestFactory().get("/")
        request.user = user
        drawn = Template("{% time_limits record %}").render(Context({"record": unit.region, "request": request}))
        return re.sub(r"\s+", " ", re.sub("<[^>]+>", " ", drawn)).strip()

    def test_a_limit_tells_its_day_what_is_left_and_how_it_came_about(self, unit):
        self.begin(unit)
        assert self.page(unit) == (
            "期限 交办件办理 市住建局 10月15日（周四） 还有 20 天，其中工作日 10 天"
            " 第 10 个工作日是 10月15日，因国庆假期顺延 6 天 计算依据"
            " 期限 10 个工作日，由市政府办公室确定。 2026年9月25日（星期五）当日不计入，从次日起算。"
            " 其间休息：9月26—27日中秋假期，10月1—7日国庆假期，周末 1 天。 其间调休上班：10月10日（周六）。"
            " 第 10 个工作日是 10月15日，因国庆假期顺延 6 天。"
        )

    def test_that_a_length_is_our_own_is_told_to_who_may_change_it_alone(self, unit):
        admin = make.person(RoleCode.ADMIN, unit=make.UnitFactory(kind="leading_office"))
        worker = make.person(RoleCode.DEPARTMENT, unit=unit)
        self.begin(unit, of="proposal_reply", within=None, given_by="")
        told = "提案答复的期限是 3 个月"
        shown = [self.page(unit, person).partition("计算依据 ")[2] for person in (admin, worker)]
        assert [text.partition("。")[0] for text in shown] == [f"{told}，系统暂定，可以在做法里修改", told]

    def test_what_happened_to_it_stands_below(self, unit, clock):
        limit = self.begin(unit)
        time_limits.extend(limit, by=None, reason="需要会商", approved_by="市政府办公室", given_on=date(2026, 10, 30))
        clock.move_to("2026-10-12 09:00+08:00")
        time_limits.pause(limit, by=None, reason="等待补充材料")
        text = self.page(unit)
        assert "停表 10月30日（周五） 停表，恢复计时以后重新计算" in text
        assert text.endswith(
            "经过 9月25日（周五） 市政府办公室批准延期，到期日从 2026年10月15日改为 2026年10月30日 需要会商"
            " 10月12日（周一） 停表，恢复以前的日子不计入期限 等待补充材料"
        )

    @pytest.mark.parametrize(
        ("today", "words"),
        [
            ("2026-10-14", "临期 明天"),
            ("2026-10-15", "临期 今天"),
            ("2026-10-19", "逾期 2 天"),
        ],
    )
    def test_near_and_past_its_day_it_warns(self, unit, clock, today, words):
        self.begin(unit)
        clock.move_to(f"{today} 09:00+08:00")
        assert words in self.page(unit)

    def test_what_is_met_says_when_and_how_late(self, unit, clock):
        limit = self.begin(unit)
        clock.move_to("2026-10-20 09:00+08:00")
        time_limits.meet(limit, by=None)
        assert "已完成 10月15日（周四） 10月20日（周二）完成，逾期 3 天" in self.page(unit)

    def test_what_is_waited_for_no_more_says_why(self, unit):
        time_limits.void(self.begin(unit), by=None, reason="改由市水务局承办")
        assert "不再计算 10月15日（周四） 改由市水务局承办 计算依据" in self.page(unit)

    def test_a_day_toward_a_party_committee_is_shown_to_it_alone_and_never_red(self, unit, clock):
        body = make.RoomFactory().approver
        self.begin(body, within=Span(days=5), owner=unit.region)
        clock.move_to("2026-10-20 09:00+08:00")
        assert self.page(unit) == self.page(unit, make.person(RoleCode.DEPARTMENT, unit=unit)) == ""
        text = self.page(unit, make.person(RoleCode.TOWNSHIP, unit=body))
        assert ("9月30日" in text, "逾期" in text, "临期" in text) == (True, False, False)

    def test_in_a_list_it_is_a_day_or_a_mark(self, unit, clock):
        limit = self.begin(unit)
        assert "10月15日（周四）" in deadlines.limit_due({}, limit)
        assert deadlines.limit_due({}, None) == ""
        time_limits.pause(limit, by=None, reason="x")
        limit.refresh_from_db()
        assert "停表" in deadlines.limit_due({}, limit)
        clock.move_to("2026-10-20 09:00+08:00")
        assert "逾期" in deadlines.limit_due({}, time_limits.resume(limit, by=None, on=date(2026, 9, 25)))
