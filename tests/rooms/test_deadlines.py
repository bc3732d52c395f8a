from datetime import date, timedelta

import pytest
import time_machine
from django.db import connection
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext

from rooms import calendar
from rooms.templatetags import deadlines

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
