"""How a role can stand to a record, and what a row of the table is."""

from dataclasses import dataclass, field, replace

from members.enums import RoleCode as R

ROOM_STAFF = (R.CLERK, R.CONVENER)
ROOM_TEAM = (R.CLERK, R.CONVENER, R.MEMBER, R.REPRESENTATIVE)
TOWNSHIP = (R.TOWNSHIP, R.TOWNSHIP_CLERK)
BODIES = (*TOWNSHIP, R.LEADING_OFFICE, R.CITY_COMMITTEE)
# Bodies that the practice of a place may ask as well (三办联审).
DECIDERS = (*BODIES, R.OFFICE, R.DISPATCHER, R.GUIDANCE)
EVERY_ROLE = tuple(R)

RUNNING = ("running",)
SIGNED_UP_TO = ("running", "closed")


@dataclass(frozen=True)
class Scope:
    """Where a record stands: the units and regions that a role can be related to. All are unit keys."""

    rooms: frozenset = frozenset()
    lead_rooms: frozenset = frozenset()
    approvers: frozenset = frozenset()
    deciders: frozenset = frozenset()
    asked: frozenset = frozenset()
    guides: frozenset = frozenset()
    receivers: frozenset = frozenset()
    assigned: frozenset = frozenset()
    answering: frozenset = frozenset()
    handlers: frozenset = frozenset()
    keepers: frozenset = frozenset()
    persons: frozenset = frozenset()
    # Persons who were asked to put their names to it.
    signers: frozenset = frozenset()
    # Paths of the regions in which everybody with a role is told of the record.
    addressed: frozenset = frozenset()
    # Codes of roles that enter for the deciding body.
    entering: frozenset = frozenset()
    path: str = ""
    # For records that lie in several regions at once, such as the account of a person with two roles.
    paths: frozenset = frozenset()
    # Of these, the places that count today: all of them must lie in a region for the relation `whole`.
    held_paths: frozenset = frozenset()
    # For records that lie nowhere yet, such as an account without a role: any region will do.
    everywhere: bool = False
    state: str = ""

    def rights_scope(self) -> "Scope":
        """Of many rows alike each is asked about by its scope, without reading what they share again."""
        return self

    def received_by(self, unit_id):
        return replace(self, receivers=frozenset([unit_id]))


@dataclass(frozen=True)
class Row:
    permission: str
    label: str
    who: dict = field(default_factory=dict)
    # States of the consultation (or of the record itself) in which it may be done; empty: always.
    states: tuple = ()

    @property
    def roles(self) -> set:
        return {role for roles in self.who.values() for role in roles}


def scope_of(obj) -> Scope:
    return obj.rights_scope() if hasattr(obj, "rights_scope") else Scope()


def is_related(role, relation: str, scope: Scope) -> bool:
    """Say whether a role stands in the relation to the record."""
    if relation == "anyone":
        return True
    if relation == "region":
        paths = scope.paths or {scope.path}
        return scope.everywhere or any(path.startswith(role.place.path) for path in paths)
    if relation == "whole":
        paths = scope.held_paths or {scope.path}
        return scope.everywhere or all(path.startswith(role.place.path) for path in paths)
    if relation == "below":
        return bool(scope.path) and role.place.path.startswith(scope.path)
    if relation == "enters":
        return role.code in scope.entering and scope.path.startswith(role.place.path)
    persons = {"self": scope.persons, "signs": scope.signers}
    if relation in persons:
        return role.user_id in persons[relation]
    if relation == "addressed":
        return any(role.place.path.startswith(path) for path in scope.addressed)
    units = {
        "own_room": scope.rooms,
        "lead_room": scope.lead_rooms or scope.rooms,
        "approver": scope.approvers,
        "decider": scope.deciders,
        "asked": scope.asked,
        "guided": scope.guides,
        "receiver": scope.receivers,
        "assigned": scope.assigned,
        "answers": scope.answering,
        "handles": scope.handlers,
        "keeps": scope.keepers,
    }[relation]
    return role.unit_id in units
