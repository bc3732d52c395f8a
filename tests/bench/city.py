"""The synthetic city: townships, rooms, departments and the people who work there."""

from dataclasses import dataclass, field
from datetime import date

from members.enums import RegionKind, RoleCode, UnitKind
from members.models import Region, Role, Unit, User
from members.models.pinyin import pinyin_of
from rooms.enums import ConvenerRank, RoomKind, RoomState
from rooms.models import Convener, Room
from rooms.operations import load_practice
from rooms.practice.reading import seed_text
from tests.bench import words

SINCE = date(2020, 1, 1)
CASES_A_ROOM = 200
ROOMS_A_TOWNSHIP = 5
# Few counties have more; a larger city has more rooms in each.
MOST_TOWNSHIPS = 50


@dataclass
class Place:
    """One room with the people and bodies that its consultations need; keys only."""

    room: int
    unit: int
    region: int
    approver: int
    clerk: int
    clerk_name: str
    convener: int
    secretary: int


@dataclass
class City:
    practice: object
    places: list = field(default_factory=list)
    departments: list = field(default_factory=list)
    contacts: dict = field(default_factory=dict)
    bodies: dict = field(default_factory=dict)
    # Body of a route → who enters its decisions.
    deciders: dict = field(default_factory=dict)


def rooms_for(cases: int) -> int:
    return max(50, cases // CASES_A_ROOM)


def build(dice, *, rooms: int) -> City:
    """Five rooms a township, or more in a city of many rooms."""
    version = load_practice(seed_text("daye"), by=None)
    top = Region.objects.create(code="420281", name="大冶市", kind=RegionKind.CITY)
    city = City(version)
    _city_bodies(city, top, dice)
    townships = min(rooms // ROOMS_A_TOWNSHIP, MOST_TOWNSHIPS)
    for number in range(townships):
        _township(city, top, number, dice, rooms=rooms // townships)
    for code, name in (("auditor", "林静"), ("admin", "许强")):
        _person(code, name, region=top)
    return city


def _city_bodies(city: City, top, dice) -> None:
    for kind, code, name in (
        (UnitKind.LEADING_OFFICE, RoleCode.LEADING_OFFICE, "领导小组办公室"),
        (UnitKind.OFFICE, RoleCode.OFFICE, "市政协办公室"),
        (UnitKind.CITY_COMMITTEE, RoleCode.CITY_COMMITTEE, "市委"),
    ):
        unit = Unit.objects.create(name=name, short_name=name, kind=kind, region=top)
        city.bodies[kind] = unit.pk
        city.deciders[kind] = _person(code, words.name(dice), unit=unit).pk
    for name in words.DEPARTMENTS:
        unit = Unit.objects.create(name=f"市{name}", short_name=f"市{name}", kind=UnitKind.DEPARTMENT, region=top)
        city.departments.append(unit.pk)
        city.contacts[unit.pk] = _person(RoleCode.DEPARTMENT, words.name(dice), unit=unit).pk


def _township(city: City, top, number: int, dice, *, rooms: int) -> None:
    town = words.ESTATES[number % len(words.ESTATES)] + ("街道" if number % 2 else "镇") + str(number or "")
    region = Region.objects.create(code=f"420281{number:03}000", name=town, kind=RegionKind.TOWNSHIP, parent=top)
    committee = Unit.objects.create(name=f"{town}党委", short_name=f"{town}党委", kind=UnitKind.TOWNSHIP, region=region)
    secretary = _person(RoleCode.TOWNSHIP, words.name(dice), unit=committee)
    for index in range(rooms):
        name = f"{words.ESTATES[(number * 7 + index) % len(words.ESTATES)]}{number}社区"
        village = Region.objects.create(
            code=f"420281{number:03}{index + 1:03}", name=name, kind=RegionKind.VILLAGE, parent=region
        )
        unit = Unit.objects.create(name=f"{name}委员联络室", short_name=name, kind=UnitKind.ROOM, region=village)
        room = Room.objects.create(
            unit=unit, kind=RoomKind.VILLAGE, state=RoomState.OPENED, approver=committee, opened_on=SINCE
        )
        clerk = _person(RoleCode.CLERK, words.name(dice), unit=unit)
        convener = _person(RoleCode.CONVENER, words.name(dice), unit=unit)
        Convener.objects.create(room=room, rank=ConvenerRank.FIRST, user=convener, starts_on=SINCE)
        city.places.append(
            Place(
                room.pk, unit.pk, village.pk, committee.pk, clerk.pk, clerk.name, convener.pk, secretary.pk
            )
        )  # fmt: skip


def _person(code, name, *, unit=None, region=None) -> User:
    where = unit.pk if unit else region.pk
    user = User.objects.create(username=f"{code}{where}", name=name, password="!", pinyin=pinyin_of(name))
    Role.objects.create(user=user, code=code, unit=unit, region=region, starts_on=SINCE)
    return user
