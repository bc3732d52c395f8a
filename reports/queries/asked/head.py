"""The head of a department's workbench: what is asked of it, the most urgent first, and how much of each is there."""

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Q
from django.utils import timezone

from consult.queries import MOST_TASKS
from members.queries import desks
from reports.enums import AskedStage
from reports.queries.asked.narrowing import SOON
from reports.queries.asked.shown import Item, with_items
from reports.queries.asked.sources import OPEN, OWN_TURN, asked_of, inside

MOST_SHOWN = 10
VIEWS = {"new": "待签收", "late": "逾期", "soon": f"{SOON} 天内到期", "mine": "我经办的", "nobody": "没有经办人"}


@dataclass(frozen=True)
class Head:
    items: list[Item]
    # Usual list, its name, how much stands in it.
    counts: list[tuple[str, str, int]]
    # Pages of what waits for the unit, so that it stands in no second list.
    urls: frozenset
    open: int


def head_for(user) -> Head | None:
    """None for who handles nothing for a unit."""
    units = inside(user)
    if not units:
        return None
    rows = asked_of(user).filter(as_unit__in=units, as_stage__in=OPEN)
    waiting = rows.filter(as_stage__in=OWN_TURN)
    items = with_items(waiting[: MOST_TASKS + 1])
    counts = rows.tally(open=Q(), **_conditions(user))
    return Head(
        items[:MOST_SHOWN],
        [(view, VIEWS[view], counts[view]) for view in VIEWS if counts[view]],
        frozenset(item.url for item in items),
        counts["open"],
    )


def _conditions(user) -> dict[str, Q]:
    today, people = timezone.localdate(), desks.handlers_of(inside(user)).values("pk")
    turn = Q(as_stage__in=OWN_TURN)
    return {
        "new": Q(as_stage=AskedStage.NEW),
        "late": turn & Q(as_due_on__lt=today, as_is_strict=True),
        "soon": turn & Q(as_due_on__range=(today, today + timedelta(days=SOON))),
        "mine": desks.standing_in_for(user),
        "nobody": Q(as_holder=None) | ~Q(as_holder__in=people),
    }
