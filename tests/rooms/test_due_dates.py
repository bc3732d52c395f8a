"""200 due dates of 2024 to 2026 against the official notices.

`due_dates.csv` was written once by a script that knows nothing of this product: it lists every day, strikes out what
the notices strike out, and counts along the list. Here it is counted a third time, straight from the notices.
"""

import csv
from datetime import date
from pathlib import Path

from rooms import calendar
from tests.rooms.official_days import DAY, DAYS, is_worked

TABLE = list(csv.DictReader(Path(__file__).with_name("due_dates.csv").read_text(encoding="utf-8").splitlines()))


def test_every_day_of_three_years_is_worked_or_off_as_the_notices_say():
    assert [day for day in DAYS if calendar.is_workday(day) is not is_worked(day)] == []


def test_the_table_holds_two_hundred_dates_of_every_kind():
    assert len(TABLE) == len({tuple(row.values()) for row in TABLE}) == 200
    assert {row["unit"] for row in TABLE} == {"days", "workdays", "months"}
    assert {row["due"][:4] for row in TABLE} == {"2024", "2025", "2026"}
    # Spans that end on a make-up Saturday, and that end where a month is shorter.
    assert any(date.fromisoformat(row["due"]).weekday() == 5 for row in TABLE)
    assert "2024-02-29" in {row["due"] for row in TABLE}


def _due(row) -> calendar.Due:
    return calendar.due(date.fromisoformat(row["start"]), **{row["unit"]: int(row["count"])})


def test_each_due_date_is_the_one_of_the_table():
    counted = {tuple(row.items()): _due(row).date.isoformat() for row in TABLE}
    assert {row: due for row, due in counted.items() if due != dict(row)["due"]} == {}


def test_the_table_agrees_with_the_notices():
    wrong = [
        row
        for row in TABLE
        if _counted(date.fromisoformat(row["start"]), row["unit"], int(row["count"])).isoformat() != row["due"]
    ]
    assert wrong == []


def test_a_due_date_is_worked_and_says_by_how_much_it_was_moved():
    for due in map(_due, TABLE):
        assert is_worked(due.date)
        assert due.date == due.counted or f"顺延 {due.moved_days} 天" in due.explanation


def _counted(start: date, unit: str, count: int) -> date:
    if unit == "workdays":
        day = start
        while count:
            day += DAY
            count -= is_worked(day)
        return day
    day = start + DAY * count if unit == "days" else _months_later(start, count)
    while not is_worked(day):
        day += DAY
    return day


def _months_later(start: date, count: int) -> date:
    """The day before the same day of the month after, for as long as there is none in that month."""
    months = start.year * 12 + start.month - 1 + count
    for number in (start.day, 30, 29, 28):
        if number <= start.day:
            try:
                return date(months // 12, months % 12 + 1, number)
            except ValueError:
                continue
    raise AssertionError
