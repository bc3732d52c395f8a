"""The days off and the make-up workdays of 2024, 2025 and 2026, as the notices of the State Council's office name them.

Typed from the notices, and not out of a library: name, first day off, last day off, days to be worked for it.
"""

from datetime import date, timedelta

NOTICES = {
    # 国务院办公厅关于2024年部分节假日安排的通知
    2024: [
        ("元旦", "01-01", "01-01", ()),
        ("春节", "02-10", "02-17", ("02-04", "02-18")),
        ("清明节", "04-04", "04-06", ("04-07",)),
        ("劳动节", "05-01", "05-05", ("04-28", "05-11")),
        ("端午节", "06-10", "06-10", ()),
        ("中秋节", "09-15", "09-17", ("09-14",)),
        ("国庆节", "10-01", "10-07", ("09-29", "10-12")),
    ],
    # 国务院办公厅关于2025年部分节假日安排的通知
    2025: [
        ("元旦", "01-01", "01-01", ()),
        ("春节", "01-28", "02-04", ("01-26", "02-08")),
        ("清明节", "04-04", "04-06", ()),
        ("劳动节", "05-01", "05-05", ("04-27",)),
        ("端午节", "05-31", "06-02", ()),
        ("国庆节、中秋节", "10-01", "10-08", ("09-28", "10-11")),
    ],
    # 国务院办公厅关于2026年部分节假日安排的通知
    2026: [
        ("元旦", "01-01", "01-03", ("01-04",)),
        ("春节", "02-15", "02-23", ("02-14", "02-28")),
        ("清明节", "04-04", "04-06", ()),
        ("劳动节", "05-01", "05-05", ("05-09",)),
        ("端午节", "06-19", "06-21", ()),
        ("中秋节", "09-25", "09-27", ()),
        ("国庆节", "10-01", "10-07", ("09-20", "10-10")),
    ],
}
DAY = timedelta(days=1)


def _day(year: int, text: str) -> date:
    return date.fromisoformat(f"{year}-{text}")


OFF = {
    _day(year, first) + DAY * n
    for year, notice in NOTICES.items()
    for _, first, last, _ in notice
    for n in range((_day(year, last) - _day(year, first)).days + 1)
}
WORKED = {_day(year, text) for year, notice in NOTICES.items() for *_, worked in notice for text in worked}
DAYS = [date(2024, 1, 1) + DAY * n for n in range((date(2026, 12, 31) - date(2024, 1, 1)).days + 1)]


def is_worked(day: date) -> bool:
    return day in WORKED or (day.weekday() < 5 and day not in OFF)
