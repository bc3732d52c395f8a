"""The rest of the city, as its offices would bring it along: filled into the templates, sent up, checked and written.

Regions, bodies, conveners and accounts are no tables of Excel, and stand there before. A workbook of activities may
follow by `take_in("activities", …)`.
"""

from datetime import timedelta
from itertools import cycle

from django.core.files.base import ContentFile
from django.utils import timezone

from members.enums import MemberLevel, RoleCode
from members.models import Region, Unit
from reports import tasks
from reports.management.demo import phone_of
from reports.management.demo.people import MASS_TITLES, PARTY_TITLES, names, particulars
from reports.management.demo.wider_data import RoomRow, Wider
from reports.workbooks import imports, layout
from reports.workbooks.kinds import KINDS, Place
from rooms.enums import ConvenerRank, RepresentativeKind, RoomKind
from rooms.models import Convener, Posting, Representative, Room

# Of each room.
MEMBERS, REPRESENTATIVES = 6, 4
OPENED = timedelta(days=260)


class Rest:
    """Fills the workbooks and takes them in; `city` has the regions, units and accounts of the cases."""

    def __init__(self, wider: Wider, city):
        self.wider, self.city = wider, city
        self.names = names(city.data.every_name)
        self.by = city.users[city.data.name_by_username[RoleCode.LEADING_OFFICE]]
        self.opened_on = timezone.localdate() - OPENED

    def write_places(self) -> None:
        city = self.city
        root = city.regions[city.data.city]
        for place in self.wider.townships:
            region = Region.objects.create(code=place.code, name=place.name, kind="township", parent=root)
            city.regions[place.code] = region
            self._body(place.party, place.short, "township", region)
            for code, name in place.villages:
                city.regions[code] = Region.objects.create(code=code, name=name, kind="village", parent=region)
        for body in self.wider.bodies:
            self._body(body.name, body.short, "party_body", root)

    def _body(self, name: str, short: str, kind: str, region: Region) -> None:
        unit = Unit.objects.create(name=name, short_name=short, kind=kind, region=region)
        for code in (RoleCode.TOWNSHIP, RoleCode.TOWNSHIP_CLERK):
            self.city.grant(self.city.person(next(self.names)), code, unit=unit)

    def write_rooms(self) -> None:
        rows = [self._room(number, row) for number, row in enumerate(self.wider.all_rooms, 1)]
        self.take_in("rooms", rows, "联络室名册.xlsx")
        titles = {place.short: place.title for place in self.wider.townships}
        for room in self._new_rooms():
            self.city.opened[room.unit] = room.opened_on
            self.city.grant(self.city.person(next(self.names)), RoleCode.CLERK, unit=room.unit)
            told = titles.get(room.approver.short_name, "党组织负责人")
            for rank, title in ((ConvenerRank.FIRST, told), (ConvenerRank.SECOND, "联系本室的市政协委员")):
                user = self.city.person(next(self.names))
                self.city.grant(user, RoleCode.CONVENER, unit=room.unit)
                Convener.objects.create(room=room, rank=rank, user=user, title=title, starts_on=room.opened_on)

    def _new_rooms(self):
        return Room.objects.filter(unit__name__in=[row.name for row in self.wider.all_rooms]).select_related(
            "unit__region", "approver"
        )

    def _room(self, number: int, row: RoomRow) -> dict:
        return {
            "name": row.name,
            "short_name": row.short,
            "number": f"DY-{number + len(self.city.data.rooms):02}",
            "kind": RoomKind(row.kind).label,
            "region": row.region,
            "approver": row.approver,
            "address": f"{row.region}党群服务中心" if row.kind != RoomKind.ONLINE else "",
            "hall": "协商议事厅",
            "opening_hours": f"每周{'一二三四五'[number % 5]} 9:00—11:30",
            "opened_on": self.opened_on,
        }

    def write_people(self) -> None:
        free = self._places_left()
        members = list(self._members())
        self.take_in("members", members, "三级委员名册.xlsx")
        posted = [row for row in members if not row["unposted_reason"]]
        rooms = [room for room, count in free for _ in range(count)]
        # Who is left when every room has its number strengthens the first ones.
        rooms += [room for room, _ in free][: len(posted) - len(rooms)]
        rows = [
            {"member": row["name"], "room": room.name, "starts_on": room.opened_on}
            for row, room in zip(posted, rooms, strict=True)
        ]
        self.take_in("postings", rows, "委员派驻表.xlsx")
        self.take_in("representatives", list(self._representatives()), "党员代表和群众代表名册.xlsx")

    def _places_left(self) -> list[tuple[Room, int]]:
        """Each room with the number of members that it still wants."""
        counted = dict.fromkeys(Room.objects.select_related("unit__region").order_by("pk"), 0)
        for posting in Posting.objects.all():
            counted[next(room for room in counted if room.pk == posting.room_id)] += 1
        return [(room, max(MEMBERS - count, 0)) for room, count in counted.items()]

    def _members(self):
        numbers = self.wider.members
        levels = [MemberLevel.PROVINCE] * numbers.province + [MemberLevel.PREFECTURE] * numbers.prefecture
        levels += [MemberLevel.COUNTY] * numbers.county
        reasons = dict(zip(range(20, 220, 40), numbers.unposted, strict=True))
        places = cycle(place.name for place in self.wider.townships)
        for number, level in enumerate(levels):
            name = next(self.names)
            where = next(places)
            yield {
                **particulars(number),
                "name": name,
                "level": level.label,
                "term": self.city.term(level).name,
                "home": where,
                "work": where,
                "phone": phone_of(name),
                "unposted_reason": reasons.get(number, ""),
            }

    def _representatives(self):
        titles = {RepresentativeKind.PARTY: PARTY_TITLES, RepresentativeKind.MASS: MASS_TITLES}
        for room in Room.objects.select_related("unit").order_by("pk"):
            for kind, told in titles.items():
                there = Representative.objects.filter(room=room, kind=kind).count()
                for title in told[there:REPRESENTATIVES]:
                    name = next(self.names)
                    row = {"room": room.name, "kind": kind.label, "name": name, "title": title}
                    yield {**row, "phone": phone_of(name), "starts_on": room.opened_on}

    def take_in(self, kind: str, rows: list[dict], name: str) -> None:
        """As a person does it: the template, filled; the check; all of it written."""
        told = KINDS[kind]
        content = layout.filled(told, Place(self.by, told.permission), rows)
        imported = imports.receive(kind, ContentFile(content, name=name), by=self.by)
        tasks.check_workbook(imported.job_id)
        imported.refresh_from_db()
        if imported.fault or imported.outcome["counts"]["wrong"]:
            raise ValueError(f"{name}: {imported.fault or imported.outcome['faults'][:5]}")
        imported = imports.order_writing(imported, choice="all", seen=imported.digest, by=self.by)
        tasks.write_workbook(imported.job_id)
        imported.refresh_from_db()
        if not imported.written_at:
            raise ValueError(f"{name}: {imported.fault or imported.outcome.get('again')}")
