"""The rest of the city: townships, bodies and their accounts, and rows of rooms and people that no case needs."""

from collections import Counter
from datetime import timedelta
from itertools import cycle

from django.utils import timezone

from members.enums import MemberLevel, RoleCode
from members.models import Region, Unit
from reports.management.demo import phone_of
from reports.management.demo.people import MASS_TITLES, PARTY_TITLES, particulars
from reports.management.demo.wider_data import RoomRow, Wider
from rooms.enums import ConvenerRank, RepresentativeKind, RoomKind
from rooms.models import Convener, Room

# Of each room.
MEMBERS, REPRESENTATIVES = 6, 4
OPENED = timedelta(days=260)


class Rest:
    """Rows for the workbooks of reports.management.demo.roll; `city` has the regions and units of the cases."""

    def __init__(self, wider: Wider, city):
        self.wider, self.city, self.names = wider, city, city.names
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

    def room_rows(self) -> list[dict]:
        return [self._room(number, row) for number, row in enumerate(self.wider.all_rooms, 1)]

    def _room(self, number: int, row: RoomRow) -> dict:
        return {
            "name": row.name,
            "short_name": row.short,
            "kind": RoomKind(row.kind).label,
            "region": row.region,
            "approver": row.approver,
            "address": f"{row.region}党群服务中心" if row.kind != RoomKind.ONLINE else "",
            "hall": "协商议事厅",
            "opening_hours": f"每周{'一二三四五'[number % 5]} 9:00—11:30",
            "opened_on": self.opened_on,
        }

    def write_teams(self) -> None:
        """Clerks and conveners, who sign in."""
        titles = {place.short: place.title for place in self.wider.townships}
        new = [row.name for row in self.wider.all_rooms]
        for room in Room.objects.filter(unit__name__in=new).select_related("unit__region", "approver").order_by("pk"):
            self.city.grant(self.city.person(next(self.names)), RoleCode.CLERK, unit=room.unit)
            told = titles.get(room.approver.short_name, "党组织负责人")
            for rank, title in ((ConvenerRank.FIRST, told), (ConvenerRank.SECOND, "联系本室的市政协委员")):
                user = self.city.person(next(self.names))
                self.city.grant(user, RoleCode.CONVENER, unit=room.unit)
                Convener.objects.create(room=room, rank=rank, user=user, title=title, starts_on=room.opened_on)

    def member_rows(self) -> list[dict]:
        self.rows = list(self._members())
        return self.rows

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

    def posting_rows(self, there: list[dict]) -> list[dict]:
        """Everybody to a room that still wants members."""
        counted = Counter(row["room"] for row in there)
        every = list(Room.objects.select_related("unit").order_by("pk"))
        rooms = [room for room in every for _ in range(max(MEMBERS - counted[room.name], 0))]
        posted = [row for row in self.rows if not row["unposted_reason"]]
        # Who is left when every room has its number strengthens the first ones.
        rooms += every[: len(posted) - len(rooms)]
        return [
            {"member": row["name"], "room": room.name, "starts_on": room.opened_on}
            for row, room in zip(posted, rooms, strict=True)
        ]

    def representative_rows(self, there: list[dict]) -> list[dict]:
        """As many as each room still wants."""
        counted = Counter((row["room"], row["kind"]) for row in there)
        kinds = ((RepresentativeKind.PARTY, PARTY_TITLES), (RepresentativeKind.MASS, MASS_TITLES))
        return [
            {"room": room.name, "kind": kind.label, "name": next(self.names), "title": title}
            for room in Room.objects.select_related("unit").order_by("pk")
            for kind, titles in kinds
            for title in titles[counted[room.name, kind.label] : REPRESENTATIVES]
        ]
