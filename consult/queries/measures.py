"""What is counted of one consultation: gates, pages and statistics ask here."""

from django.db.models import Count

from consult.enums import (
    MatterLevel,
    MatterState,
    MeetingState,
    SubmissionKind,
    SubmissionState,
)
from consult.models import Statement, Submission


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


def composition_faults(consultation, pack) -> list[str]:
    """One sentence for each rule of the pack about who takes part that the list does not meet."""
    people = consultation.participant_set.standing()
    counts = dict(people.order_by().values_list("category").annotate(n=Count("pk")))
    total = sum(counts.values())
    rules = [(each.name, counts.get(each.code, 0), each) for each in pack.categories]
    if pack.participants.mode != "off":
        rules.append((pack.words["participant"], total, pack.participants))
    return [fault for name, n, rule in rules if rule.mode != "off" for fault in _faults(name, n, total, rule)]


def _faults(name, n, total, rule):
    if rule.min is not None and n < rule.min:
        yield f"{name}一般不少于 {rule.min} 人，现有 {n} 人。"
    if rule.max is not None and n > rule.max:
        yield f"{name}一般不多于 {rule.max} 人，现有 {n} 人。"
    ratio = getattr(rule, "ratio", None)
    if ratio is not None and n < ratio * total:
        yield f"{name}一般不少于总人数的 {ratio:.0%}，现有 {n}/{total} 人。"


def measure(consultation, name: str, pack) -> int:
    """Count one thing of one consultation; the names are those of rooms.enums.Measure that gates may use."""
    matters = agreed_matters(consultation)
    counted = {
        "participants": lambda: consultation.participant_set.standing().count(),
        "unmet_categories": lambda: len(composition_faults(consultation, pack)),
        "research_records": lambda: consultation.research_set.standing().count(),
        "meetings": lambda: consultation.meeting_set.filter(state=MeetingState.ENDED).count(),
        "matters": matters.count,
        "matters_without_unit": lambda: matters.filter(suggested_units__isnull=True).count(),
        "unexplained_dissents": lambda: dissents(consultation).filter(explained_at__isnull=True).count(),
        "unsent_city_matters": lambda: unsent_city_matters(consultation).count(),
        "open_matters": lambda: matters.filter(
            state__in=[MatterState.NOTED, MatterState.PENDING, MatterState.RUNNING]
        ).count(),
    }
    return counted[name]()
