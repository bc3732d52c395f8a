"""The facts' rows in SQL: the whole table or a few subjects and months, both by the same sentence."""

from datetime import date
from functools import lru_cache

from django.db import connection
from django.db.models import CharField, F, Q, Value
from django.db.models.functions import Concat, Replace, TruncMonth

from reports.facts import regions
from reports.facts.counted import COUNTED, sources
from reports.models import MemberMonth, RoomMonth, UnitMonth

TABLES = {"room": RoomMonth, "member": MemberMonth, "unit": UnitMonth}
COLUMNS = ("subject", "month", "measure", "part", "n")
# Between the filters of a part; whoever typed one into a free text gets another one.
BAR, OTHER_BAR = "|", "/"


def counted_over(kind: str) -> list[tuple]:
    """Each measure of these subjects with each place where its records stand."""
    return [(code, counted) for code in COUNTED for counted in sources(code) if kind in counted.over]


def measures_of(kind: str, what: str) -> frozenset[str]:
    """What is counted of these subjects, wholly or partly, out of such records: case, activity, proposal …"""
    return frozenset(code for code, counted in counted_over(kind) if counted.of_what == what)


def monthly(kind: str, *, keys=None, months=(), measures=None):
    """A row for each subject, month, measure, part and place of records; with `keys`, `months`, `measures` of these."""
    places = [(code, each) for code, each in counted_over(kind) if measures is None or code in measures]
    found = [_grouped(code, each, kind, keys, months) for code, each in places]
    return found[0].union(*found[1:], all=True)


def _grouped(code, counted, kind, keys, months):
    bounds = {"since": min(months), "until": last_day(max(months))} if months else {}
    found = counted.of(kind, keys, **bounds).order_by()
    found = found.annotate(
        fact_month=TruncMonth("fact_day"),
        fact_measure=Value(code, output_field=CharField()),
        fact_part=_part(counted),
    )
    if months:
        found = found.filter(fact_month__in=list(months))
    found = found.values("owner", "fact_month", "fact_measure", "fact_part").annotate(fact_n=counted.total)
    return found.values_list("owner", "fact_month", "fact_measure", "fact_part", "fact_n")


def _part(counted):
    """|form=bench|, with one such piece for each filter that the measure knows."""
    if not counted.where:
        return Value("", output_field=CharField())
    pieces = [Value(BAR)]
    for key, path in counted.where.items():
        plain = Replace(Concat(F(path), Value("")), Value(BAR), Value(OTHER_BAR))
        pieces += [Value(f"{key}="), plain, Value(BAR)]
    return Concat(*pieces, output_field=CharField())


def last_day(month: date) -> date:
    return date(month.year + month.month // 12, month.month % 12 + 1, 1) - date.resolution


def narrowed(where) -> Q:
    """Rows of the facts that a rule's `where` lets through."""
    found = Q()
    for key, value in where.items():
        found &= Q(part__contains=f"{BAR}{key}={value.replace(BAR, OTHER_BAR)}{BAR}")
    return found


def write_all(kind: str) -> int:
    """Count everything anew, measure by measure."""
    TABLES[kind].objects.all().delete()
    return sum(insert(kind, monthly(kind, measures=[code])) for code in dict(counted_over(kind)))


def write(kind: str, keys, months, *, of: str) -> None:
    """Count anew what these subjects have of such records in these months; only what changed is written."""
    measures = measures_of(kind, of)
    if not keys or not months or not measures:
        return
    keys, months = sorted(set(keys)), sorted(set(months))
    sql, params = _written_once(kind, measures, len(keys), len(months))
    meant = dict(zip([*_keys(len(keys)), *_months(len(months))], [*keys, *months], strict=True))
    # The last day is asked for beside the first ones.
    meant[last_day(_months(len(months))[-1])] = last_day(months[-1])
    params = [*(meant.get(each, each) for each in params), keys, months, sorted(measures)]
    with connection.cursor() as cursor:
        cursor.execute(CHANGED.format(**_names(kind), rows=sql), params)


def _names(kind: str) -> dict:
    """What the statement puts in; what rooms came to is also added to the regions where they lay."""
    then = regions.added(MORE) if kind == "room" else "SELECT 1"
    return {"subject": f"{kind}_id", "table": _table(kind), "names": ", ".join(COLUMNS), "then": then}


MORE = "SELECT subject, month, measure, part, more FROM changed"
# The rows as they are, beside those that are kept.
CHANGED = """
    WITH fresh AS (
        SELECT subject, month::date AS month, measure, part, SUM(n)::bigint AS n
        FROM ({rows}) AS counted ({names}) GROUP BY 1, 2, 3, 4
    ), kept AS (
        SELECT {subject} AS subject, month, measure, part, n FROM {table}
        WHERE {subject} = ANY(%s) AND month = ANY(%s) AND measure = ANY(%s)
    ), changed AS (
        SELECT subject, month, measure, part, fresh.n, COALESCE(fresh.n, 0) - COALESCE(kept.n, 0) AS more
        FROM fresh FULL JOIN kept USING (subject, month, measure, part) WHERE fresh.n IS DISTINCT FROM kept.n
    ), gone AS (
        DELETE FROM {table} AS row USING changed WHERE changed.n IS NULL AND row.{subject} = changed.subject
            AND row.month = changed.month AND row.measure = changed.measure AND row.part = changed.part
    ), come AS (
        INSERT INTO {table} ({subject}, month, measure, part, n)
        SELECT subject, month, measure, part, n FROM changed WHERE n IS NOT NULL
        ON CONFLICT ({subject}, measure, month, part) DO UPDATE SET n = EXCLUDED.n
    )
    {then}"""


@lru_cache(maxsize=200)
def _written_once(kind: str, measures: frozenset, keys: int, months: int) -> tuple[str, tuple]:
    """The statement for so many subjects and months: Django needs four times as long to write it as the database to
    answer it. Keys and months that there cannot be stand where the real ones are put in.
    """
    return monthly(kind, keys=_keys(keys), months=_months(months), measures=measures).query.sql_with_params()


def _keys(count: int) -> list[int]:
    return [-1 - at for at in range(count)]


def _months(count: int) -> list[date]:
    return [date(1 + at // 12, 1 + at % 12, 1) for at in range(count)]


def insert(kind: str, rows) -> int:
    """Write the rows; records of one measure that stand in two places are one figure."""
    return _insert(kind, *rows.query.sql_with_params())


def _insert(kind: str, sql: str, params) -> int:
    columns, names = ", ".join([f"{kind}_id", *COLUMNS[1:]]), ", ".join(COLUMNS)
    summed = f"SELECT subject, month, measure, part, SUM(n) FROM ({sql}) AS counted ({names}) GROUP BY 1, 2, 3, 4"  # noqa: S608, names of columns only
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO {_table(kind)} ({columns}) {summed}", params)
        return cursor.rowcount


def differences(kind: str) -> list[tuple]:
    """Where the rows are not what counting gives now: (subject, month, measure, part, kept, counted)."""
    sql, params = monthly(kind).query.sql_with_params()
    names = ", ".join(COLUMNS)
    compared = f"""
        SELECT subject, month, measure, part, SUM(kept)::bigint, SUM(counted)::bigint FROM (
            SELECT {kind}_id AS subject, month, measure, part, n AS kept, 0 AS counted FROM {_table(kind)}
            UNION ALL SELECT subject, month, measure, part, 0, n FROM ({sql}) AS fresh ({names})
        ) AS both_sides
        GROUP BY subject, month, measure, part HAVING SUM(kept) <> SUM(counted)
        ORDER BY subject, month, measure, part"""  # noqa: S608, names of columns only
    with connection.cursor() as cursor:
        cursor.execute(compared, params)
        return cursor.fetchall()


def _table(kind: str) -> str:
    return f'"{TABLES[kind]._meta.db_table}"'
