"""The rest of the demonstration's city as data: what wider.toml holds."""

from dataclasses import dataclass

from rooms.enums import RoomKind


@dataclass(frozen=True)
class Township:
    code: str
    name: str
    party: str
    short: str
    title: str
    villages: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Body:
    code: str
    name: str
    short: str


@dataclass(frozen=True)
class RoomRow:
    name: str
    short: str
    kind: str
    region: str
    approver: str


@dataclass(frozen=True)
class Numbers:
    """How many members of each level are new, and why some belong to no room."""

    province: int
    prefecture: int
    county: int
    unposted: tuple[str, ...]


@dataclass(frozen=True)
class Wider:
    townships: tuple[Township, ...]
    bodies: tuple[Body, ...]
    rooms: tuple[RoomRow, ...]
    members: Numbers

    @property
    def all_rooms(self) -> list[RoomRow]:
        """Those of the townships and their villages, then those that are listed."""
        found = []
        for place in self.townships:
            short = place.name.removesuffix("街道").removesuffix("镇").removesuffix("乡")
            found.append(RoomRow(f"{place.name}政协委员联络室", short, RoomKind.TOWNSHIP, place.name, place.short))
            for _, village in place.villages:
                told = f"{short}{village.removesuffix('社区').removesuffix('村')}"
                found.append(RoomRow(f"{village}政协委员联络室", told, RoomKind.VILLAGE, village, place.short))
        return [*found, *self.rooms]
