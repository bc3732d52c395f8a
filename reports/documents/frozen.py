"""Table papers as JSON and back: what a document is made from is kept, so that it can be made again as it was."""

from dataclasses import fields, is_dataclass
from datetime import date

from reports.documents import papers, posters, sheets

TYPE = "is"
CLASSES = {
    name: cls
    for module in (papers, sheets, posters)
    for name, cls in vars(module).items()
    if isinstance(cls, type) and is_dataclass(cls)
}
# Fields whose bytes are read again from the file that they come from.
UNKEPT = "content"


def freeze(value):
    """Write a paper, or any part of one, as data that JSON can hold."""
    if is_dataclass(value):
        kept = {part.name: freeze(getattr(value, part.name)) for part in fields(value) if part.name != UNKEPT}
        return {TYPE: type(value).__name__, **kept}
    if isinstance(value, tuple | list):
        return [freeze(item) for item in value]
    if isinstance(value, date):
        return {TYPE: "date", "day": value.isoformat()}
    return value


def thaw(value):
    """Make the paper again from its data."""
    if isinstance(value, list):
        return tuple(thaw(item) for item in value)
    if not isinstance(value, dict):
        return value
    if value[TYPE] == "date":
        return date.fromisoformat(value["day"])
    cls = CLASSES[value[TYPE]]
    kept = {name: thaw(part) for name, part in value.items() if name != TYPE}
    return cls(**kept, **({UNKEPT: b""} if UNKEPT in {part.name for part in fields(cls)} else {}))
