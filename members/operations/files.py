"""Files: they go up alone, before their form, and are then owned by the record that the form wrote."""

import hashlib
import uuid

from django.conf import settings
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone

from members import ledger
from members.enums import AttachmentKind
from members.models import Attachment
from members.operations import file_types, images
from members.workflow import Refused, lock

MOST_WAITING = 300
REMOVED_NAME = "已移除的附件"


def upload(file, *, by, kind=AttachmentKind.DOCUMENT) -> Attachment:
    """Keep a file that is what it says: the type comes from its content, a picture loses its metadata."""
    if file.size > settings.MOST_UPLOAD_BYTES:
        raise Refused("文件超过 20 MB，没有上传。请压缩或拆开后再传。")
    if not file.size:
        raise Refused("这个文件是空的，没有上传。")
    if Attachment.objects.waiting_of(by).count() >= MOST_WAITING:
        raise Refused(f"您有 {MOST_WAITING} 个文件传上来还没有用，请先在“我的草稿”里提交或丢弃对应的草稿。")
    name = file_types.cleaned_name(file.name)
    content = file.read()
    found = file_types.recognised(content, name)
    if kind == AttachmentKind.PHOTO and not found.is_image:
        raise Refused("这里只能上传照片（JPG、PNG、WebP）。")
    if found.is_image:
        return _keep_image(content, name, by=by, kind=kind)
    return _keep(content, file_types.with_suffix(name, found), found.media_type, by=by, kind=kind)


def _keep_image(content: bytes, name: str, *, by, kind) -> Attachment:
    picture = images.cleaned(content)
    found = file_types.IMAGES[picture.format]
    if kind == AttachmentKind.DOCUMENT:
        kind = AttachmentKind.PHOTO
    extra = {"width": picture.width, "height": picture.height, "thumbnail": picture.thumbnail}
    return _keep(picture.content, file_types.with_suffix(name, found), found.media_type, by=by, kind=kind, **extra)


def _keep(content: bytes, name: str, media_type: str, *, by, kind, thumbnail=None, **extra) -> Attachment:
    row = Attachment(
        name=name,
        kind=kind,
        media_type=media_type,
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        uploaded_by=by,
        **extra,
    )
    # The stored name says nothing: it cannot be guessed, and no name of the user reaches the file system.
    stored = uuid.uuid4().hex
    row.file.save(stored + file_types.suffix_of(name), ContentFile(content), save=False)
    if thumbnail:
        row.thumbnail.save(f"{stored}.jpg", ContentFile(thumbnail), save=False)
    row.save(force_insert=True)
    return row


@transaction.atomic
def remove_file(attachment: Attachment, *, by) -> None:
    """Take away a file that no record owns yet."""
    file = Attachment.objects.waiting_of(by).select_for_update().filter(pk=attachment.pk).first()
    if file is None:
        raise Refused("这个附件已经归入记录，不能在这里移除。")
    discard(file)


@transaction.atomic
def take_file_away(attachment: Attachment, *, by, reason: str) -> None:
    """Take a file out of the record that owns it: what must not be there is erased, and who did it and why stays."""
    file = lock(attachment)
    if file.removed_at:
        raise Refused("这个附件已经移除。")
    keeping = file.keeping
    if keeping.why_stays:
        raise Refused(keeping.why_stays)
    discard(file)
    ledger.record(
        file.owner,
        "members.take_file_away",
        by=by,
        case=keeping.case,
        unit=keeping.case.room.unit if keeping.case else keeping.unit,
        sentence=f"从{file.owner._meta.verbose_name}里移除 1 份{file.get_kind_display()}",
        note=reason,
    )


def discard(file: Attachment) -> None:
    """Mark the row inside the verb that decided it; its bytes go when that is committed. Its name may name somebody."""
    file.removed_at, file.name = timezone.now(), REMOVED_NAME
    file.save(update_fields=["removed_at", "name"])
    transaction.on_commit(lambda: erase(file))


def erase(file: Attachment) -> None:
    """Delete the bytes; the row then knows that nothing is left to delete."""
    for stored in filter(None, (file.file, file.thumbnail)):
        stored.delete(save=False)
    Attachment.objects.filter(pk=file.pk).update(file="", thumbnail="")


def attach(owner, ids, *, by) -> list[Attachment]:
    """Give files that the person sent up before to the record. Files of others, or owned already, are refused."""
    wanted = [pk for pk in ids if pk]
    files = list(Attachment.objects.waiting_of(by).filter(pk__in=wanted).select_for_update())
    if len(files) != len(set(wanted)):
        raise Refused("有附件没有传完或已经用在别处，请重新选择这些附件。")
    for file in files:
        file.owner = owner
        file.owner_id = str(owner.pk)
        file.save(update_fields=["owner_type", "owner_id"])
    return files
