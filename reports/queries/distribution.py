"""Who has received a published paper, and what of it waits for whom."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import F

from consult.queries import MOST_TASKS, Task
from members.access import visible
from members.enums import UnitKind
from members.models import Unit
from reports.models import Distribution, PeriodicReport
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
    rows = Distribution.objects.open().to_units_of(user).select_related("sender", "unit").order_by("sent_at", "pk")
    for row in rows[: MOST_TASKS + 1]:
        yield Task(f"签收{row.sender.short_name}发来的文件", row.title, row.url, row.sent_at)


# ── sending out ──────────────────────────────────────────────────────────────────────────────────────────────────────
# What is distributed, as addresses name it.
PAPERS = {"periodicreport": PeriodicReport}
GROUPS = {
    "townships": ("各乡镇（街道）党（工）委", (UnitKind.TOWNSHIP,)),
    "bodies": ("企业、行业党组织", (UnitKind.PARTY_BODY,)),
    "rooms": ("各联络室", (UnitKind.ROOM,)),
    "guidance": ("各工作指导组", (UnitKind.GUIDANCE,)),
    "departments": ("各部门单位", (UnitKind.DEPARTMENT,)),
    "offices": (
        "市委、市政协办公室、市委办、市政府办",
        (UnitKind.CITY_COMMITTEE, UnitKind.OFFICE, UnitKind.DISPATCH_OFFICE),
    ),
}


def paper_of(user, *, kind: str, pk: int):
    """A paper that is distributed, if the person sees it."""
    model = PAPERS.get(kind)
    return visible(model, user).filter(pk=pk).first() if model else None


def units_of(groups, region) -> list[Unit]:
    """The units of a distribution list, below a region; of rooms those that work."""
    kinds = [kind for code in groups for kind in GROUPS[code][1]]
    units = Unit.objects.active().filter(kind__in=kinds, region__path__startswith=region.path)
    closed = Room.objects.exclude(pk__in=Room.objects.open().values("pk"))
    return list(units.exclude(pk__in=closed.values("unit")).order_by("region__path", "pinyin", "pk"))
