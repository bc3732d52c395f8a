"""Who leads and who guides in the demonstration's city, and what the leading groups were told and asked for."""

from datetime import timedelta
from functools import partial

from django.utils import timezone

from members.enums import RoleCode, UnitKind
from members.models import Role, Unit
from reports.management.demo import phone_of
from rooms.enums import ConvenerRank, GroupPost
from rooms.models import LeadingGroup
from rooms.operations import set_guidance
from rooms.operations.groups import add_contact, appoint, found_group
from rooms.operations.hearings import answer, ask_for, record_hearing


class Governing:
    def __init__(self, data, city, keeper_of):
        self.data, self.city, self.keeper_of = data, city, keeper_of
        self.today = timezone.localdate()

    def acts(self):
        """Pairs of a day and what is entered on it."""
        for data in self.data.group:
            for unit in self._places(data):
                yield data.day, partial(self._group, data, unit)
        for area in self.data.guidance.area:
            yield self.data.guidance.day, partial(self._guidance, area)
        for hearing in self.data.hearing:
            requirements = {}
            yield hearing.day, partial(self._hearing, hearing, requirements)
            for asked in hearing.asked:
                if asked.answered is not None:
                    yield asked.answered, partial(self._answer, asked, requirements)

    def _places(self, data) -> list[Unit]:
        """The unit that keeps the group of each place."""
        if data.level == "city":
            return [self.city.units["leading-office"]]
        if data.level == "township":
            return list(Unit.objects.filter(kind=UnitKind.TOWNSHIP).select_related("region").order_by("pk"))
        return [self.city.units[code] for code in data.rooms]

    def _group(self, data, unit: Unit) -> None:
        by, today = self.keeper_of(unit), timezone.localdate()
        group = found_group(
            by=by,
            unit=unit,
            region=unit.region,
            name=f"{unit.region.name}“协商在一线”工作领导小组",
            founded_on=today,
            reference=data.reference.format(year=today.year),
            duties=data.duties,
            office=data.office,
            office_duties=data.office_duties,
        )
        for post, title in data.posts:
            user = self._head_of(unit) if post == GroupPost.HEAD else None
            name = user.name if user else next(self.city.names)
            appoint(group, by=by, post=post, starts_on=today, name=name, title=title, user=user, phone=phone_of(name))

    def _head_of(self, unit: Unit):
        """Who heads the place also signs in: the secretary of a township, the first convener of a village's room."""
        if unit.kind == UnitKind.TOWNSHIP:
            role = Role.objects.filter(unit=unit, code=RoleCode.TOWNSHIP).select_related("user").order_by("pk").first()
            return role.user
        if unit.kind == UnitKind.ROOM:
            return unit.room.conveners.select_related("user").get(rank=ConvenerRank.FIRST).user
        return None

    def _guidance(self, area) -> None:
        unit, by = self.city.units[area.unit], self.city.person("方静")
        set_guidance(unit, by=by, regions=[self.city.regions[code] for code in area.regions])
        for post, title in self.data.guidance.posts:
            name = next(self.city.names)
            told = {"name": name, "title": title, "phone": phone_of(name), "starts_on": timezone.localdate()}
            add_contact(unit, by=by, post=post, **told)

    def _hearing(self, data, requirements: dict) -> None:
        unit, today = self.city.units[data.unit], timezone.localdate()
        by = self.keeper_of(unit)
        is_group = unit.kind == UnitKind.LEADING_OFFICE
        hearing = record_hearing(
            by=by,
            unit=unit,
            region=unit.region,
            reporters=[self.city.units[code] for code in data.reporters],
            held_on=today,
            body=data.body,
            group=LeadingGroup.objects.standing().get(region=unit.region) if is_group else None,
            meeting=data.meeting,
            place=data.place,
            reported_by=data.reported_by,
            reported=data.reported,
            conclusion=data.conclusion,
        )
        for asked in data.asked:
            due_on, of = self.today + timedelta(days=asked.due), self.city.units[asked.unit]
            requirements[asked] = ask_for(hearing, by=by, text=asked.text, unit=of, due_on=due_on)

    def _answer(self, asked, requirements: dict) -> None:
        row = requirements[asked]
        role = Role.objects.filter(unit=row.unit).exclude(code=RoleCode.AUDITOR).select_related("user").order_by("pk")
        answer(row, by=role.first().user, version=row.version, text=asked.answer)
