"""Which record a row means: by the columns of the key, and among those that agree in them by what tells them apart."""

from collections import defaultdict

from reports.workbooks.cells import UNCHANGED


class Ambiguous(Exception):
    """More than one record could be meant."""


class Known:
    """Records, or rows of the file, by their key."""

    def __init__(self, kind):
        self.kind = kind
        self._by_key = defaultdict(list)

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

    def has_namesake(self, values: dict) -> bool:
        return bool(self._by_key.get(self._key(values)))

    def _key(self, values):
        return tuple(getattr(values.get(name), "pk", values.get(name)) for name in self.kind.key)

    def _compared(self, mine, theirs) -> tuple[int, int]:
        same = other = 0
        for name in self.kind.apart:
            one, two = mine.get(name), theirs.get(name)
            if one and two and UNCHANGED not in (one, two):
                same, other = (same + 1, other) if one == two else (same, other + 1)
        return same, other
