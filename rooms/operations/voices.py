"""信息、建议: single things that people said, entered with an activity, and what became of them."""

from django.db import transaction
from django.utils import timezone

from members import ledger
from members.operations.changes import overwrite
from members.workflow import Refused, lock
from rooms.enums import VoiceKind
from rooms.models import Activity, Voice

# In one activity; more are several activities.
MOST_VOICES = 100


def write_voices(activity: Activity, rows) -> list[Voice]:
    """Write the rows as they are; the caller has locked or just made the activity."""
    rows = list(rows)
    if activity.voices.filter(removed_at__isnull=True).count() + len(rows) > MOST_VOICES:
        raise Refused(f"一次活动最多登记 {MOST_VOICES} 条信息、建议，请分开登记。")
    for row in rows:
        if row["kind"] not in VoiceKind.values or not row["text"].strip():
            raise Refused("请写明信息或建议的内容，并选择类别。")
    return Voice.objects.bulk_create(Voice(activity=activity, **row) for row in rows)


@transaction.atomic
def add_voice(activity: Activity, *, by, kind, text, said_by="", member=None, became="") -> Voice:
    activity = _standing(activity)
    row = {"kind": kind, "text": text, "said_by": said_by, "member": member, "became": became}
    voice = write_voices(activity, [row])[0]
    changes = {"text": ("内容", "", voice.text)}
    _tell(activity, "rooms.edit_activity", by, f"登记 1 条{voice.get_kind_display()}", changes=changes)
    return voice


@transaction.atomic
def edit_voice(voice: Voice, *, by, version: int, **fields) -> Voice:
    activity = _standing(voice.activity)
    _require_standing(voice)
    voice, changes = overwrite(voice, {**fields, "version": version})
    if changes:
        _tell(activity, "rooms.edit_activity", by, f"修改 1 条{voice.get_kind_display()}", changes=changes)
    return voice


@transaction.atomic
def follow_voice(voice: Voice, *, by, version: int, became: str) -> Voice:
    """Say what became of it: taken up, handed over, answered."""
    activity = _standing(voice.activity)
    _require_standing(voice)
    voice, changes = overwrite(voice, {"became": became, "version": version})
    if changes:
        sentence = f"登记 1 条{voice.get_kind_display()}的办理情况"
        _tell(activity, "rooms.follow_voice", by, sentence, changes=changes)
    return voice


@transaction.atomic
def remove_voice(voice: Voice, *, by, reason: str) -> Voice:
    """Take one out of lists and figures; the row stays."""
    activity = _standing(voice.activity)
    voice = lock(voice)
    _require_standing(voice)
    if not reason.strip():
        raise Refused("请写明移出的原因。")
    voice.removed_at = timezone.now()
    voice.save(update_fields=["removed_at"])
    _tell(activity, "rooms.edit_activity", by, f"移出 1 条{voice.get_kind_display()}", note=reason)
    return voice


def _standing(activity: Activity) -> Activity:
    activity = lock(activity, related=("room__unit__region",))
    if activity.removed_at:
        raise Refused("这次活动已经移出，它的信息、建议不能再登记或修改。")
    return activity


def _require_standing(voice: Voice) -> None:
    if voice.removed_at:
        raise Refused("这条内容已经移出，请刷新页面查看最新情况。")


def _tell(activity: Activity, verb: str, by, sentence: str, **texts) -> None:
    """Figures follow the ledger by the activity: it is what the act is about."""
    ledger.record(activity, verb, by=by, unit=activity.room.unit, sentence=sentence, **texts)
