"""The kinds of workbooks, in the order in which a city that begins fills them."""

from reports.workbooks.kinds.kind import Column, Entry, Kind, Known, Place
from reports.workbooks.kinds.members import Members

KINDS: dict[str, Kind] = {kind.code: kind for kind in (Members(),)}

__all__ = ["KINDS", "Column", "Entry", "Kind", "Known", "Place"]
