"""Write the demonstration's city: places, units, rooms, people and their accounts."""

from datetime import timedelta

from django.contrib.auth.hashers import make_password
from django.utils import timezone

from members import ledger
from members.enums import RoleCode
from members.models import Member, Region, Role, Term, Unit, User
from reports.management.demo import fittings, outlines, phone_of
from reports.management.demo.wider import Rest
from rooms.enums import ConvenerRank, RepresentativeKind, RoomState
from rooms.models import Convener, Posting, Representative, Room
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
        # The day on which a room opened, by its unit.
        self.opened = {}

    def write(self) -> None:
        self._regions()
        self._units()
        self._accounts()
        rest = Rest(self.wider, self) if self.wider else None
        if rest:
            rest.write_places()
        self._rooms()
        if rest:
            rest.write_rooms()
        outlines.write(list(self.regions.values()), list(Room.objects.select_related("unit__region")))
        self._members()
        if rest:
            rest.write_people()
        version = load_practice(seed_text(ROOT), by=None)
        root = self.regions[self.data.city]
        follow_practice(root, version=version, starts_on=self.since, by=None)
        clerk = Role.objects.filter(code=RoleCode.LEADING_OFFICE).select_related("user").first()
        fittings.write(by=clerk.user)
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
            )
            if data.contact:
                self.grant(self.person(data.contact), RoleCode.DEPARTMENT, unit=self.units[data.code])
        for data in self.data.rooms:
            self.units[data.code] = Unit.objects.create(
                name=data.name,
                short_name=data.short,
                kind="room",
                region=self.regions[data.region],
                parent=self.units[data.approver],
            )
            self.opened[self.units[data.code]] = timezone.localdate() + timedelta(days=data.opened)

    def _accounts(self):
        for account in self.data.accounts:
            user = self.person(account.name)
            for role in account.roles:
                code, _, place = role.partition("@")
                self.grant(user, code, unit=self.units.get(place), region=self.regions.get(place))

    def _rooms(self):
        for number, data in enumerate(self.data.rooms, 1):
            room = self.rooms[data.code] = Room.objects.create(
                unit=self.units[data.code],
                number=f"DY-{number:02}",
                kind=data.kind,
                state=RoomState.OPENED,
                address=data.address,
                opening_hours=data.opening_hours,
                approver=self.units[data.approver],
                guidance=self.units.get(data.guidance),
                opened_on=self.opened[self.units[data.code]],
            )
            for name in data.clerks:
                self.grant(self.person(name), RoleCode.CLERK, unit=room.unit)
            self._convener(room, data.first, ConvenerRank.FIRST)
            if data.second:
                self._convener(room, data.second, ConvenerRank.SECOND)
            self._representatives(room, data)

    def _convener(self, room, data, rank):
        user = self.person(data.name)
        self.grant(user, RoleCode.CONVENER, unit=room.unit)
        starts_on = self._begins(room.unit)
        Convener.objects.create(room=room, rank=rank, user=user, title=data.title, starts_on=starts_on)

    def _representatives(self, room, data):
        kinds = ((RepresentativeKind.PARTY, data.party), (RepresentativeKind.MASS, data.mass))
        for kind, pairs in kinds:
            for name, title in pairs:
                Representative.objects.create(
                    name=name,
                    room=room,
                    kind=kind,
                    title=title,
                    user=self.users.get(name),
                    phone=phone_of(name),
                    starts_on=self._begins(room.unit),
                )

    def _members(self):
        for data in self.data.members:
            user = self.users.get(data.name)
            member = self.members[data.name] = Member.objects.create(
                name=data.name,
                user=user,
                level=data.level,
                sector=data.sector,
                committee=data.committee,
                employer=data.employer,
                term=self.term(data.level),
                phone=phone_of(data.name),
                region=self.regions[self.data.city],
                unposted_reason="" if data.room else data.reason,
            )
            if data.room:
                room = self.rooms[data.room]
                starts_on = self._begins(room.unit)
                Posting.objects.create(member=member, room=room, starts_on=starts_on, reason=data.reason)
                if user:
                    self.grant(user, RoleCode.MEMBER, unit=room.unit)

    def term(self, level):
        region = self.regions[self.data.city]
        return Term.objects.get_or_create(region=region, level=level, name=self.data.terms[level])[0]

    def _begins(self, unit):
        """People of a room begin on the day on which it opened, all others long ago."""
        return self.opened.get(unit, self.since)

    def grant(self, user, code, *, unit=None, region=None):
        region, begins = None if unit else region, {"starts_on": self._begins(unit)}
        Role.objects.get_or_create(user=user, code=code, unit=unit, region=region, defaults=begins)
