"""How far the records of one thing reach: in whose months they are counted, and in which."""

from django.db import connection
from django.db.models import F
from django.db.models.functions import TruncMonth

from consult.models import Consultation, EvaluationRound, PastConsultation
from proposals.models import Handling, Instruction, LevelAdoption, PastPublication, Proposal, SpecialReport
from reports.facts import months
from reports.models import (
    ActivityReach,
    ArticleReach,
    Bulletin,
    BulletinReach,
    CaseReach,
    Contribution,
    ContributionReach,
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

# Consultations of which a rebuild reads the reach at once.
AT_ONCE = 10_000
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


def records_of(events) -> dict[str, set[int]]:
    """What acts of the ledger were about: (sequence, case, kind of the object, its key)."""
    found = {"case": {case for _, case, *_ in events if case}}
    for what, model in BY_RECORD.items():
        found[what] = keys_of(events, model).union(*(_wholes(events, *part) for part in PARTS.get(what, ())))
    return found


def keys_of(events, model) -> set[int]:
    return {int(key) for _, _, kind, key in events if kind == model._meta.label_lower}


def _wholes(events, part, to: str, only: dict) -> set[int]:
    """The records to which these parts belong, of those that were acted on."""
    keys = keys_of(events, part)
    parts = part.objects.filter(pk__in=keys, **{f"{to}__isnull": False}, **only) if keys else part.objects.none()
    return set(parts.values_list(to, flat=True))


def by_months(reached, name: str) -> dict[tuple, list[int]]:
    """Months → the rooms, members or units of which just these are to be counted again."""
    touched: dict[int, set] = {}
    for reach in reached:
        for key in getattr(reach, name):
            touched.setdefault(key, set()).update(reach.months)
    found: dict[tuple, list[int]] = {}
    for key, found_months in touched.items():
        found.setdefault(tuple(sorted(found_months)), []).append(key)
    return found


def kept(what: str, keys):
    return REACHES[what].objects.filter(pk__in=keys)


def read(what: str, keys) -> list:
    """One for each of the keys: whose records they hold, and of which months."""
    found = {key: {"rooms": set(), "members": set(), "units": set(), "months": set()} for key in keys}
    for kind, name in FIELDS.items():
        for key, owner, month in _touched(what, kind, {"in": keys}) or ():
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


def keep(what: str, reached) -> None:
    names = [*FIELDS.values(), "months"]
    REACHES[what].objects.bulk_create(reached, update_conflicts=True, unique_fields=[what], update_fields=names)


def write_all(what: str) -> int:
    REACHES[what].objects.all().delete()
    count, last, keys = 0, 0, SOURCES[what].objects.order_by("pk").values_list("pk", flat=True)
    while batch := list(keys.filter(pk__gt=last)[:AT_ONCE]):
        count += _insert(what, last, batch[-1])
        last = batch[-1]
    return count


def _insert(what: str, after: int, last: int) -> int:
    """The same as `read`, put together by the database: in Python it took half of counting everything anew."""
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
