"""THE permission table: who may do what, to whose records, in which state. Nothing else grants a right.

Read a row aloud: "`consult.submit_topic` 提请审定议题: the convener, in the room that leads, while it is running."
Relations (the keys of `who`) say how the person's role stands to the record:

  own_room   the role's unit is one of the rooms of the record      lead_room  … the room that leads
  approver   … the body that approves and decides for the room      decider    … the body whose turn it is now
  asked      … a body that its way names beyond its own ones        guided     … the room's guidance group
  enters     the role enters for the body whose turn it is (代录), and the record lies in its region
  receiver   … the unit to which it was sent                        assigned   … the unit that has the task
  handles    … the room that carries the matter out by itself
  answers    … the body that gave the task to a unit which has no account: it enters for that unit (代录)
  addressed  the role lies in a region to which the record was issued
  region     the record lies in the region of the role              self       the record is the person's own
  below      the place of the role lies in the region of the record: what a place shows to all who work in it
  keeps      the unit that keeps the record (registers, groups, hearings, plans), or to which a nomination was sent
  signs      the person was asked to sign the record together with its author
  whole      … with every place it has: who holds a role outside of the region is looked after from above
  anyone     any role will do

A practice pack may narrow a row to fewer roles, never widen it.
"""

import rules

from members.enums import RoleCode as R
from members.permissions import (
    activities,
    awards,
    bulletins,
    channels,
    consulting,
    days,
    desks,
    distribution,
    duty,
    evaluation,
    history,
    inspections,
    library,
    limits,
    organisation,
    papers,
    people,
    periodic,
    plans,
    proposal_care,
    proposal_cycle,
    proposals,
    registers,
    reporting,
    rooms,
    workbooks,
)
from members.permissions.distribution import RECEIVERS
from members.permissions.relations import (
    BODIES,
    DECIDERS,
    EVERY_ROLE,
    ROOM_STAFF,
    ROOM_TEAM,
    TOWNSHIP,
    Row,
    Scope,
    is_related,
    scope_of,
)

__all__ = [
    "BODIES",
    "BY_PERMISSION",
    "DECIDERS",
    "EVERY_ROLE",
    "RECEIVERS",
    "ROOM_STAFF",
    "ROOM_TEAM",
    "TABLE",
    "TOWNSHIP",
    "Row",
    "Scope",
    "is_related",
    "refusal",
    "roles_that_allow",
    "scope_of",
]

TABLE = (
    *organisation.ROWS,
    *activities.ROWS,
    *consulting.ROWS,
    *plans.ROWS,
    *evaluation.ROWS,
    *proposals.ROWS,
    *proposal_cycle.ROWS,
    *proposal_care.ROWS,
    *reporting.ROWS,
    *desks.ROWS,
    *distribution.ROWS,
    *papers.ROWS,
    *history.ROWS,
    *library.ROWS,
    *duty.ROWS,
    *people.ROWS,
    *periodic.ROWS,
    *channels.ROWS,
    *days.ROWS,
    *limits.ROWS,
    *registers.ROWS,
    *rooms.ROWS,
    *inspections.ROWS,
    *workbooks.ROWS,
    *bulletins.ROWS,
    *awards.ROWS,
)
BY_PERMISSION = {row.permission: row for row in TABLE}


def roles_that_allow(user, permission: str, obj=None) -> list:
    """Return the person's roles that give the right: over one record, or over any when there is none."""
    row = BY_PERMISSION[permission]
    held = getattr(user, "current_roles", [])
    if obj is None:
        return [role for role in held if role.code in row.roles]
    scope = scope_of(obj)
    if row.states and scope.state and scope.state not in row.states:
        return []
    return [
        role
        for role in held
        if any(role.code in roles and is_related(role, relation, scope) for relation, roles in row.who.items())
    ]


def refusal(user, permission: str, obj=None) -> str:
    """Say in one sentence why the person may not."""
    row = BY_PERMISSION[permission]
    if obj is not None and row.states:
        state = scope_of(obj).state
        if state == "closed":
            return f"这件协商已经办结，不能再{row.label}。"
        if state == "stopped":
            return f"这件协商已经终止，不能再{row.label}。"
    if obj is not None and "whole" in row.who and user.holds(*row.who["whole"]):
        return f"这个账号在您的区域以外还有角色，{row.label}请由上一级办理。"
    names = "、".join(role.label for role in R if role in row.roles)
    return f"{row.label}由{names}办理，您的角色没有这项权限。"


def _register(row: Row) -> None:
    def allows(user, obj):
        return bool(roles_that_allow(user, row.permission, obj))

    rules.set_perm(row.permission, rules.predicate(allows, name=row.permission))


for _row in TABLE:
    _register(_row)
