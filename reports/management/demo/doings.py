"""What the rooms of the demonstration do apart from consultations, cut out of the totals of activities.toml.

Which room, day, person and text falls to an entry is drawn, and drawn the same way each time.
"""

import random
import tomllib
from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

from django.utils import timezone

from members.enums import RoleCode
from members.models import Role
from reports.management.demo.reading import build
from rooms import calendar
from rooms.models import ActivityDay, Room
from rooms.operations import Part, record_activity, settle_days

FILE = Path(__file__).parent / "activities.toml"
# Days back from today in which what is done on ordinary days lies.
SPAN = 380
HOUR = "16:10"
# Every so many rooms there is one of which nothing was heard for so many days; the others are at work.
QUIET, QUIET_DAYS = 12, 75


@dataclass(frozen=True)
class Result:
    text: str
    response: str = ""


@dataclass(frozen=True)
class KindData:
    """`total` is in the unit of the kind; it is cut into `rows` entries."""

    kind: str
    context: str
    total: int
    rows: int
    texts: tuple[str, ...]
    places: tuple[str, ...]
    results: tuple[Result, ...] = ()
    visitors: tuple[str, ...] = ()


@dataclass(frozen=True)
class VoiceData:
    kind: str
    total: int
    texts: tuple[str, ...]
    became: tuple[str, ...]


@dataclass(frozen=True)
class Doings:
    kind: tuple[KindData, ...]
    voice: tuple[VoiceData, ...]


@dataclass
class Entry:
    """One entry before it is written."""

    data: KindData
    amount: int
    room: Room
    on: date
    day: ActivityDay | None
    voices: list


def load() -> Doings:
    data = tomllib.loads(FILE.read_text(encoding="utf-8"), parse_float=Decimal)
    return build(Doings, data, where=FILE.name)


def tell(clock, doings: Doings | None = None):
    """Write everything down, each entry on its own day; a generator as reports.management.demo.clock plays them."""
    dice, today = random.Random(9704), timezone.localdate(clock.now)  # noqa: S311 - a demonstration, no secret
    settle_days(years=range((today - timedelta(days=SPAN)).year, today.year + 1))
    doings = doings or load()
    entries = _entries(doings, today, dice)
    _share_out(doings, entries, dice)
    for entry in sorted(entries, key=lambda each: each.on):
        yield clock.at((entry.on - today).days, HOUR)
        _write(entry, dice)


def _entries(doings, today, dice) -> list[Entry]:
    """The newest entries go round the rooms, and those of each activity day; the older ones fall as they fall."""
    rooms = list(Room.objects.open().filter(opened_on__lt=today).select_related("unit__region").order_by("pk"))
    drawn = sorted(_drawn(doings, today, dice, since=min(room.opened_on for room in rooms)), key=lambda each: each[2])
    quiet, rounds = {room.pk for room in rooms[QUIET - 1 :: QUIET]}, defaultdict(lambda: dice.sample(rooms, len(rooms)))
    found = []
    for data, amount, on, day in reversed(drawn):
        is_late = on > today - timedelta(days=QUIET_DAYS)
        free = [room for room in rooms if room.opened_on <= on and not (is_late and room.pk in quiet)]
        room = next((each for each in rounds[day] if each in free), None) or dice.choice(free)
        rounds[day] = [each for each in rounds[day] if each != room]
        found.append(Entry(data, amount, room, on, day, []))
    return found


def _drawn(doings, today, dice, *, since):
    """What is done and on which day: the longer the city has its rooms the more it does."""
    overrides = calendar.overrides()
    days = [day for back in range(1, SPAN) if (day := today - timedelta(days=back)) >= since]
    workdays = [day for day in days if calendar.is_workday(day, overrides=overrides)]
    active = list(ActivityDay.objects.filter(on__in=days))
    for data in doings.kind:
        for amount in _cut(data.total, data.rows, dice):
            day = _late(active, dice, key=lambda each: each.on) if data.context == "activity_day" else None
            on = day.on if day else _late(workdays, dice)
            yield data, amount, on, day


def _late(days, dice, **key):
    return max(dice.choices(days, k=2), **key)


def _cut(total: int, rows: int, dice) -> list[int]:
    """Cut a total into so many parts, none of them empty."""
    parts = [1] * rows
    for _ in range(total - rows):
        parts[dice.randrange(rows)] += 1
    return parts


def _share_out(doings, entries, dice) -> None:
    """信息 and 建议 come in with the visits of the activity days."""
    visits = [entry for entry in entries if entry.data.kind == "visit"]
    for voice in doings.voice:
        for number in range(voice.total):
            told = {"kind": voice.kind, "text": voice.texts[number % len(voice.texts)]}
            dice.choice(visits).voices.append({**told, "became": dice.choice(voice.became)})


def _write(entry: Entry, dice) -> None:
    data, room = entry.data, entry.room
    staff = Role.objects.on(entry.on).filter(unit=room.unit, code__in=[RoleCode.CLERK, RoleCode.CONVENER])
    by = staff.select_related("user").order_by("code", "pk").first().user
    members = [posting.member for posting in room.postings.on(entry.on).select_related("member")]
    people = [Part(each) for each in dice.sample(members, min(len(members), dice.randint(1, 3)))]
    result = dice.choice(data.results) if data.results else Result("")
    record_activity(
        room,
        by=by,
        kind=data.kind,
        context=data.context,
        day=entry.day,
        on=entry.on,
        amount=entry.amount,
        what=dice.choice(data.texts),
        place=dice.choice(data.places),
        result=result.text,
        response=result.response,
        visitor=dice.choice(data.visitors) if data.visitors else "",
        people=people,
        voices=entry.voices,
    )
