"""Media articles: which outlets are known in a place, which of them may be doubles, how many wait."""

import tomllib
from difflib import SequenceMatcher
from functools import cache
from pathlib import Path

from django.db.models import Count

from members.enums import RoleCode, UnitKind
from members.models import Unit
from members.models.places import lineage
from proposals.enums import OutletLevel
from reports.enums import ArticleState
from reports.models import MediaArticle
from reports.queries import narrowing
from rooms.models import Room

FILE = Path(__file__).parent.parent / "outlets.toml"
RULES = {
    "q": narrowing.words("title", "author"),
    "level": narrowing.one_of("level", OutletLevel),
    "outlet": narrowing.words("outlet"),
    "room": narrowing.key("room"),
    "state": narrowing.one_of("state", ArticleState),
    "year": narrowing.year("published_on"),
    "since": narrowing.day("published_on", "gte"),
    "until": narrowing.day("published_on", "lte"),
}
SORTS = {"newest": ("-published_on", "-pk"), "oldest": ("published_on", "pk"), "entered": ("-entered_at", "-pk")}
MOST_OUTLETS = 200
# Titles as near as this are shown as possible doubles: an edition on paper and one on the web differ by a word or two.
ALIKE = 0.75


@cache
def _listed() -> list[dict]:
    return tomllib.loads(FILE.read_text(encoding="utf-8"))["outlet"]


def outlets_near(path: str) -> dict[str, str]:
    """Outlet → level, in the city of this path: those of the list, and what was entered there before."""
    code = path.split("/")[1]
    found = {each["name"]: each["level"] for each in _listed() if code.startswith(each.get("region", ""))}
    rows = MediaArticle.objects.confirmed().filter(office__region__path__startswith=f"/{code}/")
    names = rows.order_by("outlet", "-pk").distinct("outlet").values_list("outlet", "level")
    return {**dict(names[:MOST_OUTLETS]), **found}


def doubles_of(article) -> list[MediaArticle]:
    """Others of the same outlet and day with nearly the same title; what was struck is none."""
    return doubles(article.office, article.outlet, article.published_on, article.title, but=article.pk)


def doubles(office, outlet: str, on, title: str, *, but=None) -> list[MediaArticle]:
    rows = MediaArticle.objects.filter(office=office, outlet=outlet, published_on=on).exclude(state="struck")
    return [row for row in rows.exclude(pk=but).order_by("pk")[:100] if _alike(row.title, title)]


def _alike(one: str, other: str) -> bool:
    one, other = (text.translate(PLAIN) for text in (one, other))
    return one in other or other in one or SequenceMatcher(None, one, other).ratio() >= ALIKE


# What a paper and its web page write differently.
PLAIN = dict.fromkeys(map(ord, " 　“”\"'：:，,。！!？?—-·《》"))


def office_of(path: str) -> Unit | None:
    """The office of the city that confirms: the leading office; where there is none, the office of the conference."""
    units = Unit.objects.active().filter(region__path__in=lineage(path)).select_related("region")
    found = {unit.kind: unit for unit in units.filter(kind__in=(UnitKind.LEADING_OFFICE, UnitKind.OFFICE))}
    return found.get(UnitKind.LEADING_OFFICE) or found.get(UnitKind.OFFICE)


def rooms_to_enter(user):
    """Rooms for which the person enters articles: the own ones, or all of the city for its offices."""
    rooms = Room.objects.visible_to(user).select_related("unit__region")
    if user.holds(RoleCode.LEADING_OFFICE, RoleCode.OFFICE):
        return rooms
    return rooms.of(user, RoleCode.CLERK, RoleCode.CONVENER)


def by_level(rows, params) -> list[dict]:
    """How many of the rows each level has, and the address of the list narrowed to it."""
    counted = dict(rows.order_by().values_list("level").annotate(Count("pk")))
    found = []
    for level in OutletLevel:
        kept = params.copy()
        for name in ("after", "before"):
            kept.pop(name, None)
        kept["level"], kept["state"] = level, ArticleState.CONFIRMED
        found.append({"name": level.label, "n": counted.get(level, 0), "url": f"?{kept.urlencode()}"})
    return found
