"""接待日: who is on duty on which day of a room, and who is exchanged for whom and why."""

from datetime import date

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from members import ledger
from members.models import Member, User
from members.operations import notify
from members.workflow import Refused, lock
from rooms.models import OnDuty, ReceptionDay, Room
from rooms.operations.day_notices import on_words
from rooms.operations.ended import refuse_after_end
from rooms.queries import team_on


def reception_day(room: Room, *, name: str, on: date, half: str) -> ReceptionDay:
    """The row of the day, made on first need and locked."""
    refuse_after_end(room, on)
    row, _ = ReceptionDay.objects.get_or_create(room=room, name=name, on=on, defaults={"half": half})
    return lock(row, related=("room__unit__region",))


@transaction.atomic
def add_reception_day(room: Room, *, name: str, on: date, half: str, by: User) -> ReceptionDay:
    """A day beside the roster, or where the practice has none."""
    if on < timezone.localdate():
        raise Refused("接待日不能早于今天。")
    if ReceptionDay.objects.filter(room=room, name=name, on=on).exists():
        raise Refused(f"{on_words(on)}已经有“{name}”。")
    row = reception_day(room, name=name, on=on, half=half)
    ledger.record(row, "rooms.edit_roster", by=by, unit=room.unit, sentence=f"增加{row}")
    return row


@transaction.atomic
def set_duty(room: Room, *, name: str, on: date, half: str, people: list, by: User, reason: str = "") -> ReceptionDay:
    """Say who is on duty; who was named before is exchanged only with a reason, and everybody concerned is told."""
    if on < timezone.localdate():
        raise Refused("这一天已经过去，不能再安排值班。")
    team = [mate.person for mate in team_on(room, on)]
    outside = [person.name for person in people if person not in team]
    if outside:
        raise Refused(f"{'、'.join(outside)}到那一天不在本室的队伍里，不能安排值班。")
    row = reception_day(room, name=name, on=on, half=half)
    before = list(row.people.select_related("member__user", "user"))
    gone = [each for each in before if each.person not in people]
    added = [person for person in people if person not in [each.person for each in before]]
    if not gone and not added:
        return row
    if gone and not reason:
        raise Refused("已经安排的人有变动，请写明换班的原因。")
    OnDuty.objects.filter(pk__in=[each.pk for each in gone]).delete()
    OnDuty.objects.bulk_create(OnDuty(day=row, **_column(person)) for person in added)
    row.version += 1
    row.changed_at, row.reminded_at = timezone.now(), None
    row.save(update_fields=["version", "changed_at", "reminded_at"])
    told = "换班" if gone else "安排值班"
    changes = {"people": ("值班人", _names(each.person for each in before), _names(people))}
    details = {"sentence": f"{row}{told}，共 {len(people)} 人", "changes": changes, "note": reason}
    ledger.record(row, "rooms.edit_roster", by=by, unit=room.unit, **details)
    _tell(row, [_account(person) for person in added], [each.account for each in gone], reason, by=by)
    return row


def _column(person) -> dict:
    return {"member": person} if isinstance(person, Member) else {"user": person}


def _account(person) -> User | None:
    return person.user if isinstance(person, Member) else person


def _names(people) -> str:
    return "、".join(person.name for person in people)


def _tell(row: ReceptionDay, added, gone, reason: str, *, by: User) -> None:
    url = page_of_day(row)
    what = f"{on_words(row.on)}{row.half}{row.room.unit.short_name}{row.name}"
    notify([user for user in added if user and user != by], f"您安排在{what}值班", url=url)
    notify([user for user in gone if user and user != by], f"您不再安排在{what}值班：{reason}", url=url)


def page_of_day(row: ReceptionDay) -> str:
    return f"{reverse('rooms:roster', args=[row.room_id])}?month={row.on:%Y-%m}#day-{row.on:%d}"
