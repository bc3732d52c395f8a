"""Highlights: those of rooms and days, and what a list of them asks for."""

from django.db.models import Q

from reports.models import Highlight
from reports.queries import narrowing

KINDS = {"case": "协商", "matter": "事项", "activity": "活动"}
RULES = {
    "q": narrowing.words("sentence"),
    "room": narrowing.key("room"),
    "of": lambda value: Q(**{f"{value}__isnull": False}) if value in KINDS else None,
    "since": narrowing.day("on", "gte"),
    "until": narrowing.day("on", "lte"),
}
SORTS = {"newest": ("-on", "-pk"), "oldest": ("on", "pk"), "marked": ("-marked_at", "-pk")}


def of(rooms, since, until):
    """Highlights of these rooms from a day to a day, the latest first."""
    rows = Highlight.objects.standing().filter(room__in=rooms, on__range=(since, until))
    return rows.for_page().order_by("-on", "-pk")


def standing_of(**thing) -> Highlight | None:
    """The mark of one thing (case=, matter=, activity=), if it has one."""
    return Highlight.objects.filter(**thing, removed_at__isnull=True).for_page().first()
