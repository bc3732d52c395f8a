"""A copy of a pack, changed row by row: saved with its faults, published only without."""

from copy import deepcopy

from django.db import transaction
from django.utils import timezone

from members import ledger
from members.models import Region, User
from members.workflow import Refused, Stale, Vanished, lock
from rooms import practice
from rooms.models import ROOM_CODE, PracticeDraft, PracticeVersion, Room
from rooms.operations.practice import load_practice, refuse_changed
from rooms.practice import drafting
from rooms.practice.tables import MOST_ROWS

GONE = "这一行已经被别人改过、移走或删去，请刷新页面查看最新情况。"


@transaction.atomic
def copy_practice(
    version: PracticeVersion, *, region: Region, code: str, name: str, place: str, by: User
) -> PracticeDraft:
    """A draft that says everything itself; publishing it makes a pack of its own code."""
    refuse_taken(code)
    data = drafting.whole(version.resolved, code=code, name=name, place=place, version="1")
    draft = PracticeDraft.objects.create(
        region=region, base=version, code=code, name=name, data=data, own=own_of(version), made_by=by, updated_by=by
    )
    ledger.record(
        draft,
        "rooms.copy_practice",
        by=by,
        region=region,
        sentence=f"从《{version.name}》{version.version} 版复制做法草稿",
    )
    return draft


@transaction.atomic
def import_version(text: str, *, region: Region | None, by: User) -> PracticeVersion:
    """A file from elsewhere becomes a version; the very file of a shipped pack may come back."""
    pack = parsed(text)
    refuse_as_version(pack, text)
    return load_practice(text, by=by, name=f"{pack.code}.toml")


def refuse_as_version(pack: practice.Practice, text: str) -> None:
    """What stands in the way of a file without faults: pages ask before they offer to keep it."""
    if pack.code not in practice.shipped() or text != practice.seed_text(pack.code):
        refuse_taken(pack.code)
    version = PracticeVersion.objects.filter(code=pack.code, version=pack.version).first()
    if version:
        refuse_changed(version, text)


@transaction.atomic
def import_draft(text: str, *, region: Region | None, by: User) -> PracticeDraft:
    """A file from elsewhere becomes a draft; it counts as a copy of the version that bears its code, or the root."""
    if region is None:
        raise Refused("您的区域已经停用，不能在里面放草稿。")
    pack = parsed(text)
    code = f"{pack.code[:36]}-own" if is_taken(pack.code) else pack.code
    versions = PracticeVersion.objects.of_places().order_by("-loaded_at", "-pk")
    base = versions.filter(code=pack.code).first() or versions.filter(code=practice.ROOT).first()
    if base is None:
        raise Refused("还没有载入协商做法，请先载入随程序提供的做法。")
    data, own = drafting.whole(practice.to_resolved(pack), code=code, version="1"), pack.resolved["own"]
    draft = PracticeDraft.objects.create(
        region=region, base=base, code=code, name=pack.name, data=data, own=own, made_by=by, updated_by=by
    )
    ledger.record(draft, "rooms.copy_practice", by=by, region=region, sentence=f"从文件导入做法草稿《{pack.name}》")
    return draft


def parsed(text: str) -> practice.Practice:
    try:
        return practice.parse(text, name="做法文件")
    except practice.PracticeError as error:
        raise Refused(f"文件里还有错误：{error.faults[0].sentence()}") from error


@transaction.atomic
def begin_room_draft(room: Room, *, by: User) -> PracticeDraft:
    """The draft of what a room sets of its own; there is at most one, and it is found again."""
    standing = practice.standing_of(room)
    if standing.of_region is None:
        raise Refused("还没有载入协商做法，请联系系统管理员。")
    # Two people who begin at once go on with one draft.
    lock(room)
    found = PracticeDraft.objects.select_for_update().filter(room=room).first()
    if found and found.base_id == standing.of_region.pk:
        return found
    base = PracticeVersion.objects.get(pk=standing.of_region.pk)
    data = drafting.whole(base.resolved, code=f"room-{room.pk}", version="1")
    # What the room had set, on an earlier version or in the draft, is laid over the new one, to be looked at again.
    earlier = found.data if found else standing.own.practice.resolved if standing.own else {}
    drafting.lay_over(data, earlier, base.resolved.get("room_may", []))
    values = {"base": base, "data": data, "own": own_of(base), "updated_by": by, "updated_at": timezone.now()}
    if found:
        found.version += 1
        for key, value in values.items():
            setattr(found, key, value)
        found.save(update_fields=["version", *values])
        return found
    return PracticeDraft.objects.create(
        region=room.unit.region, room=room, code=data["code"], name=base.name, made_by=by, **values
    )


@transaction.atomic
def save_row(draft: PracticeDraft, path, values: dict, *, keys, seal: str, by: User) -> PracticeDraft:
    """Keep what a form holds, right or wrong; `keys` are those of its fields, of which empty ones are left out.

    Raises Stale when somebody else changed the same row.
    """
    draft = _locked(draft, [(*path, key) for key in keys])
    data = deepcopy(draft.data)
    at = drafting.located(data, path, seal)
    if at is None:
        raise Stale("别人刚刚改过这一行，请对照两份内容后再保存。", current=draft)
    drafting.put_own_part(data, at, values, keys)
    return _keep(draft, data, by=by)


@transaction.atomic
def add_row(draft: PracticeDraft, path, values: dict, *, by: User) -> PracticeDraft:
    draft = _locked(draft, [path])
    data = deepcopy(draft.data)
    try:
        rows = drafting.rows_at(data, path)
    except (KeyError, IndexError, AttributeError, TypeError) as error:
        raise Refused(GONE) from error
    if len(rows) >= MOST_ROWS:
        raise Refused(f"一张表最多 {MOST_ROWS} 行。")
    rows.append(values)
    return _keep(draft, data, by=by)


@transaction.atomic
def move_row(draft: PracticeDraft, path, *, seal: str, up: bool, by: User) -> PracticeDraft:
    draft = _locked(draft, [path])
    data = deepcopy(draft.data)
    *before, index = _found(data, path, seal)
    rows = drafting.whole_row(data, tuple(before))
    other = index - 1 if up else index + 1
    if not 0 <= other < len(rows):
        raise Refused("已经在最前面了。" if up else "已经在最后面了。")
    rows[index], rows[other] = rows[other], rows[index]
    return _keep(draft, data, by=by)


@transaction.atomic
def remove_row(draft: PracticeDraft, path, *, seal: str, by: User) -> PracticeDraft:
    draft = _locked(draft, [path])
    data = deepcopy(draft.data)
    *before, index = _found(data, path, seal)
    del drafting.whole_row(data, tuple(before))[index]
    return _keep(draft, data, by=by)


@transaction.atomic
def publish_draft(draft: PracticeDraft, *, new_version: str, seen: int, by: User) -> PracticeVersion:
    """Make a version of the draft, for good, and put the draft away. `seen` is the draft as the person read it."""
    draft = locked_draft(draft)
    if draft.room_id:
        raise Refused("联络室自己的设置在联络室的做法页上启用。")
    refuse_taken(draft.code)
    if draft.version != seen:
        raise Refused("您打开以后，草稿又有改动。请看过最新的内容，再发布。")
    if PracticeVersion.objects.filter(code=draft.code, version=new_version).exists():
        raise Refused(f"{draft.code} 已经有 {new_version} 版，请写一个新的版本号。")
    version = keep_version(draft, new_version=new_version, by=by)
    ledger.record(
        draft,
        "rooms.publish_practice",
        by=by,
        region=draft.region,
        sentence=f"发布做法草稿，成为《{version.name}》{version.version} 版",
    )
    draft.delete()
    return version


@transaction.atomic
def discard_draft(draft: PracticeDraft, *, seen: int, by: User) -> None:
    draft = locked_draft(draft)
    if draft.version != seen:
        raise Refused("您打开以后，别人又改过草稿。请看过最新的内容，再丢弃。")
    ledger.record(draft, "rooms.discard_practice", by=by, region=draft.region, sentence="丢弃做法草稿")
    draft.delete()


def keep_version(draft: PracticeDraft, *, new_version: str, by: User) -> PracticeVersion:
    """The file of the draft, loaded like any other file."""
    data = draft.data | {"version": new_version}
    if drafting.faults_of(data):
        raise Refused("草稿里还有要改的地方，改好以后才能发布。")
    text = drafting.toml_of(data, own=draft.own)
    return load_practice(text, by=by, name=f"{draft.code}.toml")


def own_of(version: PracticeVersion) -> list:
    """Versions that were loaded before this was noted say everything themselves."""
    return version.resolved.get("own", list(version.resolved))


def is_taken(code: str) -> bool:
    return code in practice.shipped() or bool(ROOM_CODE.fullmatch(code))


def refuse_taken(code: str) -> None:
    """The codes of shipped files stay theirs: a place that follows none would follow whatever bears the root's.

    A room's own settings have codes of their own as well.
    """
    if code in practice.shipped():
        raise Refused(f"{code} 是随程序提供的做法的代码，改过的做法请用另一个代码。")
    if is_taken(code):
        raise Refused(f"{code} 是联络室自己的设置的代码，请用另一个代码。")


def locked_draft(draft: PracticeDraft) -> PracticeDraft:
    """The row, locked; whoever waited while somebody else published or discarded it is told so."""
    try:
        return lock(draft)
    except Vanished as error:
        raise Refused("这份草稿刚刚被别人发布、启用或者丢弃，请刷新页面查看最新情况。") from error


def _locked(draft: PracticeDraft, places: list) -> PracticeDraft:
    draft = locked_draft(draft)
    allowed = draft.base.resolved.get("room_may", []) if draft.room_id else None
    if not all(drafting.may_set(allowed, place) for place in places):
        raise Refused("这一项由区域的做法规定，联络室不能自己定。")
    return draft


def _found(data: dict, path, seal: str) -> tuple:
    found = drafting.located(data, path, seal, part=drafting.whole_row)
    if found is None or not found or not isinstance(found[-1], int):
        raise Refused(GONE)
    return found


def _keep(draft: PracticeDraft, data: dict, *, by: User) -> PracticeDraft:
    draft.data = data
    draft.name = data["name"] if isinstance(data.get("name"), str) and 0 < len(data["name"]) <= 80 else draft.name
    draft.version += 1
    draft.updated_by, draft.updated_at = by, timezone.now()
    draft.save(update_fields=["data", "name", "version", "updated_by", "updated_at"])
    return draft
