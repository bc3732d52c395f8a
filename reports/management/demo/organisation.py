"""The demonstration's city: places, units, rooms, people. Everybody and everything below the city is invented."""

from dataclasses import dataclass
from functools import cached_property


@dataclass(frozen=True)
class Place:
    code: str
    name: str
    kind: str
    parent: str = ""


@dataclass(frozen=True)
class UnitData:
    """`code` is only the files' own key. `contact` is who handles the unit's tasks and stands for it at meetings."""

    code: str
    name: str
    short: str
    kind: str
    region: str
    parent: str = ""
    contact: str = ""
    contact_title: str = ""
    letters: str = ""


@dataclass(frozen=True)
class ConvenerData:
    name: str
    title: str


@dataclass(frozen=True)
class RoomData:
    """`code` is the room's unit too. Representatives are pairs of name and standing."""

    code: str
    name: str
    short: str
    kind: str
    region: str
    approver: str
    clerks: tuple[str, ...]
    first: ConvenerData
    second: ConvenerData | None = None
    address: str = ""
    opening_hours: str = ""
    opened: int = -400
    party: tuple[tuple[str, ...], ...] = ()
    mass: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True)
class MemberData:
    """A member without a room says why."""

    name: str
    level: str
    sector: str
    committee: str
    employer: str
    room: str = ""
    reason: str = ""


@dataclass(frozen=True)
class Account:
    """`roles` are written code@scope; the scope is a unit's code, a room's code or a region's code."""

    username: str
    name: str
    title: str
    roles: tuple[str, ...]


@dataclass(frozen=True)
class Organisation:
    city: str
    # By the level of the member.
    terms: dict[str, str]
    regions: tuple[Place, ...]
    units: tuple[UnitData, ...]
    rooms: tuple[RoomData, ...]
    members: tuple[MemberData, ...]
    accounts: tuple[Account, ...]

    @cached_property
    def unit_by_code(self) -> dict[str, UnitData]:
        return {unit.code: unit for unit in self.units}

    @cached_property
    def room_by_code(self) -> dict[str, RoomData]:
        return {room.code: room for room in self.rooms}

    @cached_property
    def member_by_name(self) -> dict[str, MemberData]:
        return {member.name: member for member in self.members}

    @cached_property
    def username_by_name(self) -> dict[str, str]:
        """Everybody who signs in: the accounts, and the contact of each unit under the unit's code."""
        contacts = {unit.contact: unit.code for unit in self.units if unit.contact}
        return contacts | {account.name: account.username for account in self.accounts}

    @cached_property
    def name_by_username(self) -> dict[str, str]:
        return {username: name for name, username in self.username_by_name.items()}

    @cached_property
    def every_name(self) -> set[str]:
        """Everybody whom these files name."""
        found = {*self.member_by_name, *self.username_by_name}
        for room in self.rooms:
            found |= {*room.clerks, room.first.name, *([room.second.name] if room.second else [])}
            found |= {name for name, _ in (*room.party, *room.mass)}
        return found

    @cached_property
    def scopes(self) -> set[str]:
        return {*self.unit_by_code, *self.room_by_code, *(region.code for region in self.regions)}
