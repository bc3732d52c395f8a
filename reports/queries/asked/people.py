"""Who of a unit has how much, and what the page of a hand-over lists."""

from dataclasses import dataclass

from django.utils import timezone

from members.models import Absence, HandOver, Unit, User
from members.queries import desks
from reports.queries.asked.narrowing import late
from reports.queries.asked.shown import Item, with_items
from reports.queries.asked.sources import OPEN, SOURCES, asked_of

MODELS = {source.model._meta.label_lower: code for code, source in SOURCES.items()}
MOST_SHOWN = 200


@dataclass(frozen=True)
class Person:
    """One of the unit's people with what is open at him today."""

    user: User
    open: int
    late: int
    away: Absence | None


def people_of(unit: Unit, user) -> tuple[list[Person], int]:
    """The unit's people with what each has, and how much nobody has."""
    rows = asked_of(user).filter(as_unit=unit.pk, as_stage__in=OPEN)
    held, overdue = rows.counts("as_holder"), late(rows, timezone.localdate()).counts("as_holder")
    away = desks.away_today([unit])
    people = [
        Person(each, held.pop(each.pk, 0), overdue.get(each.pk, 0), away.get(each.pk))
        for each in desks.handlers_of([unit]).order_by("pinyin", "pk")
    ]
    # What is left is of nobody, or of somebody who handles nothing any more.
    return people, sum(held.values())


def moved_items(made: HandOver, user) -> list[Item]:
    """What went over with one hand-over, as the list shows it."""
    moves = made.items.values_list("charge__owner_type__app_label", "charge__owner_type__model", "charge__owner_id")
    keys = [(MODELS[f"{app}.{model}"], key) for app, model, key in moves[:MOST_SHOWN]]
    return with_items(asked_of(user).only(keys))
