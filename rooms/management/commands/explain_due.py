from argparse import ArgumentTypeError
from datetime import date

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from rooms import calendar

UNITS = ("days", "workdays", "months")


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
        parser.add_argument("--start", type=date.fromisoformat, required=True, help="the day from which it runs")
        span = parser.add_mutually_exclusive_group(required=True)
        further = parser.add_mutually_exclusive_group()
        for unit in UNITS:
            span.add_argument(f"--{unit}", type=int)
            further.add_argument(
                f"--extend-{unit}", type=int, help="a further span, from the day on which it would end"
            )
        parser.add_argument(
            "--stop", type=stop, action="append", default=[], help="FROM:TO, days that do not count; may be repeated"
        )
        parser.add_argument("--today", type=date.fromisoformat, help="count what is left from this day")

    def handle(self, *, start, stop, today, **given):
        known, stops = calendar.overrides(), sorted(stop)
        span = self._span(given, "")
        further = self._span(given, "extend_")
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

    def _span(self, given: dict, prefix: str) -> dict[str, int]:
        span = {unit: given[f"{prefix}{unit}"] for unit in UNITS if given[f"{prefix}{unit}"] is not None}
        if any(count < 1 for count in span.values()):
            raise CommandError("天数、工作日或月数要大于 0。")
        return span

    def _due(self, start: date, span: dict[str, int], stops, known) -> calendar.Due:
        due = calendar.due(start, **span, overrides=known)
        return calendar.stood(due, start, stops=stops, in_workdays="workdays" in span, overrides=known)
