"""试算: a scheme that is in force or still a draft, tried on the facts of a year that is over.

Nothing of it is written anywhere: it is counted when the page is opened, and cannot be published.
"""

from dataclasses import dataclass, replace

from reports.facts.points.frozen import Compared, beside
from reports.facts.points.results import counted, results
from reports.facts.points.rounds import Round
from reports.facts.points.scheme import Item, Scheme, scheme_named
from rooms import practice
from rooms.models import PracticeDraft
from rooms.practice import drafting


@dataclass(frozen=True)
class Choice:
    """A scheme that may be tried: what the place follows now, or one of its drafts."""

    code: str
    name: str
    scheme: Scheme
    # As the pack says it.
    table: dict


@dataclass(frozen=True)
class Trial:
    choice: Choice
    rows: list[Compared]
    # Items marked by hand for which last year has no marks of that name.
    unmarked: list[Item]

    @property
    def moved(self) -> int:
        return sum(bool(each.places_moved) for each in self.rows)

    @property
    def regraded(self) -> int:
        return sum(each.is_regraded for each in self.rows)


def choices(user, a_round: Round) -> list[Choice]:
    found: list[Choice] = []
    version = practice.current_version(a_round.region)
    if version and (scheme := scheme_named(resolved := practice.of(version).resolved, a_round.scheme.code)):
        found.append(Choice("current", f"现行做法 {version.version}", scheme, _table(resolved, scheme)))
    drafts = PracticeDraft.objects.visible_to(user).filter(region=a_round.region, room__isnull=True)
    for draft in drafts.order_by("-updated_at")[:20]:
        # A draft with faults is not tried: nobody knows what it says.
        pack = drafting.pack_of(draft.data)
        scheme = pack and scheme_named(pack.resolved, a_round.scheme.code)
        if scheme and scheme.kind == a_round.kind:
            found.append(Choice(f"draft-{draft.pk}", f"草稿《{draft.name}》", scheme, _table(pack.resolved, scheme)))
    # What the year was counted by already is the least interesting of them.
    return sorted(found, key=lambda each: each.scheme == a_round.scheme)


def _table(resolved, scheme: Scheme) -> dict:
    return next(table for table in resolved["scheme"] if table["code"] == scheme.code)


def trial(a_round: Round, choice: Choice) -> Trial:
    """The same year by the other scheme, beside what the year gave."""
    tried = replace(a_round, scheme=choice.scheme)
    now = sorted(counted(tried), key=lambda each: (each.place is None, each.place))
    marked = {item.name for item in a_round.scheme.marked}
    unmarked = [item for item in choice.scheme.marked if a_round.row is None or item.name not in marked]
    return Trial(choice, beside(results(a_round), now), unmarked)
