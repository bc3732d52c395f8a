"""Step 4, the minutes as the record gives them: who was there, to whom they go, and the rows of the matters."""

from consult.enums import Attendance, MatterLevel
from consult.models import Matter
from consult.rules import is_under
from consult.steps import naming
from members.enums import UnitKind
from members.models import Unit

# What a township calls the level of a matter that stays with it, by the last character of its name.
OWN_LEVELS = {"街道": "街道", "镇": "镇", "乡": "乡"}
CITY_BODIES = {"office": UnitKind.OFFICE, "leading_office": UnitKind.LEADING_OFFICE}


def presence_texts(record) -> dict:
    """出席, 请假, 列席, 旁听: named categories by name, the others by number."""
    came = _attendance(record)
    recorders = _recorders(record, came)
    observers = "、".join(filter(None, [_list(came[Attendance.OBSERVER], record).rstrip("。"), *recorders]))
    listeners = len(came[Attendance.LISTENER])
    return {
        "present": _list(came[Attendance.PRESENT], record),
        "leave": _list(came[Attendance.LEAVE], record),
        "observers": f"{observers}。" if observers else "",
        "listeners": f"{listeners}人。" if listeners else "",
    }


def turnout(record) -> tuple[int, int]:
    """应到 and 实到, each person once: who stands on the list is expected, unless as one who only watches.

    The same as the figures count it: of whom nothing was noted was expected and did not come.
    """
    noted = _attendance(record)
    came = {person.pk for person in noted[Attendance.PRESENT]}
    watches = {person.pk for person in (*noted[Attendance.OBSERVER], *noted[Attendance.LISTENER])}
    listed = {person.pk for person in record.people if person.removed_at is None and not person.came_unlisted}
    return len((listed - watches) | came), len(came)


def _attendance(record) -> dict:
    """Each person once, by the most that the person took part in any of the meetings."""
    order = (Attendance.PRESENT, Attendance.OBSERVER, Attendance.LISTENER, Attendance.LEAVE)
    best = {}
    for meeting in record.meetings:
        for seat in meeting.seats.all():
            held = best.get(seat.participant)
            if held is None or order.index(seat.attendance) < order.index(held):
                best[seat.participant] = seat.attendance
    ranked = sorted(best, key=lambda person: person.seat)
    return {kind: [person for person in ranked if best[person] == kind] for kind in order}


def _recorders(record, came) -> list[str]:
    there = {person.name for people in came.values() for person in people}
    names = dict.fromkeys(meeting.recorder.name for meeting in record.meetings)
    return [f"{name}（记录）" for name in names if name not in there]


def _list(people, record) -> str:
    named = [naming.with_title(person) for person in people if naming.is_named(person, record.pack)]
    counts = []
    for category in record.pack.categories:
        number = sum(person.category == category.code for person in people)
        if number and not category.named:
            counts.append(naming.counted(category, number))
    text = "、".join(named)
    if counts:
        text += ("，" if text else "") + "、".join(counts)
    return f"{text}。" if text else ""


def imprint_texts(record) -> dict:
    """报: the bodies that the pack names, the office with its matters; 送: the units that are suggested."""
    settings = record.pack.document("minutes")
    report = []
    for code in settings.recipients:
        unit = recipient(record.consultation.room, code)
        if code == "office" and not record.has_city_matters:
            continue
        if unit:
            report.append(unit.short_name + (_city_numbers(record) if code == "office" else ""))
    units = []
    for matter in record.agreed:
        units += [*matter.suggested_units.all(), *matter.suggested_helpers.all()]
    told = {recipient(record.consultation.room, code) for code in settings.recipients}
    send = dict.fromkeys(unit.short_name for unit in units if unit not in told)
    return {"report": "，".join(report), "send": "，".join(send)}


def recipient(room, code: str) -> Unit | None:
    """The unit that a recipient of the pack is for this room."""
    if code in CITY_BODIES:
        city = room.unit.region.city_code
        return Unit.objects.active().filter(kind=CITY_BODIES[code], region__code=city).first()
    return {"approver": room.approver, "room": room.unit}.get(code)


def _city_numbers(record) -> str:
    numbers = [str(matter.number) for matter in record.agreed if matter.level == MatterLevel.CITY]
    return f"（第{'、'.join(numbers)}项）"


def matter_rows(record) -> list[dict]:
    """The table of what was agreed; a unit over which the township has no authority is asked (商请)."""
    mixed = record.has_city_matters
    return [
        {
            "number": str(matter.number),
            "text": matter.text.strip().rstrip("。"),
            "unit": _units(matter.suggested_units.all(), matter, record),
            "helpers": _units(matter.suggested_helpers.all(), matter, record),
            "due": matter.suggested_due,
            "level": _level(matter, record) if mixed else "",
        }
        for matter in record.agreed
    ]


def _units(units, matter, record) -> str:
    own, asked = [], []
    for unit in units:
        outside = matter.level == MatterLevel.TOWNSHIP and not is_under(unit, record.consultation.room.approver)
        (asked if outside else own).append(unit.short_name)
    word = record.pack.words["request"]
    return "，".join(filter(None, ["、".join(own), f"{word}{'、'.join(asked)}" if asked else ""]))


def _level(matter: Matter, record) -> str:
    if matter.level == MatterLevel.CITY:
        return "市级"
    name = record.consultation.room.approver.region.name
    return next((word for ending, word in OWN_LEVELS.items() if name.endswith(ending)), "本级")
