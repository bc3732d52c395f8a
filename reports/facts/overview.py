"""Many subjects and their rules: what a list shows under its address, on the page and in the file alike."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from reports.facts import subjects
from reports.facts.quotas import STATUSES, State, states_of
from rooms.practice.counting import SEVERITIES, SUBJECTS

# Alarms first, then what is unmet for good, then what may still be met.
BY_SEVERITY = {code: place for place, code in enumerate(("alarm", "warn", "note"))}
SHOWN = ("unmet", "open", "met")
BY_STATUS = {code: place for place, code in enumerate(STATUSES)}


@dataclass(frozen=True)
class Asked:
    """What the address of the list asks for; what it does not say, or says wrongly, is not asked."""

    kind: str = "room"
    status: str = "unmet"
    severity: str = ""
    rule: str = ""
    words: str = ""
    on: date | None = None


def asked(params) -> Asked:
    def one(name, known, usual):
        value = params.get(name, usual)
        return value if value in known else usual

    return Asked(
        kind=one("kind", SUBJECTS, "room"),
        status=one("status", {*STATUSES, "all"}, "unmet"),
        severity=one("severity", SEVERITIES, ""),
        rule=params.get("rule", "")[:80],
        words=params.get("q", "").strip()[:60],
        on=day_of(params.get("on", "")),
    )


def day_of(text: str) -> date | None:
    """A day that has been; figures of days to come are not there yet."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if date(2000, 1, 1) <= day <= timezone.localdate() else None


class Rows(list):
    """States as the export of a list wants them: it asks whether there are more than so many."""

    def __getitem__(self, index):
        found = super().__getitem__(index)
        return Rows(found) if isinstance(index, slice) else found

    def exists(self) -> bool:
        return bool(self)


def all_states(user, want: Asked) -> list[State]:
    """Every rule of every subject of the kind, the most urgent first."""
    found = states_of(subjects.seen(user, want.kind), today=timezone.localdate(), on=want.on)
    return sorted(found, key=lambda state: (BY_STATUS[state.status], BY_SEVERITY[state.quota.severity]))


def chosen(states, want: Asked) -> Rows:
    return Rows(state for state in states if _fits(state, want))


def _fits(state: State, want: Asked) -> bool:
    return (
        want.status in ("all", state.status)
        and want.severity in ("", state.quota.severity)
        and want.rule in ("", state.quota.name)
        and want.words in state.subject.name
    )


@dataclass(frozen=True)
class Rule:
    """One rule with how many of its subjects stand where."""

    state: State
    counts: dict

    @property
    def quota(self):
        return self.state.quota

    @property
    def severity(self) -> str:
        return SEVERITIES[self.quota.severity]

    @property
    def figures(self) -> list[tuple[dict, int]]:
        """How many are unmet, on their way, met, and all: each with the status that its list asks for."""
        columns = [({"code": code, "name": STATUSES[code]}, self.counts.get(code, 0)) for code in SHOWN]
        return [*columns, ({"code": "all", "name": "共"}, sum(self.counts.values()))]


def rules(states) -> list[Rule]:
    """The rules of the kind by name; where places have different ones of a name, the first is told."""
    first, counts = {}, {}
    for state in states:
        first.setdefault(state.quota.name, state)
        counts.setdefault(state.quota.name, Counter())[state.status] += 1
    found = [Rule(state, counts[name]) for name, state in first.items()]
    return sorted(found, key=lambda rule: (BY_SEVERITY[rule.quota.severity], rule.quota.number))


def found(params, user) -> Rows:
    """What the list shows to this person under this address."""
    want = asked(params)
    return chosen(all_states(user, want), want)
