from members.models import NumberSeries


def draw_number(unit, kind: str, year: int) -> int:
    """Draw the next number of a series inside the deciding transaction: no gap, no double."""
    NumberSeries.objects.get_or_create(unit=unit, kind=kind, year=year)
    series = NumberSeries.objects.select_for_update().get(unit=unit, kind=kind, year=year)
    series.last += 1
    series.save(update_fields=["last"])
    return series.last
