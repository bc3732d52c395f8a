from datetime import date

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from rooms import calendar


class Command(BaseCommand):
    help = "Compute a due date on the working calendar and explain it."

    def add_arguments(self, parser):
        parser.add_argument("--start", type=date.fromisoformat, required=True, help="the day from which it runs")
        span = parser.add_mutually_exclusive_group(required=True)
        for unit in ("days", "workdays", "months"):
            span.add_argument(f"--{unit}", type=int)
        parser.add_argument("--today", type=date.fromisoformat, help="count what is left from this day")

    def handle(self, *, start, days, workdays, months, today, **_):
        if max(days or 0, workdays or 0, months or 0) < 1:
            raise CommandError("天数、工作日或月数要大于 0。")
        known = calendar.overrides()
        try:
            due = calendar.due(start, days=days, workdays=workdays, months=months, overrides=known)
            left = calendar.left(today or timezone.localdate(), due.date, overrides=known)
        except calendar.DateOutOfRange as error:
            raise CommandError(f"算不出期限：{error}") from error
        self.stdout.write(f"{calendar.day_words(due.date)}　{due.explanation}。")
        for step in due.steps:
            self.stdout.write(f"　　{step}")
        self.stdout.write(f"{left.sentence}。")
