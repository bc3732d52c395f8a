from django.core.management.base import BaseCommand, CommandError

from members.models import Region
from rooms import calendar, operations, practice
from rooms.models import ActivityDay
from rooms.practice.activity_days import Ruled, days_of_pack, ruled_days
from rooms.queries import Rulers


class Command(BaseCommand):
    help = "Print the activity days of a year, each with how it came about; write them only when asked to."

    def add_arguments(self, parser):
        parser.add_argument("year", type=int, metavar="YEAR")
        parser.add_argument("--region", metavar="CODE", help="the days of this region alone")
        parser.add_argument("--create", action="store_true", help="keep the days that are not kept yet")

    def handle(self, *, year, region, create, **_):
        # A day of December may move into the next year.
        if not calendar.FIRST.year <= year < calendar.LAST.year:
            raise CommandError(f"年份要在 {calendar.FIRST.year} 到 {calendar.LAST.year - 1} 之间。")
        place = self._place(region)
        if create:
            made = operations.settle_days(years=[year], within=place).made
            self.stdout.write(f"新增 {made} 个活动日。" if made else "没有要新增的活动日。")
        overrides, rulers = calendar.overrides(), Rulers()
        regions = [each for each in rulers.regions() if place is None or self._concerns(each, place)]
        for each in regions:
            self._print(each.name, year, ruled_days(rulers, each.path, year, overrides=overrides), self._kept(each))
        if not regions:
            self._print("", year, days_of_pack(practice.current(None), year, overrides=overrides), {})

    def _place(self, code: str | None) -> Region | None:
        place = Region.objects.filter(code=code).first() if code else None
        if code and place is None:
            raise CommandError(f"没有代码为 {code} 的区域。")
        return place

    def _concerns(self, each: Region, place: Region) -> bool:
        """Whether a region says days of this one: from above, from itself or from below."""
        return each.path.startswith(place.path) or place.path.startswith(each.path)

    def _kept(self, region: Region) -> dict:
        rows = ActivityDay.objects.standing().filter(region=region)
        return {(row.name, row.nominal_on): row for row in rows}

    def _print(self, name: str, year: int, days: list[Ruled], kept: dict) -> None:
        self.stdout.write(f"{name}{year}年活动日" + ("" if days else "：按现行做法没有安排"))
        for day in days:
            self.stdout.write(f"　　{calendar.day_words(day.due.date)}{day.half}　{day.name}　{day.due.explanation}")
            row = kept.get((day.name, day.nominal_on))
            if row and row.on != day.due.date:
                why = f"，{row.moved_reason}" if row.moved_reason else ""
                self.stdout.write(f"　　　　已调整到{calendar.day_words(row.on)}{why}")
