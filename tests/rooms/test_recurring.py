"""The days on which activity days and receptions fall, as the packs rule."""

from datetime import date

import pytest

from rooms import practice
from rooms.calendar import Override
from rooms.practice import recurring

EVEN_MONTHS = {"nth": "last", "weekday": "friday", "months": [2, 4, 6, 8, 10, 12], "shift": "next_workday"}


@pytest.mark.parametrize(
    ("year", "days"),
    [
        (2023, ["02-24", "04-28", "06-30", "08-25", "10-27", "12-29"]),
        (2024, ["02-23", "04-26", "06-28", "08-30", "10-25", "12-27"]),
        (2025, ["02-28", "04-25", "06-27", "08-29", "10-31", "12-26"]),
        (2026, ["02-27", "04-24", "06-26", "08-28", "10-30", "12-25"]),
        (2027, ["02-26", "04-30", "06-25", "08-27", "10-29", "12-31"]),
    ],
)
def test_activity_days_are_the_last_fridays_of_even_months(year, days):
    assert [f"{day.date:%m-%d}" for day in recurring.days_of(EVEN_MONTHS, year)] == days


@pytest.mark.parametrize(
    ("year", "index", "day", "explanation"),
    [
        (2007, 0, date(2007, 2, 25), "2月最后一个周五是 2月23日，因春节假期顺延 2 天"),
        (2020, 2, date(2020, 6, 28), "6月最后一个周五是 6月26日，因端午假期顺延 2 天"),
    ],
)
def test_an_activity_day_on_a_holiday_moves_to_the_next_workday(year, index, day, explanation):
    moved = recurring.days_of(EVEN_MONTHS, year)[index]
    assert (moved.date, moved.explanation) == (day, explanation)


def test_the_office_can_move_an_activity_day_by_entering_a_day_of_rest():
    entered = {date(2026, 10, 30): Override(False, "全市停工")}
    assert recurring.days_of(EVEN_MONTHS, 2026, overrides=entered)[4].date == date(2026, 11, 2)


def test_a_rule_that_keeps_its_day_is_not_moved():
    kept = recurring.days_of({"day": 1, "months": [10], "shift": "keep"}, 2026)
    assert [(due.date, due.explanation) for due in kept] == [(date(2026, 10, 1), "原定 10月1日")]


def test_a_day_that_a_month_does_not_have_is_its_last():
    days = recurring.days_of({"day": 31, "months": [2, 4, 5]}, 2028)
    assert [due.date for due in days] == [date(2028, 2, 29), date(2028, 4, 30), date(2028, 5, 31)]


def test_a_weekday_without_a_number_is_each_of_them():
    days = recurring.days_of({"weekday": "monday", "months": [2]}, 2027)
    assert [due.date.day for due in days] == [1, 8, 15, 22]


@pytest.mark.parametrize(("nth", "day"), [("first", 4), ("second", 11), ("third", 18), ("fourth", 25), ("last", 25)])
def test_the_nth_weekday_is_counted_within_its_month(nth, day):
    [due] = recurring.days_of({"nth": nth, "weekday": "friday", "months": [9]}, 2026)
    assert due.date.day == day


@pytest.mark.parametrize(
    ("today", "following"),
    [
        (date(2026, 10, 30), date(2026, 10, 30)),
        (date(2026, 10, 31), date(2026, 12, 25)),
        (date(2026, 12, 26), date(2027, 2, 26)),
    ],
)
def test_the_next_day_is_the_first_that_is_not_over(today, following):
    assert recurring.next_day(EVEN_MONTHS, today).date == following


def test_a_day_of_december_that_moved_into_january_is_still_to_come():
    rule = {"day": 31, "months": [12], "shift": "next_workday"}
    closed = {date(2026, 12, 31): Override(False, "盘点")}
    moved = recurring.next_day(rule, date(2027, 1, 2), overrides=closed)
    assert (moved.counted, moved.date.year, moved.date.month) == (date(2026, 12, 31), 2027, 1)


@pytest.mark.parametrize(
    ("code", "days"),
    [
        ("daye", [("双月活动日", date(2026, 12, 25), "")]),
        ("sandikou", [("委员接待日", date(2026, 12, 8), "上午")]),
        ("bijiashan", [("委员收集意见日", date(2026, 12, 4), "下午")]),
    ],
)
def test_each_place_has_its_own_days(code, days):
    found = recurring.coming(practice.load(code), date(2026, 11, 26))
    assert [(each.name, each.due.date, each.half) for each in found if each.name == days[0][0]] == days
