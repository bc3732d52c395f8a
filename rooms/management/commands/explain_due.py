from argparse import ArgumentTypeError
from datetime import date
from itertools import pairwise

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError
from django.utils import timezone

from rooms import calendar

UNITS = ("days", "workdays", "months")


def day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise ArgumentTypeError("日期写成 2026-09-25") from error


def whole(text: str) -> int:
    try:
        return int(text)
    except ValueError as error:
        raise ArgumentTypeError("天数、工作日或月数写成整数，例如 10") from error


def stop(text: str) -> calendar.Stop:
    try:
        first, resumed = map(date.fromisoformat, text.split(":"))
    except ValueError as error:
        raise ArgumentTypeError("写成 2026-10-12:2026-10-16，前一天停表，后一天恢复计时") from error
    if resumed < first:
        raise ArgumentTypeError("恢复日期不能早于停表日期")
    return calendar.Stop(first, resumed)


class Command(BaseCommand):
    help = "Compute a due date on the working calendar and explain it: with stops of the clock, and an extension."

    def add_arguments(self, parser):
        parser.add_argument("--start", type=day, required=True, help="the day from which it runs")
        span = parser.add_mutually_exclusive_group(required=True)
        further = parser.add_mutually_exclusive_group()
        for unit in UNITS:
            span.add_argument(f"--{unit}", type=whole)
            further.add_argument(
                f"--extend-{unit}", type=whole, help="a further span, from the day on which it would end"
            )
        parser.add_argument(
            "--stop", type=stop, action="append", default=[], help="FROM:TO, days that do not count; may be repeated"
        )
        parser.add_argument("--today", type=day, help="count what is left from this day")

    def handle(self, *, start, stop, today, **given):
        stops, span, further = sorted(stop), self._span(given, ""), self._span(given, "extend_")
        self._check(start, stops)
        known = self._overrides()
        try:
            due = self._due(start, span, stops, known)
            if further:
                due = calendar.lengthened(due, self._due(due.date, further, stops, known))
            left = calendar.left(today or timezone.localdate(), due.date, overrides=known)
        except calendar.DateOutOfRange as error:
            raise CommandError(f"算不出期限：{error}") from error
        self.stdout.write(f"{calendar.day_words(due.date)}　{due.explanation}。")
        for step in due.steps:
            self.stdout.write(f"　　{step}")
        self.stdout.write(f"{left.sentence}。")

    def _check(self, start: date, stops) -> None:
        """As a clock that runs for somebody can be stopped: not before it begins, and once at a time."""
        if stops and stops[0].stopped_on < start:
            raise CommandError("停表日期不能早于起算日期。")
        if any(later.stopped_on < earlier.resumed_on for earlier, later in pairwise(stops)):
            raise CommandError("两次停表有重叠，上一次恢复计时以后才能再停表。")

    def _overrides(self):
        try:
            return calendar.overrides()
        except DatabaseError as error:
            raise CommandError("数据库还没有建好，请先运行 make run，或者 manage.py migrate。") from error

    def _span(self, given: dict, prefix: str) -> dict[str, int]:
        span = {unit: given[f"{prefix}{unit}"] for unit in UNITS if given[f"{prefix}{unit}"] is not None}
        if any(count < 1 for count in span.values()):
            raise CommandError("天数、工作日或月数要大于 0。")
        return span

    def _due(self, start: date, span: dict[str, int], stops, known) -> calendar.Due:
        due = calendar.due(start, **span, overrides=known)
        return calendar.stood(due, start, stops=stops, in_workdays="workdays" in span, overrides=known)
