"""Write the demonstration's city: places, units, rooms, people and their accounts."""

from datetime import timedelta

from django.contrib.auth.hashers import make_password
from django.utils import timezone

from members import ledger
from members.enums import RoleCode
from members.models import Region, Role, Term, Unit, User
from reports.management.demo import fittings, outlines, phone_of
from reports.management.demo.people import names
from reports.management.demo.roll import Roll
from reports.management.demo.wider import Rest
from rooms.enums import ConvenerRank
from rooms.models import Convener, Room
from rooms.operations import follow_practice, load_practice
from rooms.practice import ROOT
from rooms.practice.reading import seed_text

# Everything stood before the first case begins.
LONG_AGO = timedelta(days=1000)


class City:
    """The rows of the city, found by the codes and names of the files."""

    def __init__(self, organisation, *, password: str, wider=None):
        self.data = organisation
        # What comes in by Excel; the cases need none of it.
        self.wider = wider
        self.since = timezone.localdate() - LONG_AGO
        self.password = make_password(password)
        self.regions, self.units, self.rooms, self.users, self.members = {}, {}, {}, {}, {}
        # Names of people who are needed beside those of the files.
        self.names = names(organisation.every_name)
        # The day on which a room opened, by its unit.
        self.opened = {}

    def write(self) -> None:
        self._regions()
        self._units()
        self._accounts(at_rooms=False)
        rest = Rest(self.wider, self) if self.wider else None
        if rest:
            rest.write_places()
        roll = Roll(self, rest)
        roll.write_rooms()
        self._accounts(at_rooms=True)
        self._teams()
        if rest:
            rest.write_teams()
        outlines.write(list(self.regions.values()), list(Room.objects.select_related("unit__region")))
        roll.write_people()
        version = load_practice(seed_text(ROOT), by=None)
        root = self.regions[self.data.city]
        follow_practice(root, version=version, starts_on=self.since, by=None)
        fittings.write(by=roll.by)
        unit = next(iter(self.units.values()))
        ledger.record(root, "members.load_demo", by=None, sentence="载入演示用的区域、单位、联络室和人员", unit=unit)

    def person(self, name: str) -> User:
        """Whoever signs in under this name; made on first need."""
        if name not in self.users:
            username = self.data.username_by_name.get(name) or f"user-{len(self.users) + 1}"
            self.users[name] = User.objects.create(
                username=username, name=name, password=self.password, phone=phone_of(name)
            )
        return self.users[name]

    def _regions(self):
        for place in self.data.regions:
            self.regions[place.code] = Region.objects.create(
                code=place.code, name=place.name, kind=place.kind, parent=self.regions.get(place.parent)
            )

    def _units(self):
        for data in self.data.units:
            self.units[data.code] = Unit.objects.create(
                name=data.name,
                short_name=data.short,
                kind=data.kind,
                region=self.regions[data.region],
                parent=self.units.get(data.parent),
                letters=data.letters,
            )
            if data.contact:
                self.grant(self.person(data.contact), RoleCode.DEPARTMENT, unit=self.units[data.code])

    def _accounts(self, *, at_rooms: bool):
        for account in self.data.accounts:
            user = self.person(account.name)
            for role in account.roles:
                code, _, place = role.partition("@")
                if (place in self.data.room_by_code) == at_rooms:
                    self.grant(user, code, unit=self.units.get(place), region=self.regions.get(place))

    def _teams(self):
        for data in self.data.rooms:
            room = self.rooms[data.code]
            for name in data.clerks:
                self.grant(self.person(name), RoleCode.CLERK, unit=room.unit)
            self._convener(room, data.first, ConvenerRank.FIRST)
            if data.second:
                self._convener(room, data.second, ConvenerRank.SECOND)

    def _convener(self, room, data, rank):
        user = self.person(data.name)
        self.grant(user, RoleCode.CONVENER, unit=room.unit)
        starts_on = self._begins(room.unit)
        Convener.objects.create(room=room, rank=rank, user=user, title=data.title, starts_on=starts_on)

    def term(self, level):
        region = self.regions[self.data.city]
        return Term.objects.get_or_create(region=region, level=level, name=self.data.terms[level])[0]

    def _begins(self, unit):
        """People of a room begin on the day on which it opened, all others long ago."""
        return self.opened.get(unit, self.since)

    def grant(self, user, code, *, unit=None, region=None):
        region, begins = None if unit else region, {"starts_on": self._begins(unit)}
        Role.objects.get_or_create(user=user, code=code, unit=unit, region=region, defaults=begins)
