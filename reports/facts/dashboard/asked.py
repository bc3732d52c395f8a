"""Which place and which months an address asks for, among what the person may see."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.db.models import Q
from django.utils import timezone

from members.enums import RegionKind, RoleCode, UnitKind
from members.models import Region, Unit
from members.models.keys import key_in
from members.models.places import lineage
from reports.facts import places
from reports.facts.asked_place import MOST_BELOW, common, region_asked, room_asked
from reports.facts.places import Lying, Place
from reports.facts.spans import Span, month_span, span_of, year_span
from rooms.models import Room

# Who looks after all rooms and units of a region.
ABOVE = (RoleCode.LEADING_OFFICE, RoleCode.OFFICE, RoleCode.AUDITOR)
# A path under which nothing lies: a group has no opening figures but those of its rooms.
NOWHERE = "-"


@dataclass(frozen=True)
class Window:
    """The months that are told: a span, or all until today, beside which the year stands."""

    span: Span
    is_total: bool = False

    @property
    def code(self) -> str:
        return "" if self.is_total else self.span.code

    @property
    def name(self) -> str:
        return "累计" if self.is_total else self.span.name

    @property
    def months(self) -> Q:
        """Rows of the facts."""
        since = Q() if self.is_total else Q(month__gte=self.span.since)
        return since & Q(month__lte=self.span.until)

    @property
    def days(self) -> dict:
        return {"since": None if self.is_total else self.span.since, "until": self.span.until}

    @property
    def last_day(self) -> date:
        """The last day that is told: today where the span goes on."""
        return min(self.span.until, timezone.localdate())

    @property
    def trend(self) -> list[date]:
        """The twelve months that end with the span, or with this month where the span goes on."""
        last = self.last_day
        months = [*year_span(last.year - 1).each_month(), *year_span(last.year).each_month()]
        return [month for month in months if month <= last][-12:]


def month_names(months: list[date]) -> list[str]:
    """The year is said once, and where it begins."""
    return [
        f"{each.year}年{each.month}月" if each in (months[0], date(each.year, 1, 1)) else f"{each.month}月"
        for each in months
    ]


@dataclass(frozen=True)
class Asked:
    place: Place
    below: list[Place]
    window: Window

    @property
    def query(self) -> str:
        """How an address asks for the same."""
        return f"{self.place.query}&span={self.window.code}"

    @property
    def is_group(self) -> bool:
        return self.place.path == NOWHERE

    @cached_property
    def open_rooms(self) -> list[Room]:
        """What the map draws, and what may be silent."""
        rooms = Room.objects.open().filter(self.place.lies_in())
        return list(rooms.for_page().order_by("unit__region__path", "pk"))


def window_of(text: str) -> Window | None:
    """None: what the address says is no span."""
    if not text:
        return Window(year_span(timezone.localdate().year), is_total=True)
    try:
        return Window(span_of(text))
    except ValueError:
        return None


def spans() -> list[Window]:
    """What one can choose: in all, this year and the last one, half-years, quarters and months that have begun."""
    today = timezone.localdate()
    codes = [f"{today.year}", f"{today.year - 1}"]
    codes += [f"{today.year}-H{half}" for half in (2, 1) if today.month > (half - 1) * 6]
    codes += [f"{today.year}-Q{quarter}" for quarter in (4, 3, 2, 1) if today.month > (quarter - 1) * 3]
    codes += [month_span(date(today.year, month, 1)).code for month in range(today.month, 0, -1)]
    return [window_of(""), *(Window(span_of(code)) for code in codes)]


def asked_for(user, params) -> Asked | None:
    """None where the person sees no such place, or no such months are there."""
    window = window_of(params.get("span", ""))
    found = _place(user, params) if window else None
    return Asked(*found, window) if found else None


def _place(user, params) -> tuple | None:
    if chosen := params.get("place", ""):
        # One choice of several kinds: region=420281000000, room=7, group=3.
        kind, _, key = chosen.partition("=")
        params = {kind: key}
    if room := params.get("room", ""):
        return room_asked(user, room)
    if group := params.get("group", ""):
        return _group(user, key_in(group) or 0)
    if code := params.get("region", ""):
        return region_asked(user, code=code[:12])
    return _own(user)


def above(user, place: Place) -> list[Region]:
    """The way back up, no higher than what the person looks after."""
    top = next(iter(common(user)[-1:]), None)
    paths = [path for path in lineage(place.path) if top and path.startswith(top)]
    if place.region:
        paths = [path for path in paths if path != place.path]
    return (
        list(Region.objects.filter(path__in=paths).exclude(kind=RegionKind.VILLAGE).order_by("path")) if paths else []
    )


def _own(user) -> tuple | None:
    """What the person looks after: a group's rooms, one room, a township, a city."""
    groups = user.units_as(RoleCode.GUIDANCE)
    if groups and len(groups) == len(user.current_roles):
        return _group(user, min(groups))
    regions = common(user)
    found = region_asked(user, path=regions[-1]) if regions else None
    is_one = found and len(found[1]) == 1 and not user.paths_as(*ABOVE) and found[0].rooms
    return (found[1][0], []) if is_one and found[1][0].room else found


def _group(user, key: int) -> tuple | None:
    unit = Unit.objects.filter(pk=key, kind=UnitKind.GUIDANCE).first()
    rooms = list(places.rooms_of(user).filter(guidance=unit)) if unit else []
    if not rooms:
        return None
    lying = Lying(tuple(room.pk for room in rooms), lives=tuple(places.lives_of(rooms)))
    below = [places.place_of_room(room) for room in rooms[:MOST_BELOW]]
    return Place(unit.name, NOWHERE, f"group={unit.pk}", lying), below


def of_unit_asked(user, params) -> Unit | None:
    """The unit whose handling is asked for: one's own, for whoever looks after units any of them."""
    own, above = user.units_as(RoleCode.DEPARTMENT), user.paths_as(*ABOVE)
    key = key_in(params.get("unit", "")) or min(own, default=0)
    unit = Unit.objects.select_related("region").filter(pk=key).first()
    if unit is None:
        return None
    seen = unit.pk in own or any(unit.region.path.startswith(path) for path in above)
    return unit if seen else None
