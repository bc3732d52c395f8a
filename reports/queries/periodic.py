"""Rounds that are being made, reports beside a report, and what a person may ask for."""

from django.db.models import Q

from members.enums import RegionKind
from members.models import Region
from members.models.keys import key_in
from reports.enums import PeriodicKind, PeriodicLevel, PeriodicState
from reports.models import PeriodicReport, PeriodicRound
from reports.queries import narrowing


def _under(value) -> Q | None:
    """Reports of a township and of what lies in it."""
    found = Region.objects.filter(pk=key_in(value)).first() if key_in(value) else None
    return Q(region__path__startswith=found.path) if found else None


RULES = {
    "q": narrowing.words("title"),
    "kind": narrowing.one_of("kind", PeriodicKind),
    "level": narrowing.one_of("level", PeriodicLevel),
    "region": _under,
    "span": lambda value: Q(round__span=value),
    "state": narrowing.one_of("state", PeriodicState),
    "since": narrowing.day("until", "gte"),
    "until": narrowing.day("until", "lte"),
}
# They are made in their order: the city, its townships, its rooms.
SORTS = {"newest": ("-until", "kind", "pk"), "oldest": ("until", "kind", "pk")}


def rounds_shown(user) -> list[PeriodicRound]:
    """What is being made for the person's office, and what of the last rounds waits to be published together."""
    return list(PeriodicRound.objects.visible_to(user).unfinished().for_page().order_by("begun_at"))


def to_publish(user) -> list[tuple[PeriodicRound, int]]:
    """Finished rounds with drafts of townships and rooms, and how many."""
    rows = PeriodicRound.objects.visible_to(user).filter(finished_at__isnull=False).for_page().order_by("-until", "pk")
    drafts = PeriodicReport.objects.filter(round__in=rows, state=PeriodicState.DRAFT, corrects__isnull=True)
    counts: dict[int, int] = {}
    for key in drafts.exclude(level="city").values_list("round", flat=True):
        counts[key] = counts.get(key, 0) + 1
    return [(row, counts[row.pk]) for row in rows if row.pk in counts]


def cities_of(user, *codes) -> list[Region]:
    """The cities in whose offices the person works."""
    paths = {f"/{path.split('/')[1]}/" for path in user.paths_as(*codes)}
    return list(Region.objects.filter(path__in=paths, kind=RegionKind.CITY).order_by("path"))


def beside(report: PeriodicReport, user) -> dict:
    """The same place one span earlier and later, and what was corrected by what."""
    same = PeriodicReport.objects.visible_to(user).filter(kind=report.kind, level=report.level, room=report.room_id)
    same = same.filter(region=report.region_id).exclude(state=PeriodicState.REPLACED).defer("content")
    return {
        "before": same.filter(until__lt=report.since).order_by("until").last(),
        "after": same.filter(since__gt=report.until).order_by("since").first(),
        "later": PeriodicReport.objects.visible_to(user).filter(corrects=report).defer("content").first(),
    }
