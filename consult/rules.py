"""Predicates that read as sentences. They ask about persons and records, never about time or gates."""

from typing import NamedTuple

import rules
from django.utils import timezone

from members.enums import RoleCode, UnitKind
from members.permissions import BY_PERMISSION, DECIDERS
from rooms.enums import ConvenerRank

# Roles that enter what a body decided without belonging to its unit.
ENTERS = set(BY_PERMISSION["consult.decide_approval"].who["enters"])


class Seat(NamedTuple):
    """A body in its turn, and the roles that only enter what it decided."""

    unit_id: int
    enters: tuple


@rules.predicate
def is_convener(user, consultation):
    """The person convenes the room that leads."""
    return consultation.room.conveners.on(timezone.localdate()).filter(user=user).exists()


@rules.predicate
def is_first_convener(user, consultation):
    conveners = consultation.room.conveners.on(timezone.localdate())
    return conveners.filter(user=user, rank=ConvenerRank.FIRST).exists()


@rules.predicate
def is_second_convener(user, consultation):
    conveners = consultation.room.conveners.on(timezone.localdate())
    return conveners.filter(user=user, rank=ConvenerRank.SECOND).exists()


@rules.predicate
def works_in_room(user, consultation):
    """The person is clerk or convener of a room of the consultation: what the room owes is not theirs to lift."""
    return bool(user.units_as(RoleCode.CLERK, RoleCode.CONVENER) & set(consultation.units_of_rooms()))


@rules.predicate
def convenes_here(user, consultation):
    """The person convenes a room that holds the consultation, by role or by appointment: its work is their own."""
    by_role = user.units_as(RoleCode.CONVENER) & set(consultation.units_of_rooms())
    return bool(by_role) or consultation.is_convened_by(user)


@rules.predicate
def speaks_for(user, step):
    """The person belongs to the body of this turn, or enters what it decided. Several bodies may be asked together."""
    return step.unit_id in user.units_as(*DECIDERS) or user.holds(*ENTERS & set(step.enters))


@rules.predicate
def only_enters_for(user, step):
    """The person enters what the body decided (代录) instead of deciding in its name."""
    if user.units_as(*step.enters):
        heads = {role.code for role in user.current_roles if role.unit_id == step.unit_id} - set(step.enters)
        return not heads
    return False


def is_under(unit, body) -> bool:
    """The body has authority over the unit: its own, or of its township. Others can only be asked (商请)."""
    if body.pk in (unit.pk, unit.parent_id):
        return True
    if unit.parent_id:
        return is_under(unit.parent, body)
    # The party organization of an enterprise or a sector lies in the city's region without any authority over it.
    return body.kind == UnitKind.TOWNSHIP and unit.region.path.startswith(body.region.path)
