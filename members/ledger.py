"""台账: record() writes one row per act, chained by a keyed hash that nobody can rebuild from the database alone."""

import hashlib
import hmac
import json
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field

from django.conf import settings
from django.db import connection
from django.utils import timezone

from members.models import NOTE, Event, Revision

# First argument of the advisory lock; the second is the chain's own number.
LOCK_CLASS = 7101
FIRST = "0" * 64
ERASING = "members.erase_text"
# Rows that one statement writes.
BATCH = 1000


@dataclass
class Together:
    """Acts that are written at the end of one transaction, and where all of them came from."""

    source: str
    acts: list = field(default_factory=list)


_together: ContextVar[Together | None] = ContextVar("together", default=None)


@contextmanager
def together(source: str):
    """Let many acts of one transaction be written at its end: one lock, a few statements, a row for each act as ever.

    `source` is added to the sentence of each: (Excel 导入第 12 号). Until then their events have no key and no hash.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("together() needs a transaction")
    held = Together(source)
    token = _together.set(held)
    try:
        yield held
    finally:
        _together.reset(token)
    _write(held.acts)


def record(
    obj,
    verb: str,
    *,
    by,
    sentence: str,
    case=None,
    unit=None,
    region=None,
    entered_for="",
    note="",
    changes=None,
) -> Event:
    """Write the row of one act; called last in the verb's transaction.

    `sentence` is how the timeline tells it: composed by the program, without a word that somebody typed about people.
    `unit` is the unit whose record it is; an act upon a place that no unit keeps names its `region` instead. The city
    of either names the chain, so that auditors of other cities do not read it. `note` is what was typed with the act,
    `changes` maps a field to (label, old text, new text): these texts go to erasable revisions, the event keeps their
    hashes.
    """
    changes = {name: change for name, change in (changes or {}).items() if change[1] != change[2]}
    if note:
        changes[NOTE] = ("说明", "", note)
    event = _row(obj, verb, by=by, case=case, unit=unit, region=region)
    event.entered_for, event.sentence = entered_for, sentence[:300]
    event.fields = {name: [fingerprint(old), fingerprint(new)] for name, (_, old, new) in changes.items()}
    held = _together.get()
    if held is not None:
        source = f"（{held.source}）"
        event.sentence = sentence[: 300 - len(source)] + source
        held.acts.append((event, changes))
        return event
    _write([(event, changes)])
    return event


def _write(acts) -> None:
    """Link the acts to their chains and write them with their texts."""
    last = {}
    for event, _ in acts:
        _link(event, last)
    Event.objects.bulk_create([event for event, _ in acts], batch_size=BATCH)
    Revision.objects.bulk_create(
        (
            Revision(event=event, field=name, label=label, old=str(old or ""), new=str(new or ""))
            for event, changes in acts
            for name, (label, old, new) in changes.items()
        ),
        batch_size=BATCH,
    )


def _row(obj, verb: str, *, by, case, unit, region) -> Event:
    now = timezone.now()
    place = unit.region if unit else region
    return Event(
        chain=place.city_code if place else "system",
        at=now,
        actor_id=by.pk if by else None,
        actor_label=by.name if by else "系统",
        verb=verb,
        object_type=obj._meta.label_lower,
        object_id=str(obj.pk),
        # What a model does not offer as its label for ever may hold a name, and is left out.
        object_label=str(getattr(obj, "ledger_label", obj._meta.verbose_name))[:200],
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
        event.previous_hash,
    ]
    return keyed(json.dumps(content, ensure_ascii=False, sort_keys=True))


def _link(event: Event, last: dict) -> None:
    """Let the event follow the last of its chain; `last` holds those that are not written yet."""
    if event.chain not in last:
        # Without the lock, writers at the same moment take the same predecessor and the chain forks.
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s, hashtext(%s))", [LOCK_CLASS, event.chain])
        found = Event.objects.filter(chain=event.chain).order_by("-sequence").values_list("sequence", "hash").first()
        last[event.chain] = found or (0, FIRST)
    sequence, event.previous_hash = last[event.chain]
    event.sequence = sequence + 1
    event.hash = digest(event)
    last[event.chain] = (event.sequence, event.hash)


def verify(chain: str):
    """Yield a sentence for each row of the chain that does not follow from the one before."""
    previous, expected = FIRST, 1
    erasures = _erasures()
    rows = Event.objects.filter(chain=chain).order_by("sequence").prefetch_related("revisions")
    for event in rows.iterator(chunk_size=2000):
        if event.sequence != expected:
            yield f"{chain} 第 {expected} 条缺失"
        if event.previous_hash != previous:
            yield f"{chain} 第 {event.sequence} 条与上一条不衔接"
        if event.hash != digest(event):
            yield f"{chain} 第 {event.sequence} 条内容被改动"
        yield from _verify_texts(event, erasures)
        previous, expected = event.hash, event.sequence + 1


def _verify_texts(event: Event, erasures: set):
    """The texts stand beside the chain: each has the hash that the event keeps, or an act of its own erased it."""
    where = f"{event.chain} 第 {event.sequence} 条"
    texts = {revision.field: revision for revision in event.revisions.all()}
    if set(texts) != set(event.fields):
        yield f"{where}的文字缺失或多出"
    for name, text in texts.items():
        if text.erased_at:
            if str(text.pk) not in erasures or text.old or text.new:
                yield f"{where}的“{text.label}”没有登记就被删除"
        elif event.fields.get(name) != [fingerprint(text.old), fingerprint(text.new)]:
            yield f"{where}的“{text.label}”被改动"


def _erasures() -> set[str]:
    """Keys of the texts that somebody erased by the act made for it."""
    acts = Event.objects.filter(verb=ERASING, object_type=Revision._meta.label_lower)
    return set(acts.values_list("object_id", flat=True))
