"""Which record a row means: by the columns of the key, and among those that agree in them by what tells them apart."""

from collections import defaultdict

from reports.workbooks.cells import UNCHANGED, plain


class Ambiguous(Exception):
    """More than one record could be meant."""


class Known:
    """Records, or rows of the file, by their key."""

    def __init__(self, kind):
        self.kind = kind
        self._by_key = defaultdict(list)
        self._taken = set()

    def add(self, thing, values: dict) -> None:
        self._by_key[self._key(values)].append((thing, values))

    def find(self, values: dict):
        """The one that is meant, or None. Raises Ambiguous."""
        fitting = []
        for thing, theirs in self._by_key.get(self._key(values), ()):
            same, other = self._compared(values, theirs)
            # Who differs in all that tells apart is somebody else of the same name.
            if same or not other:
                fitting.append((same, thing))
        if not fitting:
            return None
        best = max(same for same, _ in fitting)
        found = [thing for same, thing in fitting if same == best]
        if len(found) > 1:
            raise Ambiguous
        return found[0]

    def take_same(self, values: dict):
        """Of several that agree in the key, one that says the same in every column; each is meant by one row."""
        several = self._by_key.get(self._key(values), ())
        if len(several) < 2:
            return None
        for place, (thing, theirs) in enumerate(several):
            taken = (self._key(values), place)
            if taken not in self._taken and self._says_the_same(values, theirs):
                self._taken.add(taken)
                return thing
        return None

    def _says_the_same(self, mine, theirs) -> bool:
        """What is missing in the file says nothing; stars that come back say the same."""
        told = [(column, mine[column.name]) for column in self.kind.columns if column.name in mine]
        return len(told) == len(self.kind.columns) and all(
            value is UNCHANGED or column.field.same(value, theirs[column.name]) for column, value in told
        )

    def has_namesake(self, values: dict) -> bool:
        return bool(self._by_key.get(self._key(values)))

    def _key(self, values):
        found = (values.get(name) for name in self.kind.key)
        return tuple(plain(each) if isinstance(each, str) else getattr(each, "pk", each) for each in found)

    def _compared(self, mine, theirs) -> tuple[int, int]:
        same = other = 0
        for name in self.kind.apart:
            one, two = mine.get(name), theirs.get(name)
            if one and two and UNCHANGED not in (one, two):
                same, other = (same + 1, other) if one == two else (same, other + 1)
        return same, other
