"""Who has received a published paper, and what of it waits for whom."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import F
from django.utils import timezone

from consult.queries import MOST_TASKS, Task
from members.access import visible
from members.enums import UnitKind
from members.models import Role, Unit, User
from reports.enums import Recipients
from reports.models import Bulletin, Distribution, PeriodicReport
from rooms.models import Room


@dataclass(frozen=True)
class Receipts:
    """The way of one paper: every unit that it was sent to, and how far it is."""

    rows: list[Distribution]

    @property
    def received(self) -> int:
        return sum(row.is_received for row in self.rows)

    @property
    def waiting(self) -> int:
        return len(self.rows) - self.received


def receipts_of(paper, user) -> Receipts:
    """What of a paper's way the person may see: the sender all of it, a unit its own line."""
    rows = Distribution.objects.visible_to(user).of(paper).for_page()
    # Who has not signed stands first.
    return Receipts(list(rows.order_by(F("received_at").asc(nulls_first=True), "unit__region__path", "unit__pinyin")))


def receipt_tasks(user) -> Iterator[Task]:
    """Papers that wait for a signature of the person's units."""
    rows = Distribution.objects.open().sent_to(user).select_related("sender", "unit").order_by("sent_at", "pk")
    for row in rows[: MOST_TASKS + 1]:
        yield Task(f"签收{row.sender.short_name}发来的文件", row.title, row.url, row.sent_at)


# ── sending out ──────────────────────────────────────────────────────────────────────────────────────────────────────
# What is distributed, as addresses name it.
PAPERS = {"periodicreport": PeriodicReport, "bulletin": Bulletin}
KINDS = {
    Recipients.TOWNSHIPS: (UnitKind.TOWNSHIP,),
    Recipients.BODIES: (UnitKind.PARTY_BODY,),
    Recipients.ROOMS: (UnitKind.ROOM,),
    Recipients.GUIDANCE: (UnitKind.GUIDANCE,),
    Recipients.DEPARTMENTS: (UnitKind.DEPARTMENT,),
    Recipients.OFFICES: (UnitKind.CITY_COMMITTEE, UnitKind.OFFICE, UnitKind.DISPATCH_OFFICE),
}


def paper_of(user, *, kind: str, pk: int):
    """A paper that is distributed, if the person sees it."""
    model = PAPERS.get(kind)
    return visible(model, user).filter(pk=pk).first() if model else None


def units_of(groups, region) -> list[Unit]:
    """The units of whole groups, below a region; of rooms those that work."""
    kinds = [kind for code in groups for kind in KINDS[code]]
    units = Unit.objects.active().filter(kind__in=kinds, region__path__startswith=region.path)
    closed = Room.objects.exclude(pk__in=Room.objects.open().values("pk"))
    return list(units.exclude(pk__in=closed.values("unit")).order_by("region__path", "pinyin", "pk"))


def reachable_people(region):
    """Persons to whom a paper can be sent by name: somebody of a unit below the region."""
    held = Role.objects.on(timezone.localdate()).filter(unit__region__path__startswith=region.path)
    return User.objects.filter(is_active=True, pk__in=held.values("user")).order_by("pinyin", "pk")


def units_of_people(people) -> dict[int, int]:
    """The unit through which each person gets a paper: that of the oldest role; who has none any more is left out."""
    roles = Role.objects.on(timezone.localdate()).filter(user__in=people, user__is_active=True, unit__isnull=False)
    found: dict[int, int] = {}
    for role in roles.order_by("pk"):
        found.setdefault(role.user_id, role.unit_id)
    return found
