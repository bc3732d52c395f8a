"""Verbs of yearly albums: order one, keep what the worker made, try again."""

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone

from members import ledger
from members.models import Job
from members.operations import notify, order, put_again
from members.workflow import Refused, lock
from reports.models import Album
from reports.queries import albums as queries

MAKE, VERB = "reports.make_album", "reports.make_album"


@transaction.atomic
def order_album(unit, *, by, year: int, title: str, per_page: int, photos: list[int]) -> Album:
    """Order an album of these photos; of them those are taken that the person may show."""
    if not photos:
        raise Refused("请勾选要收入画册的照片。")
    if len(photos) > queries.MOST_CHOSEN:
        raise Refused(f"一本画册最多 {queries.MOST_CHOSEN} 张，现在勾选了 {len(photos)} 张，请去掉一些。")
    chosen = set(photos)
    kept = [picture.pk for picture in queries.offered(by, unit, year) if picture.pk in chosen]
    if len(kept) != len(chosen):
        raise Refused("有的照片已经移除或者不再公开，请刷新页面后重新勾选。")
    album = Album.objects.create(unit=unit, year=year, title=title, per_page=per_page, photos=kept, ordered_by=by)
    album.job = order(MAKE, key=f"album:{album.pk}", by=by, title=str(album)[:160], album=album.pk)
    album.save(update_fields=["job"])
    ledger.record(album, VERB, by=by, unit=unit, sentence=f"制作 {year} 年度画册，{len(kept)} 张照片")
    return album


@transaction.atomic
def try_again(album: Album, *, by) -> None:
    """Put a failed album to the workers again."""
    album = lock(album, related=("unit", "job"))
    if not album.has_failed:
        raise Refused("这本画册不需要重试，请刷新页面查看最新情况。")
    put_again(Job.objects.select_for_update().get(pk=album.job_id))
    album.fault = ""
    album.save(update_fields=["fault"])
    ledger.record(album, VERB, by=by, unit=album.unit, sentence=f"重试制作 {album.year} 年度画册")


def give_up(album: Album, fault: str) -> None:
    """Say why it cannot be made; trying again with the same photos would not help."""
    Album.objects.filter(pk=album.pk).update(fault=fault[:200])
    notify([album.ordered_by], f"画册{album}制作失败：{fault}"[:200], url=album.get_absolute_url())


def keep_album(album: Album, *, content: bytes, pages: int, count: int) -> Album:
    """Store the file; a second run of the job stores nothing twice."""
    name = default_storage.save(f"albums/{album.year}/album-{album.pk}.pdf", ContentFile(content))
    with transaction.atomic():
        row = Album.objects.select_for_update(of=("self",)).select_related("ordered_by").get(pk=album.pk)
        if row.made_at:
            default_storage.delete(name)
            return row
        row.file, row.size, row.pages, row.count, row.made_at = name, len(content), pages, count, timezone.now()
        row.save(update_fields=["file", "size", "pages", "count", "made_at"])
        notify([row.ordered_by], f"画册{row}已经做好，共 {pages} 页"[:200], url=row.get_absolute_url())
    return row
