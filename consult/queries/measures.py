"""What is counted of one consultation: gates, pages and statistics ask here."""

from types import MappingProxyType

from django.db.models import Count, Value

from consult.enums import (
    MatterLevel,
    MatterState,
    MeetingState,
    SubmissionKind,
    SubmissionState,
)
from consult.models import Statement, Submission
from rooms.practice.shares import exact, share_after


def standing_matters(consultation):
    return consultation.matter_set.standing()


def agreed_matters(consultation):
    return standing_matters(consultation).filter(consensus=True)


def dissents(consultation):
    """Statements of dissent in all meetings of the case."""
    return Statement.objects.standing().filter(meeting__consultation=consultation, is_dissent=True)


def unsent_city_matters(consultation):
    """City-level matters of the signed minutes that no submission has taken to the office."""
    sent = Submission.objects.filter(
        consultation=consultation, kind=SubmissionKind.MATTER, matter__isnull=False
    ).exclude(state=SubmissionState.RETURNED)
    return agreed_matters(consultation).filter(level=MatterLevel.CITY).exclude(pk__in=sent.values("matter"))


def composition_faults(consultation, pack, *, only: str = "", modes=("warn", "block")) -> list[str]:
    """One sentence for each rule of the pack about who takes part that the list does not meet.

    `only` names one category; `modes` keeps to rules that are that strict.
    """
    rules = [each for each in pack.categories if only in ("", each.code)]
    rules = [each for each in (*rules, *(() if only else (pack.participants,))) if each.mode in modes]
    if not rules:
        return []
    people = consultation.participant_set.standing()
    counts = dict(people.order_by().values_list("category").annotate(n=Count("pk")))
    total = sum(counts.values())
    faults = []
    for rule in rules:
        whole = rule is pack.participants
        name, n = (pack.words["participant"], total) if whole else (rule.name, counts.get(rule.code, 0))
        faults += _faults(name, n, total, rule)
    return faults


def _faults(name, n, total, rule):
    usually = "一般" if rule.mode == "warn" else ""
    if rule.min is not None and n < rule.min:
        yield f"{name}{usually}不少于 {rule.min} 人，现有 {n} 人。"
    if rule.max is not None and n > rule.max:
        yield f"{name}{usually}不多于 {rule.max} 人，现有 {n} 人。"
    ratio = getattr(rule, "ratio", None)
    if ratio is not None and n < exact(ratio) * total:
        yield f"{name}{usually}不少于总人数的{share_after(ratio)}，现有 {n}/{total} 人。"


OPEN_STATES = (MatterState.NOTED, MatterState.PENDING, MatterState.RUNNING)
# Measure → its rows, so that a case is asked only for what its pack counts.
ROWS = {
    "participants": lambda case: case.participant_set.standing(),
    "research_records": lambda case: case.research_set.standing(),
    "meetings": lambda case: case.meeting_set.filter(state=MeetingState.ENDED),
    "matters": agreed_matters,
    "matters_without_unit": lambda case: agreed_matters(case).filter(suggested_units__isnull=True),
    "unexplained_dissents": lambda case: dissents(case).filter(explained_at__isnull=True),
    "unsent_city_matters": unsent_city_matters,
    "open_matters": lambda case: agreed_matters(case).filter(state__in=OPEN_STATES),
}
# What a pack's `where` means in the rows of a measure; rooms.practice.counting.COUNT_FILTERS says what may stand there.
WHERE = {
    "participants": {"category": "category", "kind": "kind"},
    "meetings": {"form": "mode"},
    "unexplained_dissents": {"category": "participant__category"},
    "matters": {"level": "level"},
    "matters_without_unit": {"level": "level"},
    "open_matters": {"level": "level"},
}


def measure(consultation, name: str, pack, *, where=MappingProxyType({})) -> int:
    """Count one thing of one consultation; the names are those of rooms.enums.Measure that gates may use."""
    return measure_all(consultation, [(name, where)], pack)[key_of(name, where)]


def measure_all(consultation, asked, pack) -> dict:
    """Count several things, each a name and its `where`, in one query."""
    found, rows = {}, {}
    for name, where in asked:
        key = key_of(name, where)
        if name == "unmet_categories":
            found[key] = len(composition_faults(consultation, pack, only=where.get("category", "")))
        else:
            rows[key] = ROWS[name](consultation).filter(**{WHERE[name][part]: value for part, value in where.items()})
    return found | _count_together(rows)


def key_of(name: str, where) -> tuple:
    return name, *sorted(where.items())


def _count_together(rows: dict) -> dict:
    if not rows:
        return {}
    counts = [
        each.order_by().values(asked=Value(place)).annotate(n=Count("pk")).values_list("asked", "n")
        for place, each in enumerate(rows.values())
    ]
    numbers = dict(counts[0].union(*counts[1:], all=True))
    return {key: numbers.get(place, 0) for place, key in enumerate(rows)}
