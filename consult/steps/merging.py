"""Two people at one row: what each changed is kept; where both changed the same text, neither is lost."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Row:
    """One row as a browser sends it: its key, the version it knew (0: made there), what it sets, what stood there."""

    key: object
    version: int
    fields: dict = field(default_factory=dict)
    was: dict = field(default_factory=dict)


@dataclass
class Saved:
    """What became of a batch. `clashes`: both changed the same field; `refused`: key → why in one sentence."""

    cursor: int = 0
    rows: list = field(default_factory=list)
    clashes: list = field(default_factory=list)
    refused: dict = field(default_factory=dict)
    matters: list = field(default_factory=list)
    is_whole: bool = False


def merge(current, row: Row) -> tuple[dict, dict]:
    """Return what may be written and what clashes (field → what stands there now).

    A field clashes when the browser did not know the present text. Sending an edit twice finds its own text: no clash.
    """
    write, clash = {}, {}
    for name, value in row.fields.items():
        present = getattr(current, name)
        if present == value:
            continue
        if row.version == current.version or name not in row.was or row.was[name] == present:
            write[name] = value
        else:
            clash[name] = present
    return write, clash
