"""The city's rooms and people, as its office would bring them along: filled into the templates, sent up, and written.

Accounts and conveners are no tables of Excel: they are given to the rooms and members that came in. A workbook of
activities may follow by `take_in("activities", …)`.
"""

from datetime import timedelta

from django.core.files.base import ContentFile
from django.utils import timezone

from members.enums import MemberLevel, RoleCode
from members.models import Member
from members.operations import edit_member
from reports import tasks
from reports.management.demo import phone_of
from reports.management.demo.people import standing_of
from reports.workbooks import imports, layout
from reports.workbooks.kinds import KINDS, Place
from rooms.enums import RepresentativeKind, RoomKind
from rooms.models import Representative, Room
from rooms.operations import edit_representative

TERM, YEARS = "第一届", timedelta(days=3 * 365)
# The term of this room's representatives is nearly over.
ENDING, ENDS_IN = "caishi", timedelta(days=25)


class Roll:
    """Fills the workbooks and takes them in; `rest` has what the files of the cases do not name."""

    def __init__(self, city, rest=None):
        self.city, self.data, self.rest = city, city.data, rest
        self.by = city.users[city.data.name_by_username[RoleCode.LEADING_OFFICE]]

    def write_rooms(self) -> None:
        city, today = self.city, timezone.localdate()
        rows = [self._room(data, today + timedelta(days=data.opened)) for data in self.data.rooms]
        rows += self.rest.room_rows() if self.rest else []
        numbered = [{**row, "number": f"DY-{number:02}"} for number, row in enumerate(rows, 1)]
        self.take_in("rooms", numbered, "联络室名册.xlsx")
        by_name = {room.unit.name: room for room in Room.objects.select_related("unit__region", "approver")}
        city.opened = {room.unit: room.opened_on for room in by_name.values()}
        city.rooms = {data.code: by_name[data.name] for data in self.data.rooms}
        city.units |= {code: room.unit for code, room in city.rooms.items()}

    def _room(self, data, opened_on) -> dict:
        return {
            "name": data.name,
            "short_name": data.short,
            "kind": RoomKind(data.kind).label,
            "region": self.city.regions[data.region].name,
            "approver": self.city.units[data.approver].short_name,
            "address": data.address,
            "hall": "协商议事厅",
            "opening_hours": data.opening_hours,
            "opened_on": opened_on,
        }

    def write_people(self) -> None:
        rest = self.rest
        members = [self._member(data) for data in self.data.members] + (rest.member_rows() if rest else [])
        self.take_in("members", members, "三级委员名册.xlsx")
        self.city.members = {member.name: member for member in Member.objects.select_related("region")}
        postings = [self._posting(data) for data in self.data.members if data.room]
        postings += rest.posting_rows(postings) if rest else []
        self.take_in("postings", postings, "委员派驻表.xlsx")
        named = [row for data in self.data.rooms for row in self._representatives(data)]
        named += rest.representative_rows(named) if rest else []
        rows = [self._dated(row) for row in named]
        self.take_in("representatives", rows, "党员代表和群众代表名册.xlsx")
        self._link_accounts()

    def _member(self, data) -> dict:
        room = self.data.room_by_code.get(data.room)
        where = self.city.regions[room.region if room else self.data.city].name
        return {
            **standing_of(data.sector, data.name),
            "name": data.name,
            "level": MemberLevel(data.level).label,
            "sector": data.sector,
            "committee": data.committee,
            "employer": data.employer,
            "term": self.city.term(data.level).name,
            "home": where,
            "work": where,
            "phone": phone_of(data.name),
            "unposted_reason": "" if data.room else data.reason,
        }

    def _posting(self, data) -> dict:
        room = self.city.rooms[data.room]
        told = {"member": data.name, "room": room.name, "starts_on": room.opened_on}
        return {**told, "reason": data.reason}

    def _representatives(self, data):
        for kind, pairs in ((RepresentativeKind.PARTY, data.party), (RepresentativeKind.MASS, data.mass)):
            for name, title in pairs:
                yield {"room": data.name, "kind": kind.label, "name": name, "title": title}

    def _dated(self, row: dict) -> dict:
        """Since the room opened, for a term of three years; in one room the term is nearly over."""
        opened = {unit.name: day for unit, day in self.city.opened.items()}
        starts_on = opened[row["room"]]
        ends_on = starts_on + YEARS
        if row["room"] == self.city.rooms[ENDING].name:
            ends_on = timezone.localdate() + ENDS_IN
        return {**row, "phone": phone_of(row["name"]), "starts_on": starts_on, "ends_on": ends_on, "term": TERM}

    def _link_accounts(self) -> None:
        """Who signs in is known by the account from now on."""
        city = self.city
        for data in self.data.members:
            user = city.users.get(data.name)
            if not user:
                continue
            member = city.members[data.name]
            city.members[data.name] = edit_member(member, by=self.by, version=member.version, user=user)
            if data.room:
                city.grant(user, RoleCode.MEMBER, unit=city.units[data.room])
        for each in Representative.objects.filter(name__in=city.users).select_related("room__unit"):
            edit_representative(each, by=self.by, version=each.version, user=city.users[each.name])

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
