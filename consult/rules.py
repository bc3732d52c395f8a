"""Predicates that read as sentences. They ask about persons and records, never about time or gates."""

import rules
from django.utils import timezone

from rooms.enums import ConvenerRank


@rules.predicate
def is_convener(user, consultation):
    """The person convenes the room that leads."""
    return (
        consultation.room.conveners.on(timezone.localdate()).filter(user=user).exists()
    )


@rules.predicate
def is_first_convener(user, consultation):
    conveners = consultation.room.conveners.on(timezone.localdate())
    return conveners.filter(user=user, rank=ConvenerRank.FIRST).exists()


@rules.predicate
def is_second_convener(user, consultation):
    conveners = consultation.room.conveners.on(timezone.localdate())
    return conveners.filter(user=user, rank=ConvenerRank.SECOND).exists()


@rules.predicate
def only_enters_for(user, step):
    """The person enters what the body decided (代录) instead of deciding in its name."""
    if user.units_as(*step.enters):
        heads = {
            role.code for role in user.current_roles if role.unit_id == step.unit_id
        } - set(step.enters)
        return not heads
    return False
