"""Print the figures of a region for a period, as pages and reports tell them."""

import json
from dataclasses import asdict
from datetime import date

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from members.models import Region
from reports import facts
from reports.facts import city, places, published, rates, stock
from reports.facts.spans import Span, span_of, year_span
from rooms.models import Room


class Command(BaseCommand):
    help = "Print the figures of a region (its code) for 2026, 2026-H1, 2026-Q3 or 2026-09, and in all until its end."

    def add_arguments(self, parser):
        parser.add_argument("--region", required=True, help="the code of a city or a township, 420281000000")
        parser.add_argument("--period", default="", help="2026, 2026-H1, 2026-Q3, 2026-09; this year if none is given")
        parser.add_argument("--json", action="store_true", help="as JSON instead of lines")

    def handle(self, *args, region, period, **options):
        facts.catch_up()
        found = figures_of(_place(region), _span(period), timezone.localdate())
        if options["json"]:
            self.stdout.write(json.dumps(found, ensure_ascii=False, indent=2))
            return
        span = found["period"]["name"]
        for each in found["stock"]:
            self.stdout.write(f"{each['name']}　{each['n']} {each['unit']}")
        for each in found["figures"]:
            self.stdout.write(
                f"{each['name']}　累计 {each['total']} {each['unit']}，{span} {each['now']} {each['unit']}"
            )
        for each in found["rates"]:
            percent = f"{each['percent']}%" if each["whole"] else "无"
            self.stdout.write(f"{each['name']}　{percent}（{each['part']}/{each['whole']} {each['unit']}）")


def figures_of(place: places.Place, span: Span, today: date) -> dict:
    """Everything that is published of a place, as plain data."""
    told = published.compared([place], span)[0] | city.of_city(place, span)
    found = rates.of_place(rates.OF_PROPOSALS, place, span, today)
    if place.is_city:
        found = rates.figures(rates.OF_REPORTS, city.units_of(place), span, today) + found
    had = stock.stock(place, min(span.until, today))
    return {
        "region": {"name": place.name, "rooms": had["rooms"]},
        "period": {"code": span.code, "name": span.name, "since": str(span.since), "until": str(span.until)},
        "stock": [{**asdict(each), "n": had[each.code]} for each in stock.ALL if each.code in had],
        "figures": [_figure(each) for each in told.values()],
        "rates": [_rate(each) for each in found],
    }


def _figure(each: published.Compared) -> dict:
    names = ("total", "recorded", "opening", "now", "before")
    head = {name: getattr(each.published, name) for name in ("code", "name", "unit", "context", "measure")}
    return head | {name: getattr(each, name) for name in names}


def _rate(each: rates.Figure) -> dict:
    head = {name: getattr(each.rate, name) for name in ("code", "name", "unit", "meaning")}
    numbers = {name: getattr(each, name) for name in ("part", "whole", "percent", "part_now", "whole_now")}
    return head | numbers


def _place(code: str) -> places.Place:
    region = Region.objects.filter(code=code).first()
    if region is None:
        known = "、".join(Region.objects.filter(parent=None).values_list("code", flat=True))
        raise CommandError(f"没有区划代码为 {code} 的区域；市的代码是 {known}")
    # The moves of all rooms of the city say which were here once.
    rooms = Room.objects.filter(unit__region__path__startswith=f"/{region.path.strip('/').split('/')[0]}/")
    return places.place_of_region(region, places.with_moves(rooms))


def _span(code: str) -> Span:
    if not code:
        return year_span(timezone.localdate().year)
    try:
        return span_of(code)
    except ValueError:
        raise CommandError(f"时段“{code}”看不懂，请写 2026、2026-H1、2026-Q3 或者 2026-09") from None
