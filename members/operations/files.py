"""Files: they go up alone, before their form, and are then owned by the record that the form wrote."""

import hashlib
import uuid

from django.conf import settings
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone

from members.enums import AttachmentKind
from members.models import Attachment
from members.operations import file_types, images
from members.workflow import Refused

MOST_WAITING = 300


def upload(file, *, by, kind=AttachmentKind.DOCUMENT) -> Attachment:
    """Keep a file that is what it says: the type comes from its content, a picture loses its metadata."""
    if file.size > settings.MOST_UPLOAD_BYTES:
        raise Refused("文件超过 20 MB，没有上传。请压缩或拆开后再传。")
    if not file.size:
        raise Refused("这个文件是空的，没有上传。")
    if Attachment.objects.waiting_of(by).count() >= MOST_WAITING:
        raise Refused(f"您有 {MOST_WAITING} 个文件传上来还没有用，请先提交或丢弃对应的草稿。")
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
    file.removed_at = timezone.now()
    file.save(update_fields=["removed_at"])
    transaction.on_commit(lambda: _erase(file))


def _erase(file: Attachment) -> None:
    file.file.delete(save=False)
    if file.thumbnail:
        file.thumbnail.delete(save=False)


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
