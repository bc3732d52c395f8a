"""Verbs of archive volumes: order one, keep what the worker bound, try again."""

from uuid import uuid4

from django.conf import settings
from django.core.files import File
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone

from members import ledger
from members.models import Job
from members.operations import notify, order, put_again
from members.workflow import Refused, lock
from reports.models import Volume
from reports.queries import volumes as queries

BIND = "reports.bind_volume"
VERB = "reports.order_volume"
PACK = "reports.pack_volumes"


@transaction.atomic
def order_volume(room, *, by, year: int, reason: str = "") -> Volume:
    """Order the volume of a year. A volume that was bound stays as it is; another one is a new edition, with why."""
    room = lock(room, related=("unit__region",))
    if year > timezone.localdate().year:
        raise Refused(f"{year} 年还没有到，不能组卷。")
    last = room.volumes.filter(year=year).select_related("job").order_by("-edition").first()
    if last and last.is_being_made:
        raise Refused(f"{last}正在组卷，做好以后会通知办理人，请稍后再看。")
    if last and last.has_failed:
        return _again(last, by=by)
    if last and not reason:
        raise Refused(f"{year} 年度已有归档卷。重新组卷的，请说明原因，新的一卷为第 {last.edition + 1} 版。")
    edition = last.edition + 1 if last else 1
    volume = Volume.objects.create(
        room=room,
        year=year,
        edition=edition,
        reason=reason,
        reference=_reference(room, year, edition),
        keeping=settings.VOLUME_KEEPING,
        ordered_by=by,
    )
    volume.job = order(BIND, key=f"volume:{volume.pk}", by=by, title=str(volume)[:160], volume=volume.pk)
    volume.save(update_fields=["job"])
    sentence = f"{year} 年度组卷" + (f"（第 {edition} 版）" if edition > 1 else "")
    ledger.record(volume, VERB, by=by, unit=room.unit, sentence=sentence, note=reason)
    return volume


def _reference(room, year: int, edition: int) -> str:
    """档号: year, room, edition: 2026-LH03-1. Rooms without a number are told apart by their key."""
    return f"{year}-{(room.number or f'L{room.pk:03d}').strip()}-{edition}"


def _again(volume: Volume, *, by) -> Volume:
    """Put a failed volume to the workers again: nothing was bound, so it is the same edition."""
    put_again(Job.objects.select_for_update().get(pk=volume.job_id))
    volume.fault = ""
    volume.save(update_fields=["fault"])
    ledger.record(volume, VERB, by=by, unit=volume.room.unit, sentence=f"{volume.year} 年度重试组卷")
    return volume


@transaction.atomic
def order_pack(*, by, year: int) -> Job:
    """Order all volumes of a year that the person may read as one ZIP."""
    if not queries.volumes_to_pack(by, year):
        raise Refused(f"{year} 年度还没有做好的归档卷，没有可以打包的。请先由联络室组卷。")
    return order(PACK, key=f"{PACK}:{uuid4()}", by=by, title=f"{year} 年度归档卷打包", year=year)


def give_up(volume: Volume, fault: str) -> None:
    """Say why it cannot be bound; trying again with the same records would not help."""
    Volume.objects.filter(pk=volume.pk).update(fault=fault[:200])
    notify([volume.ordered_by], f"{volume}制作失败：{fault}"[:200], url=f"/rooms/{volume.room_id}/volumes/")


def keep_volume(volume: Volume, *, whole, copy, missing, left_out: int) -> Volume:
    """Store the two files of a volume; a second run of the job stores nothing twice.

    `whole` and `copy` are what the binding made: path, contents, pages, sha256.
    """
    names = [_store(volume, bound, word) for bound, word in ((whole, "full"), (copy, "copy"))]
    with transaction.atomic():
        row = (
            Volume.objects.select_for_update(of=("self",)).select_related("room__unit", "ordered_by").get(pk=volume.pk)
        )
        if row.made_at:
            for name in names:
                default_storage.delete(name)
            return row
        row.file, row.sha256, row.pages, row.contents = names[0], whole.sha256, whole.pages, whole.contents
        row.copy_file, row.copy_sha256, row.copy_pages = names[1], copy.sha256, copy.pages
        row.copy_contents, row.missing, row.left_out = copy.contents, missing, left_out
        row.made_at, row.fault = timezone.now(), ""
        row.save(update_fields=FROZEN)
        _tell(row)
    return row


FROZEN = [
    "file",
    "sha256",
    "pages",
    "contents",
    "copy_file",
    "copy_sha256",
    "copy_pages",
    "copy_contents",
    "missing",
    "left_out",
    "made_at",
    "fault",
]


def _store(volume, bound, word: str) -> str:
    with bound.path.open("rb") as file:
        return default_storage.save(f"volumes/{volume.year}/volume-{volume.pk}-{word}.pdf", File(file))


def _tell(volume) -> None:
    lacks = f"，缺 {len(volume.missing)} 项，见备考表" if volume.missing else ""
    url = f"/rooms/{volume.room_id}/volumes/"
    notify([volume.ordered_by], f"{volume}已经做好，共 {volume.pages} 页{lacks}"[:200], url=url)
