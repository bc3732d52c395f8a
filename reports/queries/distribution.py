"""Who has received a published paper, and what of it waits for whom."""

from collections.abc import Iterator
from dataclasses import dataclass

from consult.queries import MOST_TASKS, Task
from reports.models import Distribution


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
    return Receipts(list(rows.order_by("received_at", "unit__region__path", "unit__pinyin")))


def receipt_tasks(user) -> Iterator[Task]:
    """Papers that wait for a signature of the person's units."""
    rows = Distribution.objects.open().to_units_of(user).select_related("sender", "unit").order_by("sent_at", "pk")
    for row in rows[: MOST_TASKS + 1]:
        yield Task(f"签收{row.sender.short_name}发来的文件", row.title, row.url, row.sent_at)


def was_sent_to(model, user):
    """Keys of the papers of this model that came to the person's units."""
    rows = Distribution.objects.to_units_of(user).filter(object_type__app_label=model._meta.app_label)
    return rows.filter(object_type__model=model._meta.model_name).values("object_id")
