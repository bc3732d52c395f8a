"""The papers of a room, made from its records and its pack: poster, plates for the wall, check sheet."""

from dataclasses import replace

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.utils import timezone

from members.enums import AttachmentKind
from members.models import Attachment, Member
from reports.documents.posters import Face, Group, Plate, RoomPlates, RoomPoster
from reports.documents.sheets import CheckRow, Entry, RoomCheckSheet
from rooms import practice
from rooms.enums import RepresentativeKind
from rooms.models.hours import parsed
from rooms.workflow.standing import standing_of


def room_poster(room, **_) -> RoomPoster:
    """Names of members, conveners and representatives hang on the wall; telephones of persons do not."""
    today = timezone.localdate()
    postings = room.postings.on(today).select_related("member").order_by("member__pinyin")
    members = [posting.member for posting in postings]
    photos = _photos_of(members)
    conveners = room.conveners.on(today).select_related("user").order_by("rank")
    return RoomPoster(
        unit=room.approver.name,
        date=today,
        topic=room.name,
        kind=room.get_kind_display(),
        entries=tuple(_entries(room)),
        hours=tuple(_hours(room)),
        conveners=tuple(Face(each.user.name, _joined(each.get_rank_display(), each.title)) for each in conveners),
        members=tuple(Face(each.name, each.sector or "政协委员", photos.get(each.pk, 0)) for each in members),
        groups=tuple(_groups(room, today)),
        services=tuple(Entry(each.name, _joined(each.hours, each.who)) for each in room.services.on(today)),
        url=f"{settings.SITE_URL}/rooms/{room.pk}/",
    )


def _entries(room):
    told = (("议事场所", room.hall), ("地址", room.address), ("电话", room.phone))
    yield from (Entry(label, value) for label, value in told if value)
    if room.opened_on:
        yield Entry("挂牌", f"{room.opened_on:%Y年%-m月%-d日}")


def _hours(room):
    found = parsed(room.opening_hours)
    yield from (Entry(days, hours) for days, hours in found.lines)
    yield from (Entry("", note) for note in found.notes)


def _groups(room, today):
    people = list(room.representatives.on(today).order_by("pinyin"))
    for kind in RepresentativeKind:
        found = tuple(Face(each.name, each.title) for each in people if each.kind == kind)
        if found:
            yield Group(kind.label, found)


def _photos_of(members) -> dict[int, int]:
    """Of each member the newest photo."""
    found = {}
    if members:
        owners = [str(each.pk) for each in members]
        rows = Attachment.objects.standing().filter(
            owner_type=ContentType.objects.get_for_model(Member), owner_id__in=owners, kind=AttachmentKind.PHOTO
        )
        found = {int(row.owner_id): row.pk for row in rows.order_by("pk")}
    return found


def with_faces(poster: RoomPoster, files: dict) -> RoomPoster:
    """Put the photos in; `files` gives the bytes of each by its key."""
    people = tuple(replace(each, content=files.get(each.attachment, b"")) for each in poster.members)
    return replace(poster, members=people)


def faces_of(poster: RoomPoster) -> list[dict]:
    return [{"attachment": each.attachment, "caption": ""} for each in poster.members if each.attachment]


def room_plates(room, **_) -> RoomPlates:
    pack = practice.for_room(room)
    tables = [each for each in _plates_of(pack) if not each.get("room_kind") or room.kind in each["room_kind"]]
    return RoomPlates(
        unit=room.approver.name,
        date=timezone.localdate(),
        topic=room.name,
        plates=tuple(Plate(each["name"], tuple(each["line"])) for each in tables),
        flow_name="工作流程图",
        steps=tuple(_step(stage, pack) for stage in pack.resolved["stage"]),
    )


def _plates_of(pack):
    """What the pack says; versions from before plates were written down have those of the root pack."""
    return (
        pack.resolved["plate"] if "plate" in pack.resolved else practice.load(practice.ROOT).resolved.get("plate", ())
    )


def _step(stage: dict, pack) -> Entry:
    who = "、".join(pack.role_name(role) for role in stage["who"])
    return Entry(stage["name"], f"{who}。{stage.get('help', '')}" if who else stage.get("help", ""))


def room_check(room, **_) -> RoomCheckSheet:
    standing = standing_of(room)
    rows = []
    for code, item in standing.items:
        entry = standing.entry(code, item)
        state = "未登记" if entry is None else "有" if entry.is_there else "缺"
        day = f"{entry.on:%Y年%-m月%-d日}" if entry else ""
        since = f"{day}起缺" if entry and not entry.is_there else day and f"{day}查看"
        rows.append(CheckRow(item["name"], state, _joined(since, entry.note if entry else "")))
    told = (Entry("联络室", room.name, is_wide=True), Entry("类型", room.get_kind_display()))
    return RoomCheckSheet(
        unit=room.name,
        date=timezone.localdate(),
        topic=room.name,
        entries=(*told, Entry("具备", standing.completion or "没有清单")),
        rows=tuple(rows),
    )


SHEETS = {"room_poster": room_poster, "room_plates": room_plates, "room_check": room_check}


def _joined(*texts) -> str:
    return "，".join(text for text in texts if text)
