"""What is kept about the people of the demonstration's city: pools, fixed contacts, and how members stand."""

import random
from datetime import timedelta
from functools import partial

from django.utils import timezone

from members.enums import MemberState
from members.models import Member, Tag
from members.operations import add_contact, add_expert, add_tag, edit_tag
from reports.management.demo import phone_of
from reports.management.demo.people_records_data import load
from rooms.operations import change_standing

HOUR = "10:20"
# When the pools were filled.
POOLS = -140


def tell(city, clock):
    """A generator as reports.management.demo.clock plays them."""
    records = PeopleRecords(city)
    for day, act in sorted(records.acts(), key=lambda pair: pair[0]):
        yield clock.at(day, HOUR)
        act()


class PeopleRecords:
    def __init__(self, city):
        self.data, self.city = load(), city
        self.dice = random.Random(2703)  # noqa: S311 - a demonstration, no secret
        self.office = city.person("方静")
        self.today = timezone.localdate()

    def acts(self):
        """Pairs of a day and what is entered on it."""
        yield POOLS, self._pools
        for code in self.data.contacts.rooms:
            yield self.data.contacts.day, partial(self._contacts, self.city.rooms[code])
        for each in self.data.standing:
            for change in each.change:
                yield change.day, partial(self._stand, each.member, change)

    def _pools(self) -> None:
        city = self.city.regions[self.city.data.city]
        for data in self.data.tag:
            told = {"name": data.name, "words": list(data.words)}
            there = Tag.objects.filter(region=city, name=data.name).first()
            if there:
                edit_tag(there, by=self.office, version=there.version, **told)
            else:
                add_tag(by=self.office, region=city, **told)
        for data in self.data.expert:
            name = next(self.city.names)
            add_expert(
                by=self.office,
                pool=data.pool,
                name=name,
                identity=data.identity,
                specialities=list(data.specialities),
                region=self.city.regions[data.region],
                phone=phone_of(name),
                consent=data.consent,
            )

    def _contacts(self, room) -> None:
        data, today = self.data.contacts, timezone.localdate()
        clerk = self.city.person(self.city.data.room_by_code[self._code_of(room)].clerks[0])
        for posting in room.postings.on(today).select_related("member").order_by("pk"):
            for sector in self.dice.sample(data.sectors, self.dice.randint(2, 3)):
                name = next(self.city.names)
                told = {"sector": sector, "phone": phone_of(name), "note": self.dice.choice(data.notes)}
                add_contact(posting.member, by=clerk, name=name, starts_on=today, **told)

    def _code_of(self, room) -> str:
        return next(code for code, each in self.city.rooms.items() if each.pk == room.pk)

    def _stand(self, name: str, change) -> None:
        member, today = Member.objects.get(name=name), timezone.localdate()
        entry = {"starts_on": today, "reason": change.reason}
        if change.to == MemberState.ON_LEAVE:
            entry["ends_on"] = self.today + timedelta(days=change.until)
        if change.decided:
            office = self.city.units["office"]
            entry |= {"body": office, "basis": "meeting", "basis_note": change.decided, "decided_on": today}
        change_standing(member, by=self.office, to=change.to, version=member.version, **entry)
