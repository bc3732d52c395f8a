from datetime import date, timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError
from hypothesis import given
from hypothesis import strategies as st

from rooms import calendar
from rooms.calendar import Override
from rooms.models import CalendarDay

DAYS = st.dates(date(2004, 1, 1), date(2040, 12, 31))


@pytest.mark.parametrize(
    ("day", "worked"),
    [
        (date(2026, 9, 20), True),
        (date(2026, 9, 24), True),
        (date(2026, 9, 25), False),
        (date(2026, 9, 27), False),
        (date(2026, 9, 28), True),
        (date(2026, 10, 1), False),
        (date(2026, 10, 7), False),
        (date(2026, 10, 8), True),
        (date(2026, 10, 10), True),
        (date(2026, 10, 11), False),
    ],
)
def test_the_published_calendar_knows_holidays_and_make_up_workdays(day, worked):
    assert calendar.is_workday(day) is worked


def test_beyond_the_published_years_the_statutory_days_hold():
    assert not calendar.is_workday(date(2027, 10, 1))
    assert not calendar.is_workday(date(2027, 10, 9))
    assert calendar.is_workday(date(2027, 10, 8))
    assert calendar.rest_name(date(2028, 10, 3)) == "中秋假期"
    assert calendar.rest_name(date(2027, 2, 9)) == "春节假期"


def test_an_entered_day_overrules_both_libraries():
    entered = {date(2026, 10, 7): Override(True, "抗旱"), date(2026, 9, 28): Override(False, "防汛放假")}
    assert calendar.is_workday(date(2026, 10, 7), overrides=entered)
    assert not calendar.is_workday(date(2026, 9, 28), overrides=entered)
    assert calendar.rest_name(date(2026, 9, 28), overrides=entered) == "防汛放假"


def test_a_due_date_on_a_holiday_moves_and_says_why():
    due = calendar.due(date(2026, 9, 22), days=15)
    assert due.date == date(2026, 10, 8)
    assert due.explanation == "第 15 日是 10月7日，因国庆假期顺延 1 天"
    assert (due.counted, due.moved_days) == (date(2026, 10, 7), 1)
    assert due.steps == (
        "2026年9月22日（星期二）当日不计入，从次日起算。",
        "第 15 日是 10月7日，因国庆假期顺延 1 天，到期日为 10月8日（周四）。",
    )


def test_a_due_date_on_a_weekend_moves_to_monday():
    due = calendar.due(date(2026, 11, 20), days=8)
    assert (due.date, due.explanation) == (date(2026, 11, 30), "第 8 日是 11月28日，因周末顺延 2 天")


def test_a_due_date_on_a_workday_stays():
    due = calendar.due(date(2026, 11, 20), days=10)
    assert (due.date, due.explanation, due.moved_days) == (date(2026, 11, 30), "第 10 日是 11月30日", 0)


def test_working_days_are_counted_with_holidays_and_make_up_days_told():
    due = calendar.due(date(2026, 9, 25), workdays=10)
    assert due.date == date(2026, 10, 15)
    assert due.steps == (
        "2026年9月25日（星期五）当日不计入，从次日起算。",
        "其间休息：9月26—27日中秋假期，10月1—7日国庆假期，周末 1 天。",
        "其间调休上班：10月10日（周六）。",
        "第 10 个工作日是 10月15日，因国庆假期顺延 6 天。",
    )


def test_a_holiday_over_two_months_and_one_of_a_single_day_are_told_in_full():
    entered = {date(2026, 3, 31): Override(False, "防汛放假"), date(2026, 4, 1): Override(False, "防汛放假")}
    assert calendar.due(date(2026, 3, 30), workdays=1, overrides=entered).steps[1] == (
        "其间休息：3月31日—4月1日防汛放假。"
    )
    assert calendar.due(date(2026, 12, 31), workdays=1).steps[1] == "其间休息：2027年1月1日元旦假期，周末 2 天。"


def test_months_end_on_the_last_day_where_the_month_is_shorter():
    assert calendar.add_months(date(2027, 11, 30), 3) == date(2028, 2, 29)
    due = calendar.due(date(2026, 1, 31), months=1)
    # 28 February 2026 is a Saturday that is worked.
    assert (due.date, due.explanation) == (date(2026, 2, 28), "满 1 个月是 2月28日")


def test_a_date_beyond_the_published_years_says_so():
    due = calendar.due(date(2026, 11, 30), months=3)
    assert due.date == date(2027, 3, 1)
    assert due.explanation == "满 3 个月是 2027年2月28日，因周末顺延 1 天（暂按未公布日历计算）"
    assert due.steps[-1] == "2027年的放假安排没有正式公布，暂按未公布日历计算，公布后重新计算。"


def test_days_and_working_days_left_are_both_told_when_a_holiday_lies_between():
    left = calendar.left(date(2026, 9, 22), date(2026, 12, 31))
    assert left == (100, 67, "还有 100 天，其中工作日 67 天")


def test_without_a_holiday_only_days_are_told():
    assert calendar.left(date(2026, 11, 2), date(2026, 11, 9)).sentence == "还有 7 天"
    assert calendar.left(date(2026, 11, 9), date(2026, 11, 9)).sentence == "今天到期"
    assert calendar.left(date(2026, 11, 13), date(2026, 11, 9)) == (-4, -4, "逾期 4 天")


@given(start=DAYS, count=st.integers(1, 200))
def test_counting_working_days_forth_and_back_agrees(start, count):
    end = calendar.add_workdays(start, count)
    assert calendar.is_workday(end)
    assert calendar.workdays_between(start, end) == count
    assert calendar.workdays_between(end, start) == -count
    assert calendar.add_workdays(calendar.next_workday(start), 0) == calendar.next_workday(start)


@given(start=DAYS, days=st.integers(1, 400))
def test_a_due_date_is_a_workday_and_never_early(start, days):
    due = calendar.due(start, days=days)
    assert calendar.is_workday(due.date)
    assert due.counted == start + timedelta(days=days) <= due.date
    assert calendar.workdays_between(due.counted - timedelta(days=1), due.date) == 1


def test_reminders_count_working_days_backwards():
    assert calendar.add_workdays(date(2026, 10, 8), -3) == date(2026, 9, 28)


@pytest.mark.parametrize("span", [{"days": 3_000_000}, {"workdays": 30_000}, {"months": 30_000}, {"days": -1}])
def test_a_span_out_of_the_calendar_is_refused_in_words(span):
    with pytest.raises(calendar.DateOutOfRange, match=r"。$"):
        calendar.due(date(2026, 9, 22), **span)


def test_a_due_date_takes_exactly_one_span():
    with pytest.raises(TypeError):
        calendar.due(date(2026, 9, 22), days=1, months=1)


@pytest.mark.django_db
def test_entered_days_are_read_from_the_table_at_once(django_assert_num_queries):
    CalendarDay.objects.create(date=date(2027, 10, 9), is_workday=True, name="国庆调休", source="通知")
    with django_assert_num_queries(1):
        entered = calendar.overrides()
    assert entered == {date(2027, 10, 9): Override(True, "国庆调休")}


@pytest.mark.django_db
def test_the_command_explains_a_due_date():
    out = StringIO()
    call_command("explain_due", "--start", "2026-09-25", "--workdays", "10", "--today", "2026-09-25", stdout=out)
    assert out.getvalue().splitlines() == [
        "2026年10月15日（星期四）　第 10 个工作日是 10月15日，因国庆假期顺延 6 天。",
        "　　2026年9月25日（星期五）当日不计入，从次日起算。",
        "　　其间休息：9月26—27日中秋假期，10月1—7日国庆假期，周末 1 天。",
        "　　其间调休上班：10月10日（周六）。",
        "　　第 10 个工作日是 10月15日，因国庆假期顺延 6 天。",
        "还有 20 天，其中工作日 10 天。",
    ]


@pytest.mark.django_db
def test_the_command_explains_stops_and_an_extension():
    out = StringIO()
    asked = ["--start", "2026-09-25", "--workdays", "10", "--stop", "2026-10-12:2026-10-16", "--extend-months", "1"]
    call_command("explain_due", *asked, "--today", "2026-11-23", stdout=out)
    assert out.getvalue().splitlines() == [
        (
            "2026年11月23日（星期一）　第 10 个工作日是 10月15日，因国庆假期顺延 6 天；"
            "停表 4 个工作日，顺延至 10月21日；延期后满 1 个月是 11月21日，因周末顺延 2 天。"
        ),
        "　　2026年9月25日（星期五）当日不计入，从次日起算。",
        "　　其间休息：9月26—27日中秋假期，10月1—7日国庆假期，周末 1 天。",
        "　　其间调休上班：10月10日（周六）。",
        "　　第 10 个工作日是 10月15日，因国庆假期顺延 6 天。",
        "　　10月12日停表，10月16日恢复计时，其间 4 个工作日不计入。",
        "　　停表 4 个工作日，顺延至 10月21日（周三）。",
        "　　延期自原到期日 10月21日的次日起算。",
        "　　满 1 个月是 11月21日，因周末顺延 2 天，到期日为 11月23日（周一）。",
        "今天到期。",
    ]


@pytest.mark.django_db
@pytest.mark.parametrize("stop", ["2026-10-12", "2026-10-16:2026-10-12", "x:y"])
def test_the_command_refuses_stops_that_are_none(stop):
    with pytest.raises(CommandError, match="恢复"):
        call_command("explain_due", "--start", "2026-09-25", "--days", "10", "--stop", stop)


@pytest.mark.django_db
@pytest.mark.parametrize("days", ["0", "3000000"])
def test_the_command_refuses_senseless_spans(days):
    with pytest.raises(CommandError, match="要"):
        call_command("explain_due", "--start", "2026-09-25", "--days", days)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("asked", "because"),
    [
        (("--start", "2026-02-30", "--days", "1"), "日期写成 2026-09-25"),
        (("--start", "2026-09-25", "--days", "十"), "写成整数"),
        (("--start", "2026-09-25", "--days", "9", "--stop", "2026-09-24:2026-09-28"), "停表日期不能早于起算日期"),
        (
            (
                "--start",
                "2026-09-25",
                "--days",
                "9",
                "--stop",
                "2026-10-01:2026-10-09",
                "--stop",
                "2026-09-26:2026-10-02",
            ),
            "两次停表有重叠",
        ),
        (("--start", "1999-12-31", "--days", "1"), "2000年到 2099年"),
        (("--start", "2026-09-25", "--workdays", "100000"), "一百年以内"),
    ],
)
def test_the_command_says_in_a_sentence_what_is_wrong(asked, because):
    with pytest.raises(CommandError, match=because):
        call_command("explain_due", *asked)


def test_the_command_says_that_there_is_no_database(monkeypatch):
    def gone():
        raise DatabaseError

    monkeypatch.setattr("rooms.calendar.overrides", gone)
    with pytest.raises(CommandError, match="数据库还没有建好"):
        call_command("explain_due", "--start", "2026-09-25", "--days", "1")
