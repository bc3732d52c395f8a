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


def unmet_categories(consultation, pack) -> list:
    """Categories of the pack with fewer people than asked, as (category, how many there are)."""
    counts = dict(
        consultation.participant_set.standing()
        .values_list("category")
        .annotate(n=Count("pk"))
        .values_list("category", "n")
    )
    total = sum(counts.values())
    unmet = []
    for category in pack.categories:
        n = counts.get(category.code, 0)
        short = category.min is not None and n < category.min
        thin = category.ratio is not None and n < category.ratio * total
        if category.mode != "off" and (short or thin):
            unmet.append((category, n))
    return unmet


def measure(consultation, name: str, pack) -> int:
    """Count one thing of one consultation; the names are those of rooms.enums.Measure that gates may use."""
    matters = agreed_matters(consultation)
    counted = {
        "participants": lambda: consultation.participant_set.standing().count(),
        "unmet_categories": lambda: len(unmet_categories(consultation, pack)),
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
