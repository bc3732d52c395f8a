"""Count the figures anew, or prove that those which followed the ledger are the same."""

import time

from django.core.management.base import BaseCommand, CommandError

from reports import facts

MOST_SHOWN = 20


class Command(BaseCommand):
    help = "Follow the ledger; --rebuild counts everything anew, --compare fails when the two differ."

    def add_arguments(self, parser):
        parser.add_argument("--rebuild", action="store_true", help="count every month of every subject anew")
        parser.add_argument("--compare", action="store_true", help="compare what is kept with what counting gives now")

    def handle(self, *args, rebuild, compare, **options):
        started = time.monotonic()
        if rebuild:
            told = "，".join(f"{kind} {count} 行" for kind, count in facts.rebuild().items())
        elif compare:
            told = self._compare()
        else:
            told = f"跟进 {facts.catch_up()} 条台账"
        self.stdout.write(f"{told}（{time.monotonic() - started:.1f} 秒）")

    def _compare(self) -> str:
        found = [(kind, *row) for kind, rows in facts.compare().items() for row in rows]
        for kind, subject, month, measure, part, kept, counted in found[:MOST_SHOWN]:
            self.stderr.write(f"{kind} {subject} {month:%Y-%m} {measure}{part}：现存 {kept}，应为 {counted}")
        if found:
            raise CommandError(f"有 {len(found)} 处统计和记录不一致，执行 manage.py facts --rebuild 重新统计")
        return "统计和记录一致"
