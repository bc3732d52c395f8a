"""The facts follow the ledger: what an act touched is counted again; or everything is, by command."""

from django.db import connection, transaction
from django.db.models import Exists, F, Max, OuterRef
from django.db.models.functions import TruncMonth
from django.utils import timezone

from consult.models import Consultation, Topic
from members.models import Event, Member, Region
from reports.facts import months
from reports.models import CaseReach, FactsPosition

# First argument of the advisory lock that only one counter holds.
LOCK_CLASS = 7102
SYSTEM = "system"
# Acts taken in one transaction; consultations of which a rebuild reads the reach at once.
BATCH = 500
AT_ONCE = 10_000
# Comparing while others write: how often the acts in between are followed.
MOST_TRIES = 5
FIELDS = {"room": "rooms", "member": "members", "unit": "units"}


def catch_up(*, most: int | None = None) -> int:
    """Count again what the ledger says was touched since; return how many acts were followed, about `most` of them."""
    total = 0
    while (most is None or total < most) and (followed := _follow()):
        total += followed
    return total


@transaction.atomic
def _follow() -> int:
    """One batch of one city's acts. Its chain is written under a lock: what comes later has a higher number."""
    _only_one()
    position = _behind().first()
    if position is None:
        return 0
    events = Event.objects.filter(chain=position.chain, sequence__gt=position.sequence).order_by("sequence")
    events = list(events.values_list("sequence", "case_id", "object_type", "object_id")[:BATCH])
    recount({case for _, case, *_ in events if case})
    _count_members(events)
    FactsPosition.objects.filter(pk=position.pk).update(sequence=events[-1][0], counted_at=timezone.now())
    return len(events)


def _behind():
    known = set(FactsPosition.objects.values_list("chain", flat=True))
    chains = {SYSTEM, *Region.objects.filter(parent__isnull=True).values_list("code", flat=True)}
    FactsPosition.objects.bulk_create(
        [FactsPosition(chain=chain) for chain in sorted(chains - known)], ignore_conflicts=True
    )
    return pending()


def pending():
    """Cities of which acts wait to be counted."""
    later = Event.objects.filter(chain=OuterRef("chain"), sequence__gt=OuterRef("sequence"))
    return FactsPosition.objects.filter(Exists(later)).order_by("chain")


def is_behind() -> bool:
    """Whether acts wait to be counted, or nothing was ever counted."""
    return pending().exists() or not FactsPosition.objects.exists()


def recount(cases) -> None:
    """Count the months that these consultations reach now, and those that they reached before."""
    cases = sorted(cases)
    if not cases:
        return
    now = _reaches(cases, {"in": cases})
    reached = [*CaseReach.objects.filter(pk__in=cases), *now]
    for kind, name in FIELDS.items():
        for touched, keys in _by_months(reached, name).items():
            months.write(kind, keys, touched)
    _keep(now)


def _by_months(reached, name: str) -> dict[tuple, list[int]]:
    """Months → the rooms, members or units of which just these are to be counted again."""
    touched: dict[int, set] = {}
    for reach in reached:
        for key in getattr(reach, name):
            touched.setdefault(key, set()).update(reach.months)
    found: dict[tuple, list[int]] = {}
    for key, found_months in touched.items():
        found.setdefault(tuple(sorted(found_months)), []).append(key)
    return found


def _reaches(cases, lookups: dict) -> list[CaseReach]:
    """One for each of the cases: whose records they hold, and of which months. `lookups` find the cases."""
    found = {case: {"rooms": set(), "members": set(), "units": set(), "months": set()} for case in cases}
    for kind, name in FIELDS.items():
        for case, owner, month in _touched(kind, lookups):
            found[case][name].add(owner)
            found[case]["months"].add(month)
    return [
        CaseReach(case_id=case, **{name: sorted(keys) for name, keys in reach.items()}) for case, reach in found.items()
    ]


def _touched(kind: str, lookups: dict):
    rows = []
    for counted in months.counted_over(kind).values():
        near = counted.of(kind).filter(**{f"{counted.case}__{lookup}": value for lookup, value in lookups.items()})
        near = near.order_by().annotate(fact_case=F(counted.case), fact_month=TruncMonth("day"))
        rows.append(near.values_list("fact_case", "owner", "fact_month"))
    return rows[0].union(*rows[1:])


def _keep(reached) -> None:
    names = [*FIELDS.values(), "months"]
    CaseReach.objects.bulk_create(reached, update_conflicts=True, unique_fields=["case"], update_fields=names)


def _count_members(events) -> None:
    """Topics without a consultation, and members whose account was changed: few, so all their months."""
    topics = {key for _, case, kind, key in events if kind == Topic._meta.label_lower and not case}
    changed = {int(key) for _, _, kind, key in events if kind == Member._meta.label_lower}
    proposers = Member.objects.filter(user__topics__in=topics).values_list("pk", flat=True)
    for member in {*changed, *proposers}:
        _count_member(member)


def _count_member(pk: int) -> None:
    months.TABLES["member"].objects.filter(member=pk).delete()
    months.insert("member", months.monthly("member", keys=[pk]))


def rebuild() -> dict[str, int]:
    """Count everything anew; return how many rows there are of each kind."""
    with transaction.atomic():
        _only_one()
        # Read before anything is counted: whatever comes later is counted once more.
        _mark_all()
        written = {kind: months.write_all(kind) for kind in months.TABLES}
        CaseReach.objects.all().delete()
        written["reach"] = _write_reaches()
    return written


def _mark_all() -> None:
    last = Event.objects.order_by().values("chain").annotate(last=Max("sequence")).values_list("chain", "last")
    now = timezone.now()
    marks = [FactsPosition(chain=chain, sequence=sequence, counted_at=now) for chain, sequence in last]
    FactsPosition.objects.all().delete()
    FactsPosition.objects.bulk_create(marks)


def _write_reaches() -> int:
    count, last, cases = 0, 0, Consultation.objects.order_by("pk").values_list("pk", flat=True)
    while batch := list(cases.filter(pk__gt=last)[:AT_ONCE]):
        CaseReach.objects.bulk_create(_reaches(batch, {"gt": last, "lte": batch[-1]}), batch_size=BATCH)
        count, last = count + len(batch), batch[-1]
    return count


def compare() -> dict[str, list]:
    """Where the facts differ from what counting anew gives; acts that come in between are followed first."""
    for _ in range(MOST_TRIES):
        catch_up()
        found = {kind: months.differences(kind) for kind in months.TABLES}
        if not any(found.values()) or not pending().exists():
            break
    return found


def _only_one() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, 0)", [LOCK_CLASS])
