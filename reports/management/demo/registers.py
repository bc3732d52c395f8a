"""The registers of the demonstration's city, each entry written on its own day by whoever keeps it."""

import random
from functools import partial

from django.utils import timezone

from members.enums import RoleCode, UnitKind
from members.models import Member, Role, Unit
from reports.management.demo import phone_of
from reports.management.demo.governing import Governing
from reports.management.demo.registers_data import AssemblyData, load
from reports.management.demo.rulebook import publish
from rooms.enums import RoomKind
from rooms.models import Room
from rooms.operations.assemblies import record_assembly
from rooms.operations.duties import add_duty

HOUR = "14:20"
KEEPERS = (RoleCode.LEADING_OFFICE, RoleCode.TOWNSHIP_CLERK, RoleCode.CLERK)


def tell(city, clock):
    """A generator as reports.management.demo.clock plays them."""
    registers = Registers(city)
    for day, act in sorted(registers.acts(), key=lambda pair: pair[0]):
        yield clock.at(day, HOUR)
        act()


def keeper_of(unit: Unit):
    """Whoever keeps the records of a unit today."""
    roles = Role.objects.on(timezone.localdate()).filter(unit=unit, code__in=KEEPERS)
    return roles.select_related("user").order_by("pk").first().user


class Registers:
    """What is entered on which day; `city` has the units, and draws the names of people."""

    def __init__(self, city):
        self.data, self.city = load(), city
        self.dice = random.Random(1108)  # noqa: S311 - a demonstration, no secret
        self.office = city.units["leading-office"]

    def acts(self):
        """Pairs of a day and what is entered on it."""
        for data in self.data.assembly:
            yield data.day, partial(self._assembly, data, self.city.units[data.unit])
        townships = Unit.objects.filter(kind=UnitKind.TOWNSHIP).select_related("region").order_by("pk")
        for number, unit in enumerate(townships):
            data = self._of_township(number, unit)
            yield data.day, partial(self._assembly, data, unit)
        for room in Room.objects.open().select_related("unit__region").order_by("pk"):
            opened = (room.opened_on - timezone.localdate()).days
            yield opened, partial(self._duties_of_room, room)
        for unit in townships:
            yield self.data.guidance.day, partial(self._duties_of_township, unit)
        for rule in self.data.rule:
            for number, version in enumerate(rule.version):
                by = self.city.person("方静")
                yield version.issued, partial(publish, rule, version, first=number == 0, unit=self.office, by=by)
        yield from Governing(self.data, self.city, keeper_of).acts()

    def _of_township(self, number: int, unit: Unit) -> AssemblyData:
        data = self.data.township_assembly
        party, mass = data.party + self.dice.randint(-8, 12), data.mass + self.dice.randint(-5, 9)
        return AssemblyData(
            kind=data.kind,
            day=data.day + number * data.apart,
            unit="",
            place=f"{unit.region.name}{data.place}",
            organiser=unit.name,
            theme=f"{unit.region.name}{data.theme}",
            audience=data.audience,
            what=data.what,
            party=(party, party - self.dice.randint(0, 3)),
            mass=(mass, mass - self.dice.randint(0, 4)),
        )

    def _assembly(self, data: AssemblyData, unit: Unit) -> None:
        numbers = {}
        for group in ("party", "mass", "others"):
            numbers[f"{group}_wanted"], numbers[f"{group}_came"] = getattr(data, group)
        people = {"members": self._some_members(data.members)}
        if data.team:
            room, today = unit.room, timezone.localdate()
            people["members"] = [row.member for row in room.postings.on(today).select_related("member")]
            people["representatives"] = list(room.representatives.on(today))
        record_assembly(
            by=keeper_of(unit),
            unit=unit,
            region=unit.region,
            kind=data.kind,
            held_on=timezone.localdate(),
            place=data.place,
            organiser=data.organiser,
            theme=data.theme,
            audience=data.audience,
            what=data.what,
            **numbers,
            **people,
        )

    def _some_members(self, count: int) -> list[Member]:
        posted = Member.objects.active().filter(postings__isnull=False).distinct().order_by("pk")
        return self.dice.sample(list(posted), count) if count else []

    def _duties_of_room(self, room: Room) -> None:
        clerk = keeper_of(room.unit)
        for data in self.data.duty:
            if data.of == "room":
                self._duty(data, room.unit, by=clerk, name=clerk.name, user=clerk)
            elif data.of == "township_room" and room.kind == RoomKind.TOWNSHIP:
                self._duty(data, room.unit, by=clerk, name=next(self.city.names))

    def _duties_of_township(self, unit: Unit) -> None:
        for data in self.data.duty:
            if data.of == "township":
                self._duty(data, unit, by=keeper_of(unit), name=next(self.city.names))

    def _duty(self, data, unit: Unit, *, by, name: str, user=None) -> None:
        told = {"kind": data.kind, "title": data.title, "tasks": data.tasks, "starts_on": timezone.localdate()}
        add_duty(unit, by=by, name=name, phone=phone_of(name), user=user, **told)
