"""Verbs of the pieces of an issue: take something up, write one, edit, order, take out. The issue is a draft."""

from django.db import transaction
from django.utils import timezone

from members import ledger
from members.operations.changes import overwrite
from members.workflow import Refused, advance, lock, lock_all
from reports.enums import ContributionState
from reports.models import Bulletin, BulletinItem
from reports.operations.bulletins import free, locked_draft, tell
from reports.operations.contributions import JUDGE
from reports.queries import composing
from reports.workflow import CONTRIBUTION

MOST_ITEMS, MOST_PHOTOS = 60, 6


@transaction.atomic
def take_up(bulletin: Bulletin, *, by, highlights=(), contributions=(), cases=()) -> list[BulletinItem]:
    """选用: each becomes a piece behind the last, with words that the office then makes its own."""
    bulletin = locked_draft(bulletin)
    _require_room(bulletin, len(highlights) + len(contributions) + len(cases))
    pieces = [*map(_of_contribution, _choose(contributions, by=by)), *map(_of_highlight, highlights)]
    pieces += map(_of_case, cases)
    if not pieces:
        raise Refused("请勾选要编入的内容。")
    _refuse_doubles(bulletin, pieces)
    start = _last(bulletin) + 1
    items = [BulletinItem(bulletin=bulletin, position=at, **piece) for at, piece in enumerate(pieces, start)]
    BulletinItem.objects.bulk_create(items)
    _touch(bulletin, by=by, sentence=f"《工作简报》编入 {len(items)} 篇")
    return items


@transaction.atomic
def write(bulletin: Bulletin, *, by, heading: str, text: str) -> BulletinItem:
    """A piece of the office's own."""
    bulletin = locked_draft(bulletin)
    _require_room(bulletin, 1)
    item = BulletinItem.objects.create(bulletin=bulletin, position=_last(bulletin) + 1, heading=heading, text=text)
    _touch(bulletin, by=by, sentence="《工作简报》撰写一篇", changes={"text": ("正文", "", text)})
    return item


@transaction.atomic
def edit(item: BulletinItem, *, by, photos=None, **values) -> BulletinItem:
    """Its words; with `photos` also which photos of its contribution are printed, in their order, with captions."""
    bulletin = locked_draft(item.bulletin)
    item, changes = overwrite(lock(item), values)
    if photos is not None and photos != item.photos:
        _require_own(item, photos)
        changes["photos"] = ("照片", _captions(item.photos), _captions(photos))
        item.photos = photos
        item.save(update_fields=["photos"])
    if changes:
        _touch(bulletin, by=by, sentence="修改《工作简报》里的一篇", changes=changes)
    return item


@transaction.atomic
def move(item: BulletinItem, *, by, up: bool) -> None:
    """One place up or down; the first one stays first."""
    bulletin = locked_draft(item.bulletin)
    items = list(bulletin.items.all())
    at = next((at for at, each in enumerate(items) if each.pk == item.pk), None)
    to = at + (-1 if up else 1) if at is not None else -1
    if not 0 <= to < len(items):
        return
    items[at], items[to] = items[to], items[at]
    for position, each in enumerate(items, start=1):
        each.position = position
    BulletinItem.objects.bulk_update(items, ["position"])
    _touch(bulletin, by=by, sentence="调整《工作简报》各篇的顺序")


@transaction.atomic
def take_out(item: BulletinItem, *, by) -> None:
    """移出: a contribution waits again."""
    bulletin = locked_draft(item.bulletin)
    item = lock(item)
    if item.contribution_id:
        free(lock(item.contribution, related=("room__unit__region", "sent_by")), by=by)
    changes = {"text": ("正文", item.text, "")}
    item.delete()
    _touch(bulletin, by=by, sentence="从《工作简报》移出一篇", changes=changes)


def _require_own(item, photos) -> None:
    own = set(composing.photos_of(item).values_list("pk", flat=True))
    if len(photos) > MOST_PHOTOS:
        raise Refused(f"一篇最多印 {MOST_PHOTOS} 张照片。")
    if not {photo["attachment"] for photo in photos} <= own:
        raise Refused("选中的照片里有已经移除的，请刷新页面后重新选择。")


def _captions(photos) -> str:
    return "；".join(photo["caption"] or "没有说明" for photo in photos)


def _choose(contributions, *, by) -> list:
    rows = lock_all(contributions, related=("room__unit__region", "sent_by"))
    for row in rows:
        advance(row, CONTRIBUTION, ContributionState.PICKED, by=by, judged_by=by, judged_at=timezone.now())
        ledger.record(row, JUDGE, by=by, unit=row.room.unit, sentence="编入《工作简报》草稿")
    return rows


def _of_contribution(row) -> dict:
    return {"contribution": row, "room": row.room, "heading": row.title[:60], "text": row.text}


def _of_highlight(row) -> dict:
    thing = row.case or row.activity
    told = composing.text_of(thing) if thing else composing.of_case(row.matter.consultation)
    return {"highlight": row, "room": row.room, "heading": row.sentence.rstrip("。")[:60], "text": told}


def _of_case(case) -> dict:
    return {"case": case, "room": case.room, "heading": case.title[:60], "text": composing.of_case(case)}


def _touch(bulletin, *, by, **details) -> None:
    """Whoever signs the issue off has seen it as it is."""
    bulletin.version += 1
    bulletin.save(update_fields=["version"])
    tell(bulletin, by=by, **details)


def _last(bulletin) -> int:
    return max((item.position for item in bulletin.items.all()), default=0)


def _require_room(bulletin, more: int) -> None:
    if bulletin.items.count() + more > MOST_ITEMS:
        raise Refused(f"一期最多 {MOST_ITEMS} 篇，请分期编发。")


def _refuse_doubles(bulletin, pieces) -> None:
    for name in ("highlight", "case"):
        wanted = [piece[name].pk for piece in pieces if name in piece]
        if bulletin.items.filter(**{f"{name}__in": wanted}).exists():
            raise Refused("选中的内容里有已经编入这一期的，请刷新页面后重新选择。")
