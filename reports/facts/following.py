"""The facts follow the ledger: what an act touched is counted again; or everything is, by command."""

from hashlib import md5

from django.db import connection, transaction
from django.db.models import Max, OuterRef, Q, Subquery
from django.utils import timezone

from consult.models import Topic
from members.models import Event, Member, Region, Unit
from members.models.places import under
from reports.facts import months, reaches, regions
from reports.facts.counted import COUNTED
from reports.models import FactsPosition
from rooms.models import Room

# First argument of the advisory lock that only one counter holds.
LOCK_CLASS = 7102
SYSTEM = "system"
# Acts taken in one transaction.
BATCH = 500
# Comparing while others write: how often the acts in between are followed.
MOST_TRIES = 5
# What is counted, what narrows it and for whom, as one word: another one after a release that counts more.
MEASURES = md5(
    "\n".join(
        [*(f"{code} {' '.join(counted.where)}" for code, counted in sorted(COUNTED.items())), *months.TABLES, "region"]
    ).encode(),
    usedforsecurity=False,
).hexdigest()


def catch_up(*, most: int | None = None) -> int:
    """Count again what the ledger says was touched since; return how many acts were followed, about `most` of them."""
    _count_new_measures()
    total = 0
    while (most is None or total < most) and (followed := _follow()):
        total += followed
    return total


def _count_new_measures() -> None:
    """After a release that counts something new everything is counted anew, once: the ledger tells only of acts."""
    older = FactsPosition.objects.exclude(measures=MEASURES)
    if not older.exists():
        return
    with transaction.atomic():
        _only_one()
        if older.exists():
            _count_all()


@transaction.atomic
def _follow() -> int:
    """One batch of one city's acts. Its chain is written under a lock: what comes later has a higher number."""
    _only_one()
    position = _behind().first()
    if position is None:
        return 0
    events = Event.objects.filter(chain=position.chain, sequence__gt=position.sequence).order_by("sequence")
    events = list(events.values_list("sequence", "case_id", "object_type", "object_id")[:BATCH])
    regions.settle(_rooms(events))
    for what, keys in reaches.records_of(events).items():
        recount(what, keys)
    _count_members(events)
    FactsPosition.objects.filter(pk=position.pk).update(sequence=events[-1][0], counted_at=timezone.now())
    return len(events)


def _rooms(events) -> set[int]:
    """Rooms whose place an act of the ledger may have changed: its own, that of its unit, or that of a region."""
    rooms, units, above = (reaches.keys_of(events, model) for model in (Room, Unit, Region))
    if not units and not above:
        return rooms
    paths = Region.objects.filter(pk__in=above).values_list("path", flat=True)
    within = Room.objects.filter(Q(unit__in=units) | under(paths, "unit__region__path"))
    return rooms.union(within.values_list("pk", flat=True))


def _behind():
    known = set(FactsPosition.objects.values_list("chain", flat=True))
    chains = {SYSTEM, *Region.objects.filter(parent__isnull=True).values_list("code", flat=True)}
    FactsPosition.objects.bulk_create(
        [FactsPosition(chain=chain, measures=MEASURES) for chain in sorted(chains - known)], ignore_conflicts=True
    )
    return pending()


def pending():
    """Cities of which acts wait to be counted."""
    return FactsPosition.objects.filter(sequence__lt=_last()).order_by("chain")


def _last():
    """The last act of a city, if it has any. Asked whether there is a later one, PostgreSQL reads the whole ledger."""
    acts = Event.objects.filter(chain=OuterRef("chain")).order_by("-sequence")
    return Subquery(acts.values("sequence")[:1])


def is_behind() -> bool:
    """Whether acts wait to be counted, nothing was ever counted, or it was counted by another release."""
    return freshness()[1]


def freshness() -> tuple:
    """When the facts were last counted, if ever, and whether acts or new measures wait: one query."""
    rows = list(FactsPosition.objects.annotate(last=_last()).values_list("counted_at", "sequence", "last", "measures"))
    waits = any(measures != MEASURES or (last or 0) > counted for _, counted, last, measures in rows)
    return max((at for at, *_ in rows), default=None), not rows or waits


def recount(what: str, keys) -> None:
    """Count what is made of such records in the months that these reach, and in those that they reached before."""
    keys = sorted(keys)
    if not keys:
        return
    now = reaches.read(what, keys)
    reached = [*reaches.kept(what, keys), *now]
    regions.settle_new({room for reach in reached for room in reach.rooms})
    for kind, name in reaches.FIELDS.items():
        for touched, owners in reaches.by_months(reached, name).items():
            months.write(kind, owners, touched, of=what)
    reaches.keep(what, now)


def _count_members(events) -> None:
    """Topics without a consultation, and members whose account was changed: all their months, of all at once."""
    topics = {key for _, case, kind, key in events if kind == Topic._meta.label_lower and not case}
    changed = {int(key) for _, _, kind, key in events if kind == Member._meta.label_lower}
    proposers = Member.objects.filter(user__topics__in=topics).values_list("pk", flat=True)
    if members := sorted({*changed, *proposers}):
        months.TABLES["member"].objects.filter(member__in=members).delete()
        months.insert("member", months.monthly("member", keys=members))


def rebuild() -> dict[str, int]:
    """Count everything anew; return how many rows there are of each kind."""
    with transaction.atomic():
        _only_one()
        return _count_all()


def _count_all() -> dict[str, int]:
    # Read before anything is counted: whatever comes later is counted once more.
    _mark_all()
    written = {kind: months.write_all(kind) for kind in months.TABLES}
    return written | {"region": regions.write_all(), "reach": sum(map(reaches.write_all, reaches.REACHES))}


def _mark_all() -> None:
    last = Event.objects.order_by().values("chain").annotate(last=Max("sequence")).values_list("chain", "last")
    now = timezone.now()
    marks = [FactsPosition(chain=each, sequence=at, counted_at=now, measures=MEASURES) for each, at in last]
    FactsPosition.objects.all().delete()
    FactsPosition.objects.bulk_create(marks)


def compare() -> dict[str, list]:
    """Where the facts differ from what counting anew gives; acts that come in between are followed first."""
    for _ in range(MOST_TRIES):
        catch_up()
        found = {kind: months.differences(kind) for kind in months.TABLES} | {"region": regions.differences()}
        if not any(found.values()) or not pending().exists():
            break
    return found


def _only_one() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, 0)", [LOCK_CLASS])
