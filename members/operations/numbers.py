from django.db import transaction
from django.db.models import Max

from members.models import NumberSeries, Unit


def draw_number(unit, kind: str, year: int) -> int:
    """Draw the next number of a series inside the deciding transaction: no gap, no double."""
    NumberSeries.objects.get_or_create(unit=unit, kind=kind, year=year)
    series = NumberSeries.objects.select_for_update().get(unit=unit, kind=kind, year=year)
    series.last += 1
    series.save(update_fields=["last"])
    return series.last


# What stands under the letters of a unit: no number of theirs (发文字号) stands on two papers, whatever they are.
LETTERED = ("plan", "circular", "commendation")


def draw_lettered(unit, kind: str, year: int) -> tuple[str, int]:
    """The letters of the unit, its short name where it has none, and the number after the last one under them."""
    unit = Unit.objects.select_for_update(no_key=True).get(pk=unit.pk)
    series = NumberSeries.objects.filter(unit=unit, kind__in=LETTERED, year=year)
    start_after(unit, kind, year, series.aggregate(last=Max("last"))["last"] or 0)
    return unit.letters or unit.short_name, draw_number(unit, kind, year)


def peek_number(unit, kind: str, year: int) -> int:
    """The last number of the series that was given; 0 before the first."""
    row = NumberSeries.objects.filter(unit=unit, kind=kind, year=year).first()
    return row.last if row else 0


@transaction.atomic
def start_after(unit, kind: str, year: int, last: int) -> int:
    """Let the series go on after a number that was given on paper. Never backwards; return where it stands now."""
    NumberSeries.objects.get_or_create(unit=unit, kind=kind, year=year)
    series = NumberSeries.objects.select_for_update().get(unit=unit, kind=kind, year=year)
    if last > series.last:
        series.last = last
        series.save(update_fields=["last"])
    return series.last
