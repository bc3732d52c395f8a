"""Load a practice pack, and say which region follows it since when."""

import hashlib
import json
from datetime import date

from django.db import transaction
from django.utils import timezone

from members import ledger
from members.models import Region, User
from members.workflow import Refused, lock
from rooms import practice
from rooms.models import PracticeVersion, RegionPractice
from rooms.operations.activity_days import settle_days
from rooms.operations.practice_notices import tell_adopted


@transaction.atomic
def load_practice(text: str, *, by: User | None, name: str = "做法文件") -> PracticeVersion:
    """Keep one version of a pack for good, resolved as of now. The same text again is the same version.

    Raises practice.PracticeError when the text is not a valid pack.
    """
    pack = practice.parse(text, name=name)
    resolved = practice.to_resolved(pack)
    content = text + json.dumps(resolved, ensure_ascii=False, sort_keys=True)
    version, created = PracticeVersion.objects.get_or_create(
        code=pack.code,
        version=pack.version,
        defaults={
            "name": pack.name,
            "text": text,
            "resolved": resolved,
            "sha256": hashlib.sha256(content.encode()).hexdigest(),
            "loaded_by": by,
        },
    )
    refuse_changed(version, text)
    if created:
        ledger.record(version, "rooms.load_practice", by=by, sentence=f"载入做法《{pack.name}》{pack.version} 版")
    return version


def refuse_changed(version: PracticeVersion, text: str) -> None:
    if version.text != text:
        kept = f"做法 {version.code} 的 {version.version} 版已经载入，内容不同。"
        raise Refused(f"{kept}改了内容，要在 version（版本）写新的版本号。")


@transaction.atomic
def follow_practice(region: Region, *, version: PracticeVersion, starts_on: date, by: User | None) -> RegionPractice:
    """From a day on, consultations that begin in the region follow this version; those under way keep theirs."""
    chosen, _ = RegionPractice.objects.update_or_create(
        region=region, starts_on=starts_on, defaults={"practice": version}
    )
    ledger.record(
        chosen,
        "rooms.follow_practice",
        by=by,
        region=region,
        sentence=f"{region.name}自{starts_on:%Y年%-m月%-d日}起采用《{version.name}》{version.version} 版",
    )
    # Days that are still open follow the new rule, in the region and where nothing nearer holds.
    settle_days(by=by, within=region)
    return chosen


@transaction.atomic
def adopt_practice(
    region: Region, *, version: PracticeVersion, starts_on: date, by: User | None, seen: int | None = None
) -> RegionPractice:
    """What an office decides: from today or a later day on. What began before keeps what it began under.

    `seen` is the version with which the person compared it.
    """
    # Two people who adopt at once: the second one has not seen what the first one chose.
    region = lock(region)
    if starts_on < timezone.localdate():
        raise Refused("启用日期不能早于今天，已经开始的协商仍按开始时的做法办理。")
    if version.is_of_a_room:
        raise Refused("这是一个联络室自己的设置，不能用于区域。")
    standing = practice.current_version(region, on=starts_on)
    if seen and (standing is None or standing.pk != seen):
        raise Refused("您打开以后，区域采用的做法变了。请再看一遍有什么不同。")
    own = RegionPractice.objects.filter(region=region, starts_on__lte=starts_on).order_by("-starts_on").first()
    if own and own.practice_id == version.pk:
        raise Refused(f"{region.name}到那一天采用的已经是《{version.name}》{version.version} 版。")
    chosen = follow_practice(region, version=version, starts_on=starts_on, by=by)
    tell_adopted(chosen, by=by)
    return chosen


@transaction.atomic
def load_shipped(code: str, *, by: User | None) -> PracticeVersion:
    """Keep a shipped file as a version, so that regions can follow it."""
    if code not in practice.shipped():
        raise Refused("没有这个随程序提供的做法。")
    return load_practice(practice.seed_text(code), by=by, name=f"{code}.toml")
