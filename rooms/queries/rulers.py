"""Which region's practice says the activity days of a place, on each day: read once for all places."""

from collections import defaultdict
from datetime import date

from members.models import Region
from members.models.places import lineage
from rooms.models import RegionPractice


class Rulers:
    """A place has the days of the nearest region, from itself upwards, that had chosen a practice by then.

    The region at the root has its days also before it chose one: by the first that it chose, or by the root pack.
    """

    def __init__(self):
        self.chosen: dict[str, list[tuple[date, int]]] = defaultdict(list)
        rows = RegionPractice.objects.filter(region__is_active=True).order_by("starts_on")
        for path, starts_on, key in rows.values_list("region__path", "starts_on", "practice"):
            self.chosen[path].append((starts_on, key))

    def regions(self) -> list[Region]:
        """Every region that says days of its own: the roots, and those that chose a practice."""
        roots = Region.objects.active().filter(parent__isnull=True)
        own = Region.objects.active().filter(path__in=list(self.chosen))
        return list((roots | own).order_by("path"))

    def over(self, path: str, on: date) -> str:
        """The path of the region whose days a place has on this day."""
        for each in reversed(lineage(path)):
            if self.practice(each, on) is not None:
                return each
        return lineage(path)[0]

    def practice(self, path: str, on: date) -> int | None:
        """The key of the version that the region itself had chosen by then; none when nobody had."""
        chosen = self.chosen.get(path, ())
        begun = [key for starts_on, key in chosen if starts_on <= on]
        if begun:
            return begun[-1]
        return chosen[0][1] if chosen and is_root(path) else None

    def below(self, path: str) -> list[str]:
        """Paths further down that chose for themselves at some time."""
        return [each for each in self.chosen if each != path and each.startswith(path)]


def is_root(path: str) -> bool:
    return path.count("/") == 2
