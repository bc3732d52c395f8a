"""What needs attention now: rooms without a record for long, units that are late, plans that were not begun."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q
from django.utils import timezone

from consult.enums import MatterState, PlanItemState, PlanState
from consult.models import Matter, Meeting, PlanItem
from consult.models.plan import NOT_BEGUN
from reports.facts import subjects
from reports.facts.dashboard.asked import Asked
from reports.facts.quotas import State, unmet
from reports.queries.asked import late, sees_all
from rooms.models import Room

# The longest lists are read on their own pages.
MOST = 8


@dataclass(frozen=True)
class Planned:
    """Topics of the year's plans and how far they came."""

    year: int
    planned: int
    begun: int
    held: int
    overdue: list[PlanItem]


@dataclass(frozen=True)
class Attention:
    silent: list[State]
    # Whether the place has a rule by which a room is silent.
    has_rule: bool
    late: list | None
    plan: Planned

    @property
    def shown_silent(self) -> list[State]:
        return self.silent[:MOST]

    @property
    def silent_count(self) -> str:
        return f"{len(self.silent)} 个"

    @property
    def late_count(self) -> str:
        return f"{sum(each.still for each in self.late or ())} 件"


def is_alarm(quota) -> bool:
    """A room of which nothing was heard for so many days: 沉寂联络室, as the place's own rules say it."""
    return quota.subject == "room" and quota.period == "days" and quota.severity == "alarm"


def attention_for(user, asked: Asked) -> Attention:
    today = timezone.localdate()
    silent, has_rule = _alarms(asked, today)
    return Attention(silent, has_rule, late_units(user, asked), _planned(user, asked, today))


def silent_rooms(asked: Asked, today) -> list[State]:
    return _alarms(asked, today)[0]


def _alarms(asked: Asked, today) -> tuple[list[State], bool]:
    rooms = sorted(asked.open_rooms, key=lambda room: (room.unit.pinyin, room.pk))
    return unmet([subjects.of_room(room) for room in rooms], today=today, only=is_alarm)


def late_units(user, asked: Asked) -> list | None:
    """Units that are late today; for whoever looks at all of them, of a city."""
    if not asked.place.is_city or not sees_all(user):
        return None
    # What was answered too late this month is told on the page of the month.
    return late.late_now(user)


def overdue_items(user, asked: Asked, today):
    """Topics of the year's plans whose month is over and that nobody began, the longest waiting first."""
    items = _planned_items(user, asked, _year(asked, today))
    return items.overdue(today).for_page().order_by("until_month", "pk").distinct()


def _year(asked: Asked, today) -> int:
    return min(asked.window.span.since.year, today.year)


def _planned_items(user, asked: Asked, year: int):
    rooms = Room.objects.filter(asked.place.lies_in())
    here = Q(plan__room__in=rooms) | Q(rooms__in=rooms)
    return PlanItem.objects.visible_to(user).standing().filter(here, plan__year=year, plan__state=PlanState.ISSUED)


def _planned(user, asked: Asked, today) -> Planned:
    year = _year(asked, today)
    counts = _planned_items(user, asked, year).aggregate(
        planned=Count("pk", distinct=True),
        begun=Count("pk", distinct=True, filter=~Q(state__in=NOT_BEGUN)),
        held=Count("pk", distinct=True, filter=Q(state__in=(PlanItemState.HELD, PlanItemState.DONE))),
    )
    is_behind = counts["begun"] < counts["planned"]
    return Planned(year, **counts, overdue=list(overdue_items(user, asked, today)[:MOST]) if is_behind else [])


@dataclass(frozen=True)
class Latest:
    day: date
    room: str
    what: str


def latest(asked: Asked, most: int = 5) -> list[Latest]:
    """What the rooms did last: no title and no text, which may name somebody."""
    here = asked.place.lies_in("consultation__room")
    held = Meeting.objects.filter(here, ended_at__isnull=False).order_by("-ended_at")
    done = Matter.objects.filter(
        here, removed_at__isnull=True, state__in=(MatterState.DONE, MatterState.PARTLY)
    ).order_by("-closed_at")
    name = "consultation__room__unit__short_name"
    found = [(at, room, "召开协商会") for at, room in held.values_list("ended_at", name)[:most]]
    found += [(at, room, "一件事项落实") for at, room in done.values_list("closed_at", name)[:most]]
    newest = sorted(found, key=lambda each: each[0], reverse=True)[:most]
    return [Latest(timezone.localdate(at), room, what) for at, room, what in newest]
