"""The text that a paper must show, taken from its data and not from its layout, to check the one by the other."""

from dataclasses import fields, is_dataclass
from datetime import date

from reports.documents.faces import printable
from reports.documents.papers import chinese_date


def expected_text(paper):
    """Return every printed text of a paper, one a line."""
    return "\n".join(_texts(paper))


def length(paper):
    return sum(map(len, _texts(paper, clean=str)))


def _texts(value, *, clean=printable):
    if isinstance(value, str):
        yield from filter(None, [clean(value)])
    elif isinstance(value, date):
        yield chinese_date(value)
    elif isinstance(value, tuple):
        for item in value:
            yield from _texts(item, clean=clean)
    elif is_dataclass(value):
        for part in fields(value):
            if part.metadata.get("printed", True):
                yield from _texts(getattr(value, part.name), clean=clean)
