"""台账: record() writes one row per act, chained by a keyed hash that nobody can rebuild from the database alone."""

import hashlib
import hmac
import json

from django.conf import settings
from django.db import connection
from django.utils import timezone

from members.models import Event, Revision

# First argument of the advisory lock; the second is the chain's own number.
LOCK_CLASS = 7101
FIRST = "0" * 64


def record(
    obj,
    verb: str,
    *,
    by,
    sentence: str,
    case=None,
    unit=None,
    entered_for="",
    note="",
    changes=None,
) -> Event:
    """Write the row of one act; called last in the verb's transaction.

    `sentence` is how the timeline tells it. `unit` is the unit whose record it is (its city names the chain).
    `changes` maps a field to (label, old text, new text): the texts go to erasable revisions, the event keeps hashes.
    """
    changes = {name: change for name, change in (changes or {}).items() if change[1] != change[2]}
    event = _row(obj, verb, by=by, case=case, unit=unit)
    event.entered_for, event.sentence, event.note = entered_for, sentence[:300], note
    event.fields = {name: [fingerprint(old), fingerprint(new)] for name, (_, old, new) in changes.items()}
    _link(event)
    event.save(force_insert=True)
    Revision.objects.bulk_create(
        Revision(event=event, field=name, label=label, old=str(old or ""), new=str(new or ""))
        for name, (label, old, new) in changes.items()
    )
    return event


def _row(obj, verb: str, *, by, case, unit) -> Event:
    now = timezone.now()
    return Event(
        chain=unit.region.city_code if unit else "system",
        at=now,
        actor_id=by.pk if by else None,
        actor_label=by.name if by else "系统",
        verb=verb,
        object_type=obj._meta.label_lower,
        object_id=str(obj.pk),
        object_label=str(obj)[:200],
        case_id=case.pk if case else None,
        unit_id=unit.pk if unit else None,
        months=[timezone.localdate(now).replace(day=1)],
    )


def fingerprint(text) -> str:
    return keyed(str(text or ""))[:16]


def keyed(text: str) -> str:
    return hmac.new(settings.LEDGER_KEY.encode(), text.encode(), hashlib.sha256).hexdigest()


def digest(event: Event) -> str:
    """The keyed hash of everything that the row says, and of the hash before it."""
    content = [
        event.chain,
        event.sequence,
        event.at.isoformat(),
        event.actor_id,
        event.actor_label,
        event.entered_for,
        event.verb,
        event.object_type,
        event.object_id,
        event.object_label,
        event.case_id,
        event.unit_id,
        [str(month) for month in event.months],
        event.fields,
        event.sentence,
        event.note,
        event.previous_hash,
    ]
    return keyed(json.dumps(content, ensure_ascii=False, sort_keys=True))


def _link(event: Event) -> None:
    # Without the lock, writers at the same moment take the same predecessor and the chain forks.
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, hashtext(%s))", [LOCK_CLASS, event.chain])
    last = Event.objects.filter(chain=event.chain).order_by("-sequence").values("sequence", "hash").first()
    event.sequence = last["sequence"] + 1 if last else 1
    event.previous_hash = last["hash"] if last else FIRST
    event.hash = digest(event)


def verify(chain: str):
    """Yield a sentence for each row of the chain that does not follow from the one before."""
    previous, expected = FIRST, 1
    for event in Event.objects.filter(chain=chain).order_by("sequence").iterator():
        if event.sequence != expected:
            yield f"{chain} 第 {expected} 条缺失"
        if event.previous_hash != previous:
            yield f"{chain} 第 {event.sequence} 条与上一条不衔接"
        if event.hash != digest(event):
            yield f"{chain} 第 {event.sequence} 条内容被改动"
        previous, expected = event.hash, event.sequence + 1
