"""What a document is about, for every kind: papers of records, and the reader's own.

Those are papers of a member's duty, and samples of a paper whose words are being set.
"""

import re
from dataclasses import dataclass

from members.enums import UnitKind
from members.models import Member, Unit
from members.permissions import Scope
from reports.facts import subjects
from reports.models import Document
from reports.queries import documents as queries
from reports.queries.asked.monthly import month_asked
from reports.queries.asked.months import read_month
from reports.queries.documents import Printed, Subject
from reports.rules import KINDS, kinds_of

# duty_form-2026, duty_file-2026, duty_file-all: the year stands in the kind, as each has documents of its own.
DUTY = re.compile(r"duty_(form|file)-(\d{4}|all)")
# wording_assignment: how the paper of this kind would look, worded as somebody is typing it.
WORDING = re.compile(r"wording_([a-z_]+)")
# monthly-2026-10: 承办工作月报, of the office that issues it.
MONTHLY = re.compile(r"monthly-(\d{4}-\d{2})")
NAMES = {"form": "履职统计表", "file": "履职档案"}


@dataclass(frozen=True)
class DutyPaper(Subject):
    """A paper of a member's duty. It says what its reader sees: everybody orders the own one and reads no other."""

    reader: object = None
    about: subjects.Subject | None = None

    @property
    def form(self) -> str:
        return DUTY.fullmatch(self.kind)[1]

    @property
    def year(self) -> int | None:
        said = DUTY.fullmatch(self.kind)[2]
        return None if said == "all" else int(said)

    @property
    def consultation(self) -> None:
        return None

    @property
    def name(self) -> str:
        return NAMES[self.form]

    @property
    def unit(self):
        return next((role.unit for role in self.reader.current_roles if role.unit_id), None)

    def rights_scope(self) -> Scope:
        """The right to the file was asked before; the paper itself is its reader's own."""
        return Scope(persons=frozenset([self.reader.pk]))

    def documents(self):
        return super().documents().filter(ordered_by=self.reader)


@dataclass(frozen=True)
class Wordings(Subject):
    """One kind of paper of one unit, whose words its reader sets: the sample of it is the reader's own."""

    reader: object = None

    @property
    def code(self) -> str:
        return WORDING.fullmatch(self.kind)[1]

    @property
    def consultation(self) -> None:
        return None

    @property
    def name(self) -> str:
        return f"{KINDS[self.code].name}样张"

    @property
    def unit(self):
        return self.record

    def rights_scope(self) -> Scope:
        return Scope(
            keepers=frozenset([self.record.pk]),
            persons=frozenset([self.reader.pk]),
            path=self.record.region.path,
        )

    def documents(self):
        return super().documents().filter(ordered_by=self.reader)


@dataclass(frozen=True)
class MonthlyPaper(Subject):
    """承办工作月报 of one month: the same for everybody who may read it."""

    reader: object = None

    @property
    def month(self) -> str:
        return MONTHLY.fullmatch(self.kind)[1]

    @property
    def when(self) -> str:
        """2026年11月."""
        return f"{int(self.month[:4])}年{int(self.month[5:])}月"

    @property
    def consultation(self) -> None:
        return None

    @property
    def name(self) -> str:
        return "承办工作月报"

    @property
    def unit(self):
        return self.record

    def rights_scope(self) -> Scope:
        """The right to the month was asked before; who reads it prints it."""
        return Scope(persons=frozenset([self.reader.pk]))


def monthly(user, *, pk: int, kind: str) -> MonthlyPaper | None:
    office = Unit.objects.filter(kind=UnitKind.OFFICE).select_related("region").filter(pk=pk).first()
    if office is None or not user.has_perm("reports.view_monthly", Scope(path=office.region.path)):
        return None
    about = MonthlyPaper(kind, office, reader=user)
    return about if month_asked(about.month) == read_month(about.month) else None


def wordings(user, *, pk: int, kind: str) -> Wordings | None:
    """The words of a kind of paper, for who works in the unit that issues it."""
    if pk not in {role.unit_id for role in user.current_roles}:
        return None
    unit = Unit.objects.select_related("region").get(pk=pk)
    return Wordings(f"wording_{kind}", unit, reader=user) if kind in kinds_of(unit.kind) else None


def subject(user, *, kind: str, pk: int) -> Subject | None:
    if found := WORDING.fullmatch(kind):
        about = wordings(user, pk=pk, kind=found[1])
        return about if about and user.has_perm("reports.edit_wording", about) else None
    if MONTHLY.fullmatch(kind):
        return monthly(user, pk=pk, kind=kind)
    if not DUTY.fullmatch(kind):
        return queries.subject(user, kind=kind, pk=pk)
    about = subjects.member_subject(user, pk=pk)
    if about is None or not user.has_perm("reports.view_duty_file", about):
        return None
    member = Member.objects.select_related("region").get(pk=pk)
    return DutyPaper(kind, member, reader=user, about=about)


def printed(user, *, pk: int, number: int = 0, form: str = "") -> Printed | None:
    document = Document.objects.select_related("job", "object_type").filter(pk=pk).first()
    own = document is not None and (DUTY.fullmatch(document.kind) or WORDING.fullmatch(document.kind))
    if not own and (document is None or not MONTHLY.fullmatch(document.kind)):
        return queries.printed(user, pk=pk, number=number, form=form)
    about = subject(user, kind=document.kind, pk=int(document.object_id))
    if about is None or (own and document.ordered_by_id != user.pk):
        return None
    return Printed(document, about, number, form)
