"""Spans of months: what an address names, how it is said, and what came before."""

import re
from datetime import date

import pytest

from reports.facts.spans import Span, month_span, span_of, year_span

NAMES = {
    "2026": ("2026年", date(2026, 1, 1), date(2026, 12, 31), "2025"),
    "2026-H1": ("2026年上半年", date(2026, 1, 1), date(2026, 6, 30), "2025-H2"),
    "2026-H2": ("2026年下半年", date(2026, 7, 1), date(2026, 12, 31), "2026-H1"),
    "2026-Q1": ("2026年第一季度", date(2026, 1, 1), date(2026, 3, 31), "2025-Q4"),
    "2026-Q4": ("2026年第四季度", date(2026, 10, 1), date(2026, 12, 31), "2026-Q3"),
    "2026-01": ("2026年1月", date(2026, 1, 1), date(2026, 1, 31), "2025-12"),
    "2024-02": ("2024年2月", date(2024, 2, 1), date(2024, 2, 29), "2024-01"),
}


@pytest.mark.parametrize("code", NAMES)
def test_a_span_has_a_name_its_days_and_one_before(code):
    span = span_of(code)
    assert (span.name, span.since, span.until, span.before.code) == NAMES[code]
    assert span.code == code


@pytest.mark.parametrize(
    "code", ["", "1999", "2026-13", "2026-00", "2026-Q5", "2026-H3", "2026-1", "2026-09-01", "二〇二六"]
)
def test_what_names_no_span_is_refused(code):
    with pytest.raises(ValueError, match=f"^{re.escape(code)}$"):
        span_of(code)


def test_the_same_months_of_the_year_before():
    assert span_of("2026-Q1").year_before == span_of("2025-Q1")
    assert span_of("2024-02").year_before == span_of("2023-02")


def test_a_day_lies_in_its_month_and_a_month_in_its_year():
    assert month_span(date(2026, 9, 30)) == span_of("2026-09")
    assert year_span(2026).holds(date(2026, 12, 31))
    assert not year_span(2026).holds(date(2027, 1, 1))
    assert span_of("2026-Q4").each_month() == [date(2026, 10, 1), date(2026, 11, 1), date(2026, 12, 1)]
    assert Span(date(2026, 1, 1), date(2026, 12, 31)) == year_span(2026)
