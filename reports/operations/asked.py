"""批量办理: the same act on several things that a unit is asked for, each judged by itself."""

from collections import defaultdict
from dataclasses import dataclass, field

from django.db import transaction

from consult.steps import assignment as assignments
from members.models import Unit
from members.operations import desks
from members.workflow import Refused
from proposals.operations import accepting, handling_work
from reports.queries.asked import Item
from reports.queries.asked.sources import inside

# What may be done to many at once; nothing that cannot be taken back is among them.
ACCEPTING = {
    "assignment": ("consult.handle_assignment", assignments.accept),
    "report": ("proposals.handle", handling_work.accept),
    "proposal": ("proposals.handle_proposal", accepting.agree),
}
NO_ACCEPTING = "不用签收"


@dataclass
class Outcome:
    """What became of each: how many were done, and which were not, by reason."""

    word: str
    done: int = 0
    left: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))

    def leave(self, item: Item, why: str) -> None:
        self.left[why].append(item.title)

    @property
    def told(self) -> str:
        return f"{self.done} 件已{self.word}。" if self.done else ""

    @property
    def rest(self) -> str:
        """Those that were not done, with the reason and a few titles of each."""
        count = sum(map(len, self.left.values()))
        if not count:
            return ""
        parts = [f"{why.rstrip('。')}（{_titles(titles)}）" for why, titles in self.left.items()]
        return f"{count} 件没有{self.word}：" + "；".join(parts) + "。"


def accept_many(items: list[Item], *, by) -> Outcome:
    """签收: each in a transaction of its own, so that one that cannot be accepted holds up no other."""
    outcome = Outcome("签收")
    for item in items:
        permission, verb = ACCEPTING.get(_origin(item), ("", None))
        if verb is None:
            outcome.leave(item, NO_ACCEPTING)
        elif not by.has_perm(permission, item.record):
            outcome.leave(item, "不是本单位的承办件")
        else:
            _carry_out(outcome, item, verb, by=by)
    return outcome


def _origin(item: Item) -> str:
    if item.source != "handling":
        return item.source
    return "report" if item.record.report_id else "proposal"


def _carry_out(outcome: Outcome, item: Item, verb, *, by) -> None:
    try:
        with transaction.atomic():
            verb(item.record, by=by)
    except Refused as refused:
        outcome.leave(item, str(refused))
    else:
        outcome.done += 1


def handle_many(items: list[Item], *, by, holder, deputy=None) -> Outcome:
    """Name who handles these; of several units each its own."""
    outcome = Outcome(f"由{holder.name}经办")
    for unit, owners in _open_by_unit(items, outcome, by).items():
        outcome.done += len(desks.set_handler(owners, unit, by=by, holder=holder, deputy=deputy))
    return outcome


def hand_over_many(items: list[Item], *, by, taker, note="") -> Outcome:
    outcome = Outcome(f"移交{taker.name}")
    for unit, owners in _open_by_unit(items, outcome, by).items():
        outcome.done += desks.hand_over(owners, unit, by=by, taker=taker, note=note).items.count()
    return outcome


def _open_by_unit(items, outcome, by) -> dict[Unit, list]:
    found = defaultdict(list)
    for item in items:
        if item.unit.pk not in inside(by):
            outcome.leave(item, "不是本单位的承办件")
        elif not item.is_open:
            outcome.leave(item, "已经了结")
        else:
            found[item.unit].append(item.record)
    return found


def _titles(titles: list[str], most: int = 3) -> str:
    named = "、".join(title[:20] for title in titles[:most])
    return f"{named}等 {len(titles)} 件" if len(titles) > most else named
