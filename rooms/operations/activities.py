"""履职活动: what a room and its people did, written down once, set right, or taken out with a reason."""

from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.utils import timezone

from members import ledger
from members.models import Member, User
from members.operations import attach
from members.operations.changes import overwrite
from members.workflow import Refused, check_version, lock
from rooms.enums import ActivityContext, ActivityKind, AttendingAs
from rooms.models import Activity, ActivityPerson, Goods, Representative
from rooms.operations import activity_checks as checks
from rooms.operations.voices import write_voices

RELATED = ("room__unit__region", "room__approver")
PERSON_FIELDS = {Member: "member", Representative: "representative", User: "user"}


@dataclass(frozen=True)
class Part:
    """Who took part, and as what."""

    person: Member | Representative | User
    attending_as: str = AttendingAs.TAKING_PART

    @property
    def place(self) -> tuple[str, int]:
        return PERSON_FIELDS[type(self.person)], self.person.pk


@transaction.atomic
def record_activity(
    room, *, by, kind, on, people=(), voices=(), goods=(), photos=(), context="", day=None, token=None, **fields
) -> Activity:
    """Write one activity down. The same token writes one row: sent again, it returns what was written.

    `people` are Parts; `voices` and `goods` are the values of their rows; `fields` are further fields of Activity.
    Without a `day`, one in the context of an activity day belongs to the nearest.
    """
    found = _written_before(room, token)
    if found:
        return found
    fields |= {"kind": kind, "on": on, "context": context or ActivityContext.ORDINARY}
    fields["day"] = checks.day_of(room, fields["context"], on, day)
    checks.check_fields(room, **fields)
    checks.check_people(room, on, [part.person for part in people])
    try:
        with transaction.atomic():
            activity = Activity.objects.create(room=room, created_by=by, token=token, **fields)
    except IntegrityError:
        # The same entry arrived twice at the same moment.
        found = _written_before(room, token)
        if found is None:
            raise
        return found
    _write_people(activity, people)
    _write_goods(activity, goods)
    written = write_voices(activity, voices)
    attach(activity, photos, by=by)
    changes = {"what": ("主要内容", "", activity.what), "people": ("参加人", "", _names(people))}
    sentence = f"登记{_told(activity)}" + (f"，信息、建议 {len(written)} 条" if written else "")
    ledger.record(activity, "rooms.record_activity", by=by, unit=room.unit, sentence=sentence, changes=changes)
    return activity


@transaction.atomic
def edit_activity(
    activity: Activity, *, by, version: int, people=None, goods=None, photos=(), day=None, **fields
) -> Activity:
    """Set an activity right; `people` and `goods` replace those of before. Raises Stale after somebody else's save."""
    activity = _open(activity)
    check_version(activity, version)
    room = activity.room
    told = {name: fields.get(name, getattr(activity, name)) for name in ("kind", "context", "on", "amount")}
    fields["day"] = checks.day_of(room, told["context"], told["on"], day or activity.day)
    checks.check_fields(room, **{**told, **fields})
    parts = _parts_of(activity) if people is None else list(people)
    checks.check_people(room, told["on"], [part.person for part in parts])
    was = _told(activity)
    activity, changes = overwrite(activity, {**fields, "version": version})
    changes |= _replace_people(activity, people) | _replace_goods(activity, goods)
    added = attach(activity, photos, by=by)
    if not changes and not added:
        return activity
    if activity.version == version:
        activity.version += 1
        activity.save(update_fields=["version"])
    now = _told(activity)
    sentence = f"修改{was}" + (f"为{now}" if now != was else "")
    ledger.record(activity, "rooms.edit_activity", by=by, unit=room.unit, sentence=sentence, changes=changes)
    return activity


@transaction.atomic
def remove_activity(activity: Activity, *, by, reason: str) -> Activity:
    """Take an activity out of lists and figures, its 信息 and 建议 with it; the row stays."""
    activity = _open(activity)
    if not reason.strip():
        raise Refused("请写明移出的原因。")
    activity.removed_by, activity.removed_at = by, timezone.now()
    activity.save(update_fields=["removed_by", "removed_at"])
    sentence = f"移出{_told(activity)}"
    ledger.record(activity, "rooms.remove_activity", by=by, unit=activity.room.unit, sentence=sentence, note=reason)
    return activity


def _written_before(room, token) -> Activity | None:
    found = Activity.objects.filter(token=token).select_related(*RELATED).first() if token else None
    if found and found.room_id != room.pk:
        raise Refused("这份内容已经登记在别的联络室，请重新打开“登记活动”再填。")
    return found


def _open(activity: Activity) -> Activity:
    activity = lock(activity, related=(*RELATED, "day"))
    if activity.removed_at:
        raise Refused("这次活动已经移出，不能再修改。")
    return activity


def _told(activity: Activity) -> str:
    """As the timeline tells it, without anything that was typed."""
    kind = ActivityKind(activity.kind).label
    return f"{activity.on:%-m月%-d日}{kind} {activity.counted}（{activity.get_context_display()}）"


def _names(parts) -> str:
    return "、".join(part.person.name for part in parts)


def _parts_of(activity: Activity) -> list[Part]:
    rows = activity.people.select_related("member", "representative", "user")
    return [Part(row.person, row.attending_as) for row in rows]


def _write_people(activity: Activity, parts) -> None:
    once = {part.place: part for part in parts}
    ActivityPerson.objects.bulk_create(
        ActivityPerson(activity=activity, attending_as=part.attending_as, **{f"{field}_id": key})
        for (field, key), part in once.items()
    )


def _replace_people(activity: Activity, parts) -> dict:
    if parts is None:
        return {}
    before = _parts_of(activity)
    if {(part.place, part.attending_as) for part in before} == {(part.place, part.attending_as) for part in parts}:
        return {}
    activity.people.all().delete()
    _write_people(activity, parts)
    # Whoever only changed from guest to host is told as well.
    return {"people": ("参加人", _told_parts(before), _told_parts(parts))}


def _told_parts(parts) -> str:
    return "、".join(f"{part.person.name}（{AttendingAs(part.attending_as).label}）" for part in parts)


def _write_goods(activity: Activity, rows) -> None:
    Goods.objects.bulk_create(Goods(activity=activity, **row) for row in rows)


def _replace_goods(activity: Activity, rows) -> dict:
    if rows is None:
        return {}
    names = ("name", "amount", "unit", "worth")
    before = list(activity.goods.values(*names))
    after = [{name: row.get(name) for name in names} for row in rows]
    if before == after:
        return {}
    activity.goods.all().delete()
    _write_goods(activity, after)
    return {"goods": ("捐赠物品", _told_goods(before), _told_goods(after))}


def _told_goods(rows) -> str:
    return "、".join(f"{row['name']} {row['amount'].normalize():f} {row['unit']}" for row in rows)
