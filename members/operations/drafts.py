"""What a person has typed and not yet sent."""

import json

from django.db import IntegrityError, transaction

from members.models import Attachment, Draft, SentForm
from members.models.keys import keys_in
from members.operations.files import discard
from members.workflow import Refused

MOST_DRAFT_BYTES = 200_000
MOST_DRAFTS = 100


def save_draft(user, *, key: str, label: str, url: str, fields: dict) -> Draft:
    """Keep what stands in a form now; the last of the person's drafts wins over the one before."""
    if len(json.dumps(fields, ensure_ascii=False).encode(errors="replace")) > MOST_DRAFT_BYTES:
        raise Refused("填写的内容超过 20 万字节，草稿没有保存；请先提交一部分，或把长材料作为附件上传。")
    if not Draft.objects.filter(user=user, key=key).exists() and Draft.objects.filter(user=user).count() >= MOST_DRAFTS:
        raise Refused(f"草稿已有 {MOST_DRAFTS} 份，请先在“我的草稿”里提交或丢弃一些。")
    draft, _ = Draft.objects.update_or_create(
        user=user, key=key, defaults={"label": label, "url": url, "fields": fields}
    )
    return draft


def forget_draft(user, key: str) -> None:
    """The form was sent: what was typed is in the record now."""
    Draft.objects.filter(user=user, key=key).delete()


@transaction.atomic
def discard_draft(user, key: str) -> None:
    """What was typed is not wanted any more: the files that were sent up for it go too."""
    draft = Draft.objects.select_for_update().filter(user=user, key=key).first()
    if draft is None:
        return
    draft.delete()
    others = files_in(Draft.objects.filter(user=user))
    for file in Attachment.objects.waiting_of(user).select_for_update().filter(pk__in=files_in([draft]) - others):
        discard(file)


def files_in(drafts) -> set[int]:
    """Keys of the files that these drafts name; the page's script keeps each with its size."""
    rows = (row for draft in drafts for rows in draft.fields.values() if isinstance(rows, list) for row in rows)
    keys = {str(row.get("id")) for row in rows if isinstance(row, dict) and "size" in row}
    return set(keys_in(keys))


def send_once(user, key) -> None:
    """Note in the caller's transaction that this form was sent; the second of two at once waits for the first.

    Raises Refused when it was sent before.
    """
    try:
        with transaction.atomic():
            SentForm.objects.create(user=user, key=key)
    except IntegrityError:
        raise Refused("这份内容刚才已经提交过一次，没有重复登记，请返回查看。") from None
