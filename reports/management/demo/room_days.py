"""Days of the demonstration's rooms: rosters with duty and appointments, plans of the next activity day, who came."""

import random
from datetime import time, timedelta
from functools import partial

from django.core.files.base import ContentFile
from django.utils import timezone

from members.enums import RoleCode
from members.models import Role
from members.operations import upload
from reports.management.demo import phone_of
from reports.management.demo.people_records_data import load
from reports.management.demo.photos import draw
from rooms import operations
from rooms.enums import DayAttendance
from rooms.models import ActivityDay, Room
from rooms.practice.rosters import slots
from rooms.queries.attendance import called_to
from rooms.workflow.standing import standing_of

# How long ago the last reception day before the roster was, and how far ahead duty is arranged.
LAST, AHEAD = 6, timedelta(days=31)
PRESENT = (DayAttendance.PRESENT,) * 9 + (DayAttendance.LEAVE,) * 2 + (DayAttendance.ABSENT,)


def tell(city, clock):
    """A generator as reports.management.demo.clock plays them."""
    operations.settle_days()
    days = RoomDays(city, timezone.localdate(clock.now))
    for day, hour, act in sorted(days.acts(), key=lambda each: each[:2]):
        yield clock.at(day, hour)
        act()


class RoomDays:
    def __init__(self, city, today):
        self.data, self.city, self.today = load(), city, today
        self.dice = random.Random(1906)  # noqa: S311 - a demonstration, no secret

    def acts(self):
        """A day, an hour, and what is done then."""
        for roster in self.data.reception.roster:
            booked = []
            yield -LAST - 4, "08:40", partial(self._last_reception, roster, booked)
            yield -LAST, "17:30", partial(self._close, booked)
            yield 0, "08:40", partial(self._set_roster, roster)
        for day in self._past_days():
            yield (day.on - self.today).days, "17:00", partial(self._note_attendance, day)
        yield 0, "08:50", self._plan_next
        for seed, code in enumerate(self.data.photos.rooms, 20):
            yield self.data.photos.day, "11:00", partial(self._photos, self.city.rooms[code], seed)

    def _last_reception(self, roster, booked: list) -> None:
        """A day that the room set by hand, before it had a roster, with its appointments."""
        room = self._room(roster)
        on, half = self.today - timedelta(days=LAST), "下午"
        told = {"name": roster.name, "on": on, "half": half, "by": self._clerk(room)}
        operations.set_duty(room, people=self._on_duty(room), **told)
        booked += [self._book(room, told, at) for at in self.data.reception.times[:2]]

    def _close(self, booked: list) -> None:
        for to, row in zip(("came", "missed"), booked, strict=True):
            operations.close_appointment(row, to=to, by=self._clerk(row.day.room))

    def _set_roster(self, roster) -> None:
        """From today on the room receives people by a rule of its own; the next days have their people."""
        room = self._room(roster)
        by = self._clerk(room)
        draft = operations.begin_room_draft(room, by=by)
        row = {"name": roster.name, "rule": roster.rule.told, "who": ["member"]}
        draft = operations.add_row(draft, ("roster",), row, by=by)
        operations.set_room_practice(draft, starts_on=self.today, seen=draft.version, by=by)
        for slot in slots(room, self.today, self.today + AHEAD):
            told = {"name": slot.name, "on": slot.on, "half": slot.half, "by": by}
            operations.set_duty(room, people=self._on_duty(room), **told)
            if slot.on > self.today:
                self._book(room, told, self.dice.choice(self.data.reception.times))

    def _past_days(self) -> list[ActivityDay]:
        gone = ActivityDay.objects.filter(
            on__gte=self.today - timedelta(days=130), on__lt=self.today - timedelta(days=LAST)
        )
        return sorted(gone, key=lambda day: day.on)[-self.data.days.past :]

    def _note_attendance(self, day) -> None:
        for code in self.data.days.rooms:
            room = self.city.rooms[code]
            by = self._clerk(room)
            operations.plan_day(room, day, by=by, version=None, **self._plan())
            for mate in called_to(room, day):
                operations.mark(room, day, person=mate.person, attendance=self.dice.choice(PRESENT), by=by)

    def _photos(self, room, seed: int) -> None:
        """Show what is there; what is missing stays missing."""
        by, standing = self._clerk(room), standing_of(room)
        for checklist, item in standing.items:
            shown = next((each for each in self.data.photos.item if each.code == item["code"]), None)
            if not shown or not standing.has(checklist, item):
                continue
            name = f"{shown.caption}.jpg"
            photo = upload(ContentFile(draw(shown.scene, seed=seed), name=name), by=by, kind="photo")
            told = {"checklist": checklist, "item": item, "is_there": True, "on": timezone.localdate()}
            operations.record_item(room, by=by, attachments=[photo.pk], **told)

    def _plan_next(self) -> None:
        day = ActivityDay.objects.filter(on__gt=self.today, dropped_at__isnull=True).order_by("on").first()
        for code in self.data.days.rooms:
            room = self.city.rooms[code]
            operations.plan_day(room, day, by=self._clerk(room), version=None, **self._plan())

    def _plan(self) -> dict:
        data = self.data.days
        return {
            "plan": self.dice.choice(data.plans),
            "place": data.place,
            "starts_at": time.fromisoformat(data.starts_at),
        }

    def _book(self, room, told: dict, at: str):
        name = next(self.city.names)
        matter, hour = self.dice.choice(self.data.reception.matters), time.fromisoformat(at)
        if told["half"] == "上午":
            hour = hour.replace(hour=hour.hour - 5)
        return operations.book(room, visitor=name, phone=phone_of(name), matter=matter, at=hour, **told)

    def _room(self, roster) -> Room:
        return Room.objects.select_related("unit__region", "approver").get(unit__name=roster.room)

    def _clerk(self, room):
        roles = Role.objects.filter(unit=room.unit, code=RoleCode.CLERK).select_related("user").order_by("pk")
        return roles.first().user

    def _on_duty(self, room) -> list:
        members = room.postings.on(timezone.localdate()).select_related("member").order_by("pk")
        return self.dice.sample([posting.member for posting in members], 2)
