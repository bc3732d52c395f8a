"""Rows of several tables as one list: filtered, counted, put in order and cut into pages as if they were of one."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from types import SimpleNamespace

from django.db.models import Count, Q, QuerySet

# What the branches have in common; all of them are annotated with these.
COLUMNS = (
    "as_source",
    "as_id",
    "as_kind",
    "as_stage",
    "as_due_on",
    "as_answer_by",
    "as_accept_by",
    "as_issued_at",
    "as_accepted_at",
    "as_answered_at",
    "as_is_strict",
    "as_unit",
    "as_holder",
    "as_deputy",
)
# A place in the order is the same on every page only where no two rows share it.
LAST = ("as_source", "as_id")
# What is read to find the place of a row; the columns of the order come by themselves.
PLACES = LAST


@dataclass(frozen=True)
class AskedRows:
    """A QuerySet for each table, narrowed together; read as one union with the common columns."""

    branches: Mapping[str, QuerySet]
    order: tuple = ("as_due_on", *LAST)
    part: slice | None = None

    # The keyset of `page_after` asks for it; the common columns are of no model.
    model = None

    def all(self):
        return self

    def filter(self, *args, **fields):
        return self._each(lambda rows: rows.filter(*args, **fields))

    def exclude(self, *args, **fields):
        return self._each(lambda rows: rows.exclude(*args, **fields))

    def annotate(self, **expressions):
        return self._each(lambda rows: rows.annotate(**expressions))

    def none(self):
        return self._each(lambda rows: rows.none())

    def where(self, condition_of):
        """Narrow each table by a condition of its own: `condition_of` gives it for the code of the source."""
        return replace(self, branches={code: rows.filter(condition_of(code)) for code, rows in self.branches.items()})

    def order_by(self, *names):
        return replace(self, order=names)

    def count(self) -> int:
        return self.tally(all=Q())["all"]

    def exists(self) -> bool:
        return bool(list(self._union(PLACES)[:1]))

    def __bool__(self) -> bool:
        return self.exists()

    def __getitem__(self, part: slice):
        return replace(self, part=part)

    def __iter__(self) -> Iterator[SimpleNamespace]:
        if self.part is None:
            yield from self._read(self._union(COLUMNS))
            return
        # Where a part is cut out, the order is found by what it needs alone, and the rest is read for the part.
        places = [values[:2] for values in self._union(PLACES)]
        rows = {(row.as_source, row.as_id): row for row in replace(self.only(places), part=None)}
        yield from (rows[place] for place in places if place in rows)

    def iterator(self, batch: int) -> Iterator[SimpleNamespace]:
        return self._read(self._union(COLUMNS).iterator(batch))

    @staticmethod
    def _read(rows) -> Iterator[SimpleNamespace]:
        for values in rows:
            yield SimpleNamespace(**dict(zip(COLUMNS, values, strict=True)))

    def only(self, keys: Iterable[tuple[str, int]]):
        """Those with these keys: (source, key of its row)."""
        wanted = defaultdict(list)
        for code, key in keys:
            wanted[code].append(key)
        return replace(self, branches={code: rows.filter(pk__in=wanted[code]) for code, rows in self.branches.items()})

    def counts(self, name: str) -> dict:
        """How many rows have each value of a common column."""
        return {value: found["all"] for value, found in self.tallies(name, all=Q()).items()}

    def tallies(self, name: str, **conditions) -> dict[object, Counter]:
        """How many rows with each value of a common column fulfill each of these conditions: one query."""
        found = defaultdict(Counter)
        asked = {each: Count("pk", filter=condition) for each, condition in conditions.items()}
        for value, *counts in self._joined(lambda rows: rows.values_list(name).annotate(**asked)):
            found[value].update(dict(zip(asked, counts, strict=True)))
        return found

    def tally(self, **conditions) -> dict[str, int]:
        """How many rows fulfill each of these conditions: one query."""
        whole = self.tallies("as_source", **conditions) if conditions else {}
        return {name: sum(found[name] for found in whole.values()) for name in conditions}

    def _each(self, narrow):
        return replace(self, branches={code: narrow(rows) for code, rows in self.branches.items()})

    def _union(self, columns):
        columns = list(dict.fromkeys([*columns, *(name.lstrip("-") for name in self.order)]))
        union = self._joined(lambda rows: rows.values_list(*columns)).order_by(*self.order)
        return union if self.part is None else union[self.part]

    def _joined(self, values_of):
        first, *others = [values_of(rows.order_by()) for rows in self.branches.values()]
        return first.union(*others, all=True) if others else first
