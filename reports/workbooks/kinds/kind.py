"""What a kind of workbook is: its columns, which record a row means, and the verbs that write it."""

from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property

from django.db.models import Q

from members.enums import UnitKind
from members.models import Region
from members.models.places import under
from members.permissions import roles_that_allow
from members.workflow import Refused
from reports.workbooks.fields import Field, Phone
from rooms.enums import RoomState
from rooms.models import Room


@dataclass(frozen=True)
class Column:
    """`help` stands beside the cell while it is filled; `example` in the row that is passed over."""

    name: str
    title: str
    field: Field
    required: bool = False
    help: str = ""
    example: object = ""
    width: float = 14


class Place:
    """For whom a workbook is made or read: the person, and where the person may write this kind."""

    def __init__(self, user, permission: str):
        self.user, self.permission = user, permission
        self._kept = {}

    @cached_property
    def roles(self) -> list:
        return roles_that_allow(self.user, self.permission)

    @cached_property
    def city(self) -> Region:
        return Region.objects.get(code=self.roles[0].place.city_code)

    @property
    def paths(self) -> list[str]:
        return [self.city.path]

    def kept(self, name: str, read):
        """What a check asks for in every row, read once."""
        if name not in self._kept:
            self._kept[name] = read(self)
        return self._kept[name]

    def rooms(self, *, own=False):
        """Rooms over which one of the roles gives the right; `own`: by a role in the room itself."""
        units = [role.unit_id for role in self.roles if role.unit_id and role.unit.kind == UnitKind.ROOM]
        wider = [role.place.path for role in self.roles if not own and role.unit_id not in units]
        standing = Room.objects.filter(unit__is_active=True, state__in=[RoomState.APPROVED, RoomState.OPENED])
        return standing.filter(Q(unit__in=units) | under(wider, "unit__region__path"))


@dataclass
class Known:
    """A record as it stands, by the names of the columns; `hidden` are those that this person may not read."""

    record: object
    values: dict
    hidden: tuple[str, ...] = ()


@dataclass
class Entry:
    """One row of a workbook after the check."""

    number: int
    values: dict = field(default_factory=dict)
    known: Known | None = None
    # Name of the column → before and after, as a person reads them.
    changes: dict = field(default_factory=dict)
    # Pairs of a column's number in the sheet (None: the row as a whole) and a sentence.
    faults: list = field(default_factory=list)

    @property
    def verdict(self) -> str:
        if self.faults:
            return "wrong"
        if self.known is None:
            return "new"
        return "changed" if self.changes else "same"


@contextmanager
def naming(entry: Entry):
    """A refusal says in which row it was."""
    try:
        yield
    except Refused as reason:
        raise RowRefused(entry.number, str(reason)) from None


class RowRefused(Refused):
    """A verb refused one row; `reason` is its own sentence."""

    def __init__(self, number: int, reason: str):
        super().__init__(f"第 {number} 行：{reason}")
        self.reason = reason


class Kind:
    """A kind is a subclass in a file of its own; see docs/workbooks.md."""

    code: str
    title: str
    # Who may open its page, and over which record a row must be allowed.
    permission: str
    # What is asked over a record that a row changes, where that is another right.
    change_permission: str = ""
    columns: tuple[Column, ...]
    # Columns that say which record a row means, and those that tell apart records that agree in them.
    key: tuple[str, ...]
    apart: tuple[str, ...] = ()
    about: str = ""
    # Grows when the columns change in a way that older files do not fit.
    version = 1
    # Whether its verbs are tried row by row in the check; a kind that writes in bulk says all refusals itself.
    rehearsed = True
    # Rows that one question to the database, or one verb in bulk, takes at once.
    batch = 1000

    def lookups(self, place: Place) -> dict:
        return {}

    def records(self, place: Place):
        """What is exported and found again, in order: a QuerySet."""
        raise NotImplementedError

    def known(self, record, place: Place) -> Known:
        """A record with its values; where they are its own fields nothing more is needed."""
        return Known(record, {column.name: getattr(record, column.name) for column in self.columns})

    def rows(self, place: Place):
        """The records, each with its values."""
        for record in self.records(place).iterator(self.batch):
            yield self.known(record, place)

    def scope_of(self, values: dict, place: Place):
        """The record over which the right is asked for a row."""
        return place.city

    def faults(self, values: dict, known: Known | None, place: Place):
        """What is wrong across several cells: pairs of a column's name and a sentence."""
        return ()

    def create(self, entries: list[Entry], place: Place, *, by) -> None:
        """Write new records; a kind that writes in bulk does it here, others say how one is written."""
        for entry in entries:
            with naming(entry):
                self.create_one(entry.values, place, by=by)

    def change(self, entries: list[Entry], place: Place, *, by) -> None:
        for entry in entries:
            with naming(entry):
                self.change_one(entry.known.record, entry.values, entry.changes, place, by=by)

    def create_one(self, values: dict, place: Place, *, by) -> None:
        raise NotImplementedError

    def change_one(self, record, values: dict, changes, place: Place, *, by) -> None:
        """`values` are all columns, `changes` the names of those that differ."""
        raise NotImplementedError

    @cached_property
    def has_phones(self) -> bool:
        return any(isinstance(column.field, Phone) for column in self.columns)

    @cached_property
    def by_name(self) -> dict[str, Column]:
        return {column.name: column for column in self.columns}
