"""The facts follow the ledger: what an act touched is counted again; or everything is, by command."""

from hashlib import md5

from django.db import connection, transaction
from django.db.models import F, Max, OuterRef, Subquery
from django.db.models.functions import TruncMonth
from django.utils import timezone

from consult.models import Consultation, EvaluationRound, PastConsultation, Topic
from members.models import Event, Member, Region
from proposals.models import Handling, Instruction, LevelAdoption, PastPublication, Proposal, SpecialReport
from reports.facts import months
from reports.facts.counted import COUNTED
from reports.models import (
    ActivityReach,
    ArticleReach,
    Bulletin,
    BulletinReach,
    CaseReach,
    Contribution,
    ContributionReach,
    FactsPosition,
    Inspection,
    InspectionProblem,
    InspectionReach,
    MediaArticle,
    PastReach,
    ProposalReach,
    PublicationReach,
    ReportReach,
)
from rooms.models import Activity

# First argument of the advisory lock that only one counter holds.
LOCK_CLASS = 7102
SYSTEM = "system"
# Acts taken in one transaction; consultations of which a rebuild reads the reach at once.
BATCH = 500
AT_ONCE = 10_000
# Comparing while others write: how often the acts in between are followed.
MOST_TRIES = 5
# What is counted and what narrows it, as one word: another one after a release that counts more.
MEASURES = md5(
    "\n".join(f"{code} {' '.join(counted.where)}" for code, counted in sorted(COUNTED.items())).encode(),
    usedforsecurity=False,
).hexdigest()
FIELDS = {"room": "rooms", "member": "members", "unit": "units"}
# What records belong to → the table that keeps how far they reach.
REACHES = {
    "case": CaseReach,
    "activity": ActivityReach,
    "proposal": ProposalReach,
    "report": ReportReach,
    "past": PastReach,
    "publication": PublicationReach,
    "bulletin": BulletinReach,
    "contribution": ContributionReach,
    "article": ArticleReach,
    "inspection": InspectionReach,
}
SOURCES = {
    "case": Consultation,
    "activity": Activity,
    "proposal": Proposal,
    "report": SpecialReport,
    "past": PastConsultation,
    "publication": PastPublication,
    "bulletin": Bulletin,
    "contribution": Contribution,
    "article": MediaArticle,
    "inspection": Inspection,
}
# Told apart by the record that the act was about; consultations by the case of the act.
BY_RECORD = {what: model for what, model in SOURCES.items() if what != "case"}
# What is counted with the record to which it belongs: an act about the one is an act about the other.
RATED = {"target_type__app_label": "proposals", "target_type__model": "proposal"}
PARTS = {
    "proposal": ((Handling, "proposal", {}), (LevelAdoption, "proposal", {}), (EvaluationRound, "target_id", RATED)),
    "report": ((Handling, "report", {}), (Instruction, "report", {})),
    "inspection": ((InspectionProblem, "inspection", {}),),
}


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
    recount("case", {case for _, case, *_ in events if case})
    for what, model in BY_RECORD.items():
        recount(what, _keys(events, model).union(*(_wholes(events, *part) for part in PARTS.get(what, ()))))
    _count_members(events)
    FactsPosition.objects.filter(pk=position.pk).update(sequence=events[-1][0], counted_at=timezone.now())
    return len(events)


def _keys(events, model) -> set[int]:
    return {int(key) for _, _, kind, key in events if kind == model._meta.label_lower}


def _wholes(events, part, to: str, only: dict) -> set[int]:
    """The records to which these parts belong, of those that were acted on."""
    keys = _keys(events, part)
    parts = part.objects.filter(pk__in=keys, **{f"{to}__isnull": False}, **only) if keys else part.objects.none()
    return set(parts.values_list(to, flat=True))


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
    """Whether acts wait to be counted, or nothing was ever counted."""
    return pending().exists() or not FactsPosition.objects.exists()


def freshness() -> tuple:
    """When the facts were last counted, if ever, and whether acts wait: one query."""
    rows = list(FactsPosition.objects.annotate(last=_last()).values_list("counted_at", "sequence", "last"))
    waits = any(last is not None and last > counted for _, counted, last in rows)
    return max((at for at, *_ in rows), default=None), not rows or waits


def recount(what: str, keys) -> None:
    """Count the months that these records reach, and those that they reached before."""
    keys = sorted(keys)
    if not keys:
        return
    now = _reaches(what, keys, {"in": keys})
    reached = [*REACHES[what].objects.filter(pk__in=keys), *now]
    for kind, name in FIELDS.items():
        for touched, owners in _by_months(reached, name).items():
            months.write(kind, owners, touched)
    _keep(what, now)


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


def _reaches(what: str, keys, lookups: dict) -> list:
    """One for each of the keys: whose records they hold, and of which months. `lookups` find the same keys."""
    found = {key: {"rooms": set(), "members": set(), "units": set(), "months": set()} for key in keys}
    for kind, name in FIELDS.items():
        for key, owner, month in _touched(what, kind, lookups) or ():
            found[key][name].add(owner)
            found[key]["months"].add(month)
    return [
        REACHES[what](pk=key, **{name: sorted(owners) for name, owners in reach.items()})
        for key, reach in found.items()
    ]


def _touched(what: str, kind: str, lookups: dict):
    rows = []
    for _, counted in months.counted_over(kind):
        if counted.of_what != what:
            continue
        near = counted.of(kind).filter(**{f"{counted.source}__{lookup}": value for lookup, value in lookups.items()})
        near = near.order_by().annotate(fact_source=F(counted.source), fact_month=TruncMonth("fact_day"))
        rows.append(near.values_list("fact_source", "owner", "fact_month"))
    return rows[0].union(*rows[1:]) if rows else None


def _keep(what: str, reached) -> None:
    names = [*FIELDS.values(), "months"]
    REACHES[what].objects.bulk_create(reached, update_conflicts=True, unique_fields=[what], update_fields=names)


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
    return written | {"reach": sum(_write_reaches(what) for what in REACHES)}


def _mark_all() -> None:
    last = Event.objects.order_by().values("chain").annotate(last=Max("sequence")).values_list("chain", "last")
    now = timezone.now()
    marks = [FactsPosition(chain=each, sequence=at, counted_at=now, measures=MEASURES) for each, at in last]
    FactsPosition.objects.all().delete()
    FactsPosition.objects.bulk_create(marks)


def _write_reaches(what: str) -> int:
    REACHES[what].objects.all().delete()
    count, last, keys = 0, 0, SOURCES[what].objects.order_by("pk").values_list("pk", flat=True)
    while batch := list(keys.filter(pk__gt=last)[:AT_ONCE]):
        count += _insert_reaches(what, last, batch[-1])
        last = batch[-1]
    return count


def _insert_reaches(what: str, after: int, last: int) -> int:
    """The same as `_reaches`, put together by the database: in Python it took half of counting everything anew."""
    parts, params = [], []
    for kind in FIELDS:
        rows = _touched(what, kind, {"gt": after, "lte": last})
        if rows is not None:
            sql, values = rows.query.sql_with_params()
            parts.append(f"SELECT '{kind}', touched.* FROM ({sql}) AS touched")  # noqa: S608, names of columns only
            params += values
    owners = ", ".join(_array("touched.owner", f"touched.kind = '{kind}'") for kind in FIELDS)
    table, source = REACHES[what]._meta, SOURCES[what]._meta
    columns = ", ".join([table.pk.column, *FIELDS.values(), "months"])
    # Only names of columns are put into the text.
    statement = f"""
        INSERT INTO {table.db_table} ({columns})
        SELECT whole.id, {owners}, {_array("touched.month::date", "touched.key IS NOT NULL")}
        FROM {source.db_table} AS whole
        LEFT JOIN ({" UNION ALL ".join(parts)}) AS touched (kind, key, owner, month) ON touched.key = whole.id
        WHERE whole.id > %s AND whole.id <= %s GROUP BY whole.id"""  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(statement, [*params, after, last])
        return cursor.rowcount


def _array(column: str, condition: str) -> str:
    return f"COALESCE(array_agg(DISTINCT {column}) FILTER (WHERE {condition}), '{{}}')"


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
